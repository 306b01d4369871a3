#include "core/session/sessions.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/identity/ids.hpp"
#include "core/session/recipe.hpp"
#include "core/wire/archive.hpp"
#include "crypto/compare.hpp"
#include "crypto/hash.hpp"
#include "crypto/x3dh.hpp"

namespace earshot::session {
namespace {

constexpr std::string_view associated_label = "earshot1 ad";
constexpr std::string_view first_label = "earshot1 first message";
/// All devices are looked through so often for keys of messages that never came,
constexpr Duration look_interval = std::chrono::hours{6};
/// so many in one turn, and the next ones so much later.
constexpr std::size_t looked_at_once = 8;
constexpr Duration look_step = std::chrono::seconds{1};
constexpr Rate first_messages{limits::first_messages_burst, limits::first_messages_second};

std::uint64_t seconds_of(WallTime time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, seconds));
}

/// Names both people and both devices, or a session could be passed off as somebody else's (X3DH
/// 4.8). Who began stands first.
struct End {
    const crypto::SignPublicKey& account;
    const crypto::AgreePublicKey& identity_dh;
    const DeviceId& device;
};

Bytes associated_of(const End& began, const End& answered) {
    Bytes bytes = to_bytes(bytes_of(associated_label));
    bytes.push_back(std::byte{0});
    bytes.push_back(static_cast<std::byte>(identity::Suite::classic));
    for (const auto* end : {&began, &answered}) {
        append(bytes, end->account.bytes);
        append(bytes, end->identity_dh.bytes);
        append(bytes, end->device.view());
    }
    return bytes;
}

Bytes sealed_with(const Session& session, const Recipe& recipe, std::uint16_t kind,
                  ByteView payload) {
    return wire::encode(
        SealedMessage{session.ratchet.encrypt(recipe.keyed, pad(kind, payload)), recipe.first});
}

crypto::Digest mark_of(const FirstHeader& first) {
    Bytes prekey;
    append_u32(prekey, first.prekey);
    return crypto::labelled_hash(first_label, {first.ephemeral.bytes, prekey});
}

}  // namespace

Result<void> Sessions::load(Now now) {
    look_at_ = now.steady;
    return own_.load(now);
}

Result<Sessions::Correspondent*> Sessions::find(const DeviceId& device) {
    if (const auto known = with_.find(device); known != with_.end()) return &known->second;
    Correspondent with;
    EARSHOT_TRY(const auto rows, places_.store.sessions_of(device));
    for (const auto& row : rows) {
        EARSHOT_TRY(auto session, decode_session(row.state));
        with.sessions.push_back(std::move(session));
    }
    EARSHOT_TRY(const auto keys, places_.store.find_peer_keys(device));
    if (keys) {
        EARSHOT_TRY(with.keys, decode_peer_keys(*keys));
    }
    return &with_.emplace(device, std::move(with)).first->second;
}

// Which session

/// The one they were last heard on; among those not heard on, the one that the smaller device id
/// began. So both sides come to use the same one.
Session* Sessions::choose(Correspondent& with, const DeviceId& device) const {
    const bool is_ours_first = places_.identity.device() < device;
    const auto is_worse = [&](const Session& one, const Session& other) {
        if (one.can_send() != other.can_send()) return other.can_send();
        if (one.received != other.received) return one.received < other.received;
        if (one.is_ours != other.is_ours) return other.is_ours == is_ours_first;
        return one.used < other.used;
    };
    const auto best = std::ranges::max_element(with.sessions, is_worse);
    return best == with.sessions.end() || !best->can_send() ? nullptr : &*best;
}

Session* Sessions::find_session(Correspondent& with, const crypto::SessionId& id) {
    const auto found = std::ranges::find_if(
        with.sessions, [&](const Session& each) { return crypto::equal(each.id(), id); });
    return found == with.sessions.end() ? nullptr : &*found;
}

Result<std::optional<DeviceId>> Sessions::owner_of(const crypto::SessionId& id) const {
    for (const auto& [device, changed] : changed_)
        if (changed == id) return std::optional{device};
    return places_.store.find_session(id);
}

Result<Session*> Sessions::add(Correspondent& with, const DeviceId& device, Session session,
                               Now now) {
    const auto is_older = [](const Session& one, const Session& other) {
        return one.used < other.used;
    };
    auto& sessions = with.sessions;
    for (;;) {
        const auto oldest = std::ranges::min_element(sessions, is_older);
        if (oldest == sessions.end()) break;
        const bool is_full = sessions.size() >= limits::sessions_per_device_max;
        if (!is_full && now.wall - oldest->used <= limits::old_session_life) break;
        EARSHOT_CHECK(places_.store.remove_session(device, oldest->id()));
        changed_.erase({device, oldest->id()});
        sessions.erase(oldest);
    }
    session.used = now.wall;
    changed_.emplace(device, session.id());
    sessions.push_back(std::move(session));
    return &sessions.back();
}

Result<Session*> Sessions::begin(Correspondent& with, const DeviceId& device, Now now) {
    Session* const none = nullptr;
    auto& keys = with.keys;
    if (!keys || !keys->is_usable(now.wall)) return none;
    const auto one_time = keys->take_one_time();
    const auto ephemeral = crypto::AgreeKeyPair::generate(places_.entropy);
    const auto& own = places_.identity;
    const auto secret =
        crypto::x3dh_initiate(own.identity_dh_keys(), ephemeral,
                              {keys->identity_dh, keys->prekey.key,
                               one_time ? std::optional{one_time->key} : std::nullopt});
    const auto& certificate = own.certificate();
    const auto associated =
        associated_of({certificate.account, certificate.identity_dh, own.device()},
                      {keys->account, keys->identity_dh, device});
    auto ratchet = secret ? crypto::ratchet::Session::begin(*secret, associated, keys->prekey.key,
                                                            places_.entropy)
                          : std::nullopt;
    const FirstHeader first{identity::Suite::classic, own.signed_certificate(),
                            ephemeral.public_key(), keys->prekey.id, one_time ? one_time->id : 0};
    // A key that forces the result is of no use, now or later.
    if (!ratchet) keys->prekey = {};
    EARSHOT_CHECK(keep_keys(device, with));
    if (!ratchet) return none;
    return add(with, device, {.ratchet = std::move(*ratchet), .is_ours = true, .first = first},
               now);
}

// Sealing and opening

Result<std::optional<Sessions::Sealed>> Sessions::seal(const DeviceId& to, std::uint16_t kind,
                                                       ByteView payload, Now now) {
    if (payload.size() > limits::payload_bytes_max)
        return Error{ErrorKind::too_large, "the message is too large"};
    EARSHOT_TRY(auto* const with, find(to));
    auto* session = choose(*with, to);
    if (session == nullptr) {
        EARSHOT_TRY(session, begin(*with, to, now));
    }
    if (session == nullptr) return std::optional<Sealed>{};
    const Recipe recipe{*session->ratchet.next_header(places_.entropy), session->first};
    changed_.emplace(to, session->id());
    session->used = now.wall;
    return std::optional{Sealed{sealed_with(*session, recipe, kind, payload), encode(recipe)}};
}

Result<std::optional<Bytes>> Sessions::repeat(const DeviceId& to, ByteView bytes,
                                              std::uint16_t kind, ByteView payload) {
    const auto recipe = decode_recipe(bytes);
    if (!recipe) return std::optional<Bytes>{};
    EARSHOT_TRY(auto* const with, find(to));
    const auto* session = find_session(*with, recipe->session());
    if (session == nullptr) return std::optional<Bytes>{};
    return std::optional{sealed_with(*session, *recipe, kind, payload)};
}

delivery::SealTag Sessions::tag_of(ByteView sealed) const { return read_u64(session_of(sealed)); }

Result<std::optional<DeviceId>> Sessions::author_of(ByteView sealed) const {
    EARSHOT_TRY(auto author, owner_of(session_of(sealed)));
    if (author) return author;
    const auto message = decode_sealed(sealed);
    if (!message || !message->first) return author;
    const auto certificate =
        identity::open_certificate(message->first->certificate, places_.signatures);
    if (certificate) author = identity::device_id(certificate->device);
    return author;
}

Result<std::optional<Sessions::Opened>> Sessions::unseal(const Origin& from, ByteView sealed,
                                                         Now now) {
    std::optional<Opened> nothing;
    const auto message = decode_sealed(sealed);
    if (!message) return nothing;
    EARSHOT_TRY(auto* const with, find(from.device));
    if (auto* session = find_session(*with, session_of(sealed))) {
        auto opened = decrypt(*session, *with, message->message, now);
        if (opened) changed_.emplace(from.device, session->id());
        return opened;
    }
    if (!message->first) return nothing;
    const auto certificate =
        identity::open_certificate(message->first->certificate, places_.signatures);
    if (!certificate || identity::device_id(certificate->device) != from.device) return nothing;
    return answer(from, *certificate, *message, now);
}

std::optional<Sessions::Opened> Sessions::decrypt(Session& session, Correspondent& with,
                                                  ByteView message, Now now) {
    std::optional<Unpadded> inside;
    const auto is_padded = [&inside](crypto::View plain) {
        inside = unpad(plain);
        return inside.has_value();
    };
    if (!session.ratchet.decrypt(message, seconds_of(now.wall), places_.entropy, is_padded))
        return std::nullopt;
    std::uint64_t received = 0;
    for (const auto& each : with.sessions) received = std::max(received, each.received);
    session.received = received + 1;
    session.used = now.wall;
    session.first.reset();
    session.is_given_up = false;
    return Opened{inside->kind, std::move(inside->payload)};
}

Result<std::optional<Sessions::Opened>> Sessions::answer(const Origin& origin,
                                                         const identity::Certificate& certificate,
                                                         const SealedMessage& sealed, Now now) {
    const std::optional<Opened> nothing;
    const auto& first = *sealed.first;
    const auto& from = origin.device;
    // Who is met first on a link, keys and all, is whom the device belongs to.
    const auto* known = places_.people.find_device(from);
    if (known == nullptr || known->person != identity::person_id(certificate.account))
        return nothing;
    EARSHOT_TRY(auto* const with, find(from));
    // Anybody can say that they are this device: that must not use up what it may ask itself.
    if (!with->firsts) with->firsts.emplace(first_messages, now.steady);
    if (origin.is_proven && !with->firsts->take(first_messages, 1, now.steady)) return nothing;

    const auto mark = mark_of(first);
    EARSHOT_TRY(const bool is_repeated, places_.store.is_first_seen(mark));
    const auto* prekey = own_.find(first.prekey);
    if (is_repeated || prekey == nullptr) return nothing;
    std::optional<crypto::AgreeKeyPair> one_time;
    if (first.one_time != 0) {
        one_time = own_.find_one_time(first.one_time, from);
        if (!one_time) return nothing;
    }
    const auto& own = places_.identity;
    const auto secret = crypto::x3dh_respond(
        {own.identity_dh_keys(), prekey->prekey, one_time ? &*one_time : nullptr},
        certificate.identity_dh, first.ephemeral);
    if (!secret) return nothing;
    const auto associated =
        associated_of({certificate.account, certificate.identity_dh, from},
                      {own.certificate().account, own.certificate().identity_dh, own.device()});
    Session session{
        .ratchet = crypto::ratchet::Session::answer(*secret, associated, prekey->prekey),
        .first = std::nullopt};
    auto opened = decrypt(session, *with, sealed.message, now);
    if (!opened) return nothing;

    // Only now is it known that they hold the keys they name.
    if (first.one_time != 0) {
        EARSHOT_CHECK(own_.use_one_time(first.one_time));
        used_.insert(from);
    } else {
        const auto marked = places_.store.mark_first_seen(mark, first.prekey);
        if (!marked && marked.error().kind == ErrorKind::too_large) return nothing;
        EARSHOT_CHECK(marked);
    }
    EARSHOT_CHECK(add(*with, from, std::move(session), now));
    return opened;
}

Result<void> Sessions::on_opened(const DeviceId& by, delivery::SealTag which) {
    EARSHOT_TRY(auto* const with, find(by));
    for (auto& session : with->sessions) {
        if (read_u64(session.id()) != which || !session.first) continue;
        session.first.reset();
        changed_.emplace(by, session.id());
    }
    return {};
}

Result<void> Sessions::on_unopenable(const DeviceId& by, delivery::SealTag which) {
    EARSHOT_TRY(auto* const with, find(by));
    const auto lost = std::ranges::find_if(
        with->sessions, [&](const Session& each) { return read_u64(each.id()) == which; });
    if (lost == with->sessions.end() || lost->is_given_up) return {};
    // Who lost one may have lost all: only what they give, or say, from now on counts.
    for (auto& session : with->sessions) {
        session.is_given_up = true;
        changed_.emplace(by, session.id());
    }
    if (!with->keys) return {};
    with->keys->prekey = {};
    with->keys->one_time.clear();
    return keep_keys(by, *with);
}

// Keys to begin with

Result<Bytes> Sessions::prekeys_for(const DeviceId& device, bool is_contact, Now now) {
    const auto& current = own_.current();
    PrekeysFrame frame{.prekey = current.offered(), .one_time = {}, .card = std::nullopt};
    EARSHOT_TRY(frame.one_time, own_.reserve(device, now.wall));
    if (is_contact) {
        frame.card = sign_prekey_card(places_.identity.device_keys(),
                                      {.device = places_.identity.device(),
                                       .seq = current.seq,
                                       .prekey = current.offered(),
                                       .sealing = {current.id, current.sealing.public_key()},
                                       .mailbox = current.mailbox,
                                       .extensions = {}});
    }
    return wire::encode(frame);
}

Result<bool> Sessions::on_prekeys(const identity::Certificate& from, ByteView body, Now now) {
    auto frame = wire::decode<PrekeysFrame>(body, limits::prekeys_frame_bytes_max);
    if (!frame) return false;
    const auto device = identity::device_id(from.device);
    EARSHOT_TRY(auto* const with, find(device));
    if (frame->card && (!with->keys || with->keys->card != frame->card)) {
        const auto card = open_prekey_card(*frame->card, from.device, places_.signatures);
        if (!card || card->prekey != frame->prekey) return false;
        EARSHOT_TRY(const auto known, card_of(device));
        if (known && card->seq <= known->seq) frame->card.reset();
    }
    const auto before = with->keys;
    if (!with->keys) with->keys.emplace();
    with->keys->learn(*frame, from, now.wall);
    if (with->keys != before) EARSHOT_CHECK(keep_keys(device, *with));
    return true;
}

Result<std::optional<PrekeyCard>> Sessions::card_of(const DeviceId& device) {
    std::optional<PrekeyCard> nothing;
    EARSHOT_TRY(const auto* const with, find(device));
    if (!with->keys || !with->keys->card) return nothing;
    EARSHOT_TRY(auto card, wire::decode<PrekeyCard>(with->keys->card->body));
    return std::optional{std::move(card)};
}

Result<std::optional<PrekeyCard>> Sessions::usable_card_of(const DeviceId& device, WallTime now) {
    EARSHOT_TRY(auto card, card_of(device));
    if (!card) return card;
    // Their age is that of the prekey that came with them.
    const auto& keys = with_.at(device).keys;
    if (!keys->is_usable(now) || keys->prekey != card->prekey) card.reset();
    return card;
}

Result<void> Sessions::keep_keys(const DeviceId& device, const Correspondent& with) {
    return places_.store.put_peer_keys(device, encode_peer_keys(*with.keys));
}

Result<bool> Sessions::on_time(Now now) {
    if (now.steady >= look_at_) EARSHOT_CHECK(forget_skipped(now));
    return own_.on_time(now);
}

Result<void> Sessions::forget_skipped(Now now) {
    const auto& devices = places_.people.devices();
    auto next = looked_at_ ? devices.upper_bound(*looked_at_) : devices.begin();
    for (std::size_t count = 0; count < looked_at_once && next != devices.end(); ++count, ++next) {
        EARSHOT_CHECK(forget_skipped_of(next->first, seconds_of(now.wall)));
        looked_at_ = next->first;
    }
    const bool is_round_over = next == devices.end();
    if (is_round_over) looked_at_.reset();
    look_at_ = now.steady + (is_round_over ? look_interval : look_step);
    return {};
}

/// Sessions that nobody uses stay where they are: the memory is for those of present talks.
Result<void> Sessions::forget_skipped_of(const DeviceId& device, std::uint64_t now_seconds) {
    if (const auto known = with_.find(device); known != with_.end()) {
        for (auto& session : known->second.sessions)
            if (session.ratchet.forget_old(now_seconds)) changed_.emplace(device, session.id());
        return {};
    }
    EARSHOT_TRY(auto rows, places_.store.sessions_of(device));
    for (auto& row : rows) {
        auto session = decode_session(row.state);
        crypto::wipe(row.state);
        // A damaged one is told of when it is to be used.
        if (!session || !session->ratchet.forget_old(now_seconds)) continue;
        row.state = encode_session(*session);
        const auto stored = places_.store.put_session(row);
        crypto::wipe(row.state);
        EARSHOT_CHECK(stored);
    }
    return {};
}

Result<void> Sessions::forget(const DeviceId& device) {
    EARSHOT_CHECK(places_.store.forget_device(device));
    own_.forget(device);
    with_.erase(device);
    std::erase_if(changed_, [&](const auto& each) { return each.first == device; });
    return {};
}

Result<void> Sessions::flush() {
    for (const auto& [device, id] : std::exchange(changed_, {})) {
        EARSHOT_TRY(auto* const with, find(device));
        const auto* session = find_session(*with, id);
        if (session == nullptr) continue;
        store::SessionRow row{device, id, encode_session(*session)};
        const auto stored = places_.store.put_session(row);
        crypto::wipe(row.state);
        EARSHOT_CHECK(stored);
    }
    return {};
}

}  // namespace earshot::session
