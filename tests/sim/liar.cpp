#include "tests/sim/liar.hpp"

#include <algorithm>
#include <utility>

#include "core/carrier/frames.hpp"
#include "core/delivery/frames.hpp"
#include "core/session/frames.hpp"
#include "core/session/sealed_message.hpp"
#include "core/wire/archive.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

/// So many frames and ids are remembered.
constexpr std::size_t memory = 200;
constexpr Micros pause_max = 20s;
constexpr Micros faithful_most = 2min;
constexpr std::size_t replayed_most = 40;
constexpr std::size_t flooded_most = 40;
constexpr std::size_t repeated_most = 3;
constexpr double garbage_bytes_most = 60'000;
constexpr std::uint16_t parcel_kind = 1;

template <class Thing>
void keep(std::vector<Thing>& things, Thing thing, Chance& chance) {
    if (things.size() < memory)
        things.push_back(std::move(thing));
    else
        things[chance.below(things.size())] = std::move(thing);
}

}  // namespace

Liar::Liar(World& world, Peer& peer, std::set<Manner> manners)
    : Plotter(world, peer, "liar", pause_max), manners_(std::move(manners)) {}

// What passes

bool Liar::lets_out(LinkId link, std::uint8_t type, Bytes& body) {
    if (!lies() || !carrier::is_carrier(type)) return true;
    remember(type, body);
    if (type == carrier::envelope_frame && does(Manner::withholds)) return false;
    if (type == carrier::envelope_frame && does(Manner::betrays)) exchange(body);
    if ((type == carrier::envelope_frame || type == carrier::deposit_frame) && does(Manner::alters))
        damage(body);
    if (does(Manner::repeats))
        for (auto times = chance().below(repeated_most + 1); times > 0; --times)
            peer().utter(link, type, body);
    return true;
}

bool Liar::lets_in(LinkId link, std::uint8_t type, Bytes& body) {
    if (type == session::prekeys_frame) learn_target(body);
    if (!lies() || !carrier::is_carrier(type)) return true;
    remember(type, body);
    if (type == carrier::deposit_frame) return takes_deposit(link, body);
    if (type == carrier::ask_frame) return takes_question(link, body);
    if (type == carrier::purge_frame) return takes_purge(link, body);
    return true;
}

void Liar::remember(std::uint8_t type, const Bytes& body) {
    keep(said_, {type, body}, chance());
    if (type == carrier::envelope_frame)
        if (const auto frame = wire::decode<carrier::EnvelopeFrame>(body))
            keep(ids_, carrier::envelope_id(frame->envelope), chance());
}

void Liar::learn_target(const Bytes& body) {
    const auto frame = wire::decode<session::PrekeysFrame>(body);
    if (!frame || !frame->card) return;
    const auto card = wire::decode<session::PrekeyCard>(frame->card->body);
    if (card)
        targets_.insert_or_assign(
            card->device, carrier::SealTarget{card->mailbox, card->sealing.id, card->sealing.key});
}

bool Liar::takes_deposit(LinkId link, const Bytes& body) {
    const auto frame = wire::decode<carrier::DepositFrame>(body);
    if (!frame) return true;
    keep(ids_, frame->id, chance());
    if (does(Manner::leaves)) leave(link, body);
    if (does(Manner::betrays)) {
        if (betrayed_.empty()) world().after(chance().up_to(faithful_most), [this] { betray(); });
        betrayed_.insert(frame->id);
    }
    if (!does(Manner::forgets)) return true;
    say(link, carrier::receipt_frame, carrier::ReceiptFrame{{{frame->id, 0}}});
    return false;
}

bool Liar::takes_question(LinkId link, const Bytes& body) {
    const auto frame = wire::decode<carrier::EnvelopesFrame>(body);
    if (!frame || !(does(Manner::forgets) || does(Manner::betrays))) return true;
    carrier::ReceiptFrame answer;
    for (const auto& id : frame->ids) answer.receipts.push_back({id, 0});
    say(link, carrier::receipt_frame, answer);
    return false;
}

bool Liar::takes_purge(LinkId link, const Bytes& body) {
    if (!does(Manner::keeps)) return true;
    if (chance().rolls(0.5)) peer().utter(link, carrier::purged_frame, body);
    return false;
}

/// Before its author comes to them with the same, perhaps.
void Liar::leave(LinkId giver, const Bytes& body) {
    const auto* const engine = peer().engine();
    if (engine == nullptr) return;
    for (const auto& link : engine->links())
        if (link.id != giver) peer().utter(link.id, carrier::deposit_frame, body);
}

/// Its engine starts anew, and knows only what the disk has.
void Liar::betray() {
    const auto ids = std::exchange(betrayed_, {});
    if (!peer().is_up()) return;
    peer().crash();
    auto stores = peer().disk.stores();
    const bool is_gone =
        stores.transactions.begin() &&
        std::ranges::all_of(
            ids, [&](const auto& id) { return bool{stores.envelopes.held.remove_held(id)}; }) &&
        stores.transactions.commit();
    if (!is_gone) stores.transactions.rollback();
    peer().start();
}

/// Another one than was asked for.
void Liar::exchange(Bytes& body) {
    const auto other = std::ranges::find_if(said_, [&](const Said& said) {
        return said.type == carrier::envelope_frame && said.body != body;
    });
    if (other != said_.end()) body = other->body;
}

void Liar::damage(Bytes& body) {
    body[chance().below(body.size())] ^= static_cast<std::byte>(1 + chance().below(255));
}

// What nobody asked it for

std::vector<LinkId> Liar::links() const {
    std::vector<LinkId> up;
    if (const auto* const engine = peer().engine())
        for (const auto& link : engine->links()) up.push_back(link.id);
    return up;
}

void Liar::mischief(LinkId link) {
    if (does(Manner::claims)) claim(link);
    if (does(Manner::replays)) replay(link);
    if (does(Manner::floods)) flood(link);
    if (does(Manner::forges)) forge(link);
}

void Liar::claim(LinkId link) {
    carrier::EnvelopesFrame list;
    for (auto count = chance().below(limits::envelopes_named_max + 1); count > 0; --count)
        list.ids.push_back(any_name<EnvelopeId>());
    say(link, carrier::list_frame, list);
}

void Liar::replay(LinkId link) {
    if (said_.empty()) return;
    for (auto count = 1 + chance().below(replayed_most); count > 0; --count) {
        const auto& said = any(said_);
        peer().utter(link, said.type, said.body);
        if (said.type != carrier::envelope_frame) continue;
        // What somebody else left is left once more, as its own.
        if (auto frame = wire::decode<carrier::EnvelopeFrame>(said.body))
            say(link, carrier::deposit_frame,
                carrier::DepositFrame{carrier::envelope_id(frame->envelope), frame->envelope, {}});
    }
}

void Liar::flood(LinkId link) {
    for (auto count = 1 + chance().below(flooded_most); count > 0 && !targets_.empty(); --count) {
        auto target = targets_.begin();
        std::advance(target, chance().below(targets_.size()));
        carrier::Letter letter;
        letter.kind = static_cast<std::uint16_t>(chance().below(3));
        const auto size = chance().log_uniform(1, garbage_bytes_most);  // Most are small.
        letter.content = garbage(static_cast<std::size_t>(size));
        deposit(link, std::move(letter), target->second);
        carrier::SecretsFrame secrets{{any_name<PurgeSecret>()}};
        say(link, chance().rolls(0.5) ? carrier::purge_frame : carrier::purged_frame, secrets);
        const carrier::EnvelopesFrame names{{any_name<EnvelopeId>()}};
        say(link, chance().rolls(0.5) ? carrier::want_frame : carrier::ask_frame, names);
    }
    if (chance().rolls(0.05)) peer().utter(link, carrier::list_frame, garbage(chance().below(100)));
}

void Liar::forge(LinkId link) {
    carrier::ReceiptFrame receipts;
    for (auto count = chance().below(20); count > 0; --count)
        receipts.receipts.push_back(
            {any_name<EnvelopeId>(), static_cast<std::uint8_t>(chance().below(6))});
    say(link, carrier::receipt_frame, receipts);
    for (const auto& [device, target] : targets_) {
        carrier::Letter letter;
        letter.kind = parcel_kind;
        letter.content = foreign_first_message(target);
        deposit(link, std::move(letter), target);
    }
}

void Liar::deposit(LinkId link, carrier::Letter letter, const carrier::SealTarget& target) {
    entropy().fill(letter.secret.bytes);
    const auto hours = static_cast<std::uint16_t>(1 + chance().below(504));
    const auto sealed = carrier::seal(letter, target, hours, entropy());
    if (!sealed) return;
    keep(ids_, sealed->id, chance());
    say(link, carrier::deposit_frame, carrier::DepositFrame{sealed->id, sealed->bytes, {}});
}

/// A parcel that says it begins a session of somebody else's: their certificate is known to all.
Bytes Liar::foreign_first_message(const carrier::SealTarget& target) {
    const auto& who = *any(world().peers());
    session::SealedMessage message;
    message.message = garbage(chance().below(400));
    message.first.emplace();
    message.first->certificate = who.identity().signed_certificate();
    message.first->ephemeral = crypto::AgreeKeyPair::generate(entropy()).public_key();
    message.first->prekey = target.seal_id;
    return wire::encode(
        delivery::Parcel{MessageId{crypto::random_array<32>(entropy())}, wire::encode(message)});
}

/// One that somebody gave, or none that there ever was.
template <class Name>
Name Liar::any_name() {
    if constexpr (std::is_same_v<Name, EnvelopeId>)
        if (!ids_.empty() && chance().rolls(0.5)) return any(ids_);
    return Name{crypto::random_array<Name::size>(entropy())};
}

}  // namespace earshot::sim
