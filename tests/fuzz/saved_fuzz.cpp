/// What lies sealed on the disk, or comes inside of a seal, and was changed by whoever holds the
/// key: behind a seal that is right, so that the decoders inside see it. Nothing ends badly, what
/// is accepted is written back as it was, and whatever session was read can be used or says why
/// not.
#include <algorithm>
#include <array>
#include <cstdint>

#include "crypto/hpke.hpp"
#include "node/store/sealed_sessions.hpp"
#include "tests/fuzz/saved_samples.hpp"
#include "tests/fuzz/script.hpp"

namespace earshot::session {
namespace {

using support::require;

/// Two who talk; one of them has one row that is not as it was.
class Spoilt {
public:
    Spoilt() : sealed_(memory_.stores().sessions, key(), entropy_) {
        must(memory_.stores().transactions.begin());
        for (const auto& row : must(couple_.bob.stores.sessions.prekeys()))
            must(sealed_.put_prekey(row));
    }

    void run(SavedKind kind, ByteView inside) {
        switch (kind) {
            case SavedKind::session: return use_session(inside);
            case SavedKind::peer_keys: return use_peer_keys(inside);
            case SavedKind::recipe: return use_recipe(inside);
            case SavedKind::prekey: return use_prekey(inside);
            case SavedKind::plaintext: return open_plaintext(inside);
            case SavedKind::letter: return open_letter(inside);
        }
    }

private:
    static store::DataKey key() { return store::DataKey{std::array<std::byte, 32>{}}; }
    const DeviceId& alice() const { return couple_.alice.device(); }

    /// Everything that Bob does with what his store has. Errors are its own; it must survive them.
    void talk(ByteView aimed = {}) {
        Sessions bob{
            {couple_.bob.identity, *couple_.bob.people, crypto::ed25519, sealed_, entropy_}};
        auto now = couple_.bob.now;
        if (!bob.load(now)) return;
        const auto from_alice = couple_.alice.seal(couple_.bob, "hello");
        if (const auto opened = bob.open(alice(), from_alice, now); opened && *opened)
            require(text_of((*opened)->payload) == "hello");
        (void)bob.open_carried(alice(), from_alice, now);
        if (const auto opened = bob.open(alice(), aimed, now)) require(!*opened);
        (void)bob.seal(alice(), Side::kind, bytes_of("answer"), now);
        (void)bob.prekeys_for(alice(), true, now);
        (void)bob.on_unopenable(alice(), bob.tag_of(from_alice));
        now.steady += std::chrono::hours{24 * 40};
        now.wall += std::chrono::hours{24 * 40};
        (void)bob.on_time(now);
        must(bob.flush());
        must(bob.forget(alice()));
    }

    void use_session(ByteView inside) {
        const auto session = decode_session(inside);
        if (session) require(std::ranges::equal(encode_session(*session), inside));
        const auto id = session ? session->id() : crypto::SessionId{};
        must(sealed_.put_session({alice(), id, to_bytes(inside)}));
        talk(session ? aimed_at(session->ratchet.state()) : Bytes{});
    }
    /// What nobody sealed, but in that session and a few numbers ahead.
    static Bytes aimed_at(const crypto::ratchet::State& state) {
        const auto next = state.receiving ? state.receiving->next : 0;
        const crypto::ratchet::Header header{state.id, state.peer.value_or(state.own.public_key()),
                                             0, std::min(next + 3, crypto::ratchet::count_max)};
        auto message = to_bytes(crypto::ratchet::encode(header));
        message.resize(crypto::ratchet::overhead_bytes + 40);
        return wire::encode(SealedMessage{std::move(message), std::nullopt});
    }
    void use_peer_keys(ByteView inside) {
        if (const auto keys = decode_peer_keys(inside))
            require(std::ranges::equal(encode_peer_keys(*keys), inside));
        must(sealed_.put_peer_keys(alice(), to_bytes(inside)));
        talk();
    }
    void use_prekey(ByteView inside) {
        for (const auto& owner : {std::optional<DeviceId>{}, std::optional{alice()}}) {
            must(sealed_.put_prekey({7, owner, to_bytes(inside), couple_.bob.now.wall}));
            talk();
        }
    }
    void use_recipe(ByteView inside) {
        if (const auto recipe = decode_recipe(inside))
            require(std::ranges::equal(encode(*recipe), inside));
        must(couple_.alice.sessions->repeat(couple_.bob.device(), inside, Side::kind, inside));
    }
    /// In a message that is authentic in every other way.
    void open_plaintext(ByteView inside) {
        const auto first = couple_.alice.seal(couple_.bob, "first");
        couple_.alice.commit();
        auto rows = must(couple_.alice.stores.sessions.sessions_of(couple_.bob.device()));
        auto session = must(decode_session(rows.at(0).state));
        const auto message = session.ratchet.encrypt(inside, couple_.alice.entropy);
        const auto sealed = wire::encode(SealedMessage{message.value(), session.first});
        auto& bob = *couple_.bob.sessions;
        const auto opened = must(bob.open(alice(), sealed, couple_.bob.now));
        require(opened.has_value() == unpad(inside).has_value());
        if (opened) require(pad(opened->kind, opened->payload).size() <= inside.size());
        // What nobody means changed nothing.
        require(couple_.bob.open(couple_.alice, first) == "first");
    }
    /// In an envelope that is sealed for whoever opens it.
    void open_letter(ByteView inside) {
        const auto own = crypto::AgreeKeyPair::generate(entropy_);
        const auto ephemeral = crypto::AgreeKeyPair::generate(entropy_);
        auto sender = crypto::hpke_sender(ephemeral, own.public_key(), bytes_of("earshot1 seal"));
        carrier::Envelope envelope;
        envelope.outside.life_hours = 6;
        envelope.outside.purge_hash = carrier::purge_hash({});
        envelope.outside.encapsulated = sender.value().encapsulated;
        // A letter, and the zeros after it.
        auto padded = to_bytes(inside);
        padded.insert(padded.end(), {std::byte{}, std::byte{}, std::byte{}, std::byte{}});
        envelope.sealed.resize(padded.size() + crypto::aead_tag_bytes);
        sender->context.seal(wire::encode(envelope.outside), padded, envelope.sealed);
        const auto letter = carrier::open(envelope, own);
        if (letter) require(std::ranges::equal(wire::encode(*letter), inside));
    }

    Couple couple_;
    support::SeededEntropy entropy_{3};
    store::MemoryStore memory_;
    store::SealedSessions sealed_;
};

}  // namespace
}  // namespace earshot::session

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace earshot;
    const auto input = std::as_bytes(std::span{data, size});
    if (input.empty()) return 0;
    const auto kind = std::to_integer<std::size_t>(input.front()) % session::saved_kinds;
    session::Spoilt{}.run(static_cast<session::SavedKind>(kind), input.subspan(1));
    return 0;
}
