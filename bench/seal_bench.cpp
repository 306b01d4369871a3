/// What it costs to seal and open messages, without network and disk: one way, where each message
/// has the next key of a chain, and back and forth, where each brings a new key agreement; against
/// the bare cipher on the same sizes in the same run.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

#include "bench/processor_rate.hpp"
#include "core/identity/contact_book.hpp"
#include "core/session/sealed_message.hpp"
#include "core/session/sessions.hpp"
#include "core/store/memory_store.hpp"
#include "crypto/aead.hpp"

namespace earshot {
namespace {

constexpr std::uint16_t kind = 1;

class Side {
public:
    Side() {
        if (!stores_.transactions.begin() || !sessions_.load(now_)) std::abort();
    }
    void meet(const Side& other) {
        const auto& theirs = other.identity_.certificate();
        if (!people_.on_proven(identity::person_of(theirs), identity::device_of(theirs), now_.wall))
            std::abort();
    }
    void give_keys(Side& to) {
        const auto frame = sessions_.prekeys_for(to.identity_.device(), true, now_);
        if (!frame || !to.sessions_.on_prekeys(identity_.certificate(), *frame, now_)) std::abort();
    }
    Bytes seal(const Side& to, ByteView payload) {
        auto sealed = sessions_.seal(to.identity_.device(), kind, payload, now_);
        if (!sealed || !*sealed) std::abort();
        return std::move((*sealed)->bytes);
    }
    void open(const Side& from, ByteView sealed, std::size_t bytes) {
        const auto opened = sessions_.open(from.identity_.device(), sealed, now_);
        if (!opened || !*opened || (*opened)->payload.size() != bytes) std::abort();
    }
    void arrived(const Side& to, ByteView sealed) {
        if (!sessions_.on_opened(to.identity_.device(), sessions_.tag_of(sealed))) std::abort();
    }
    /// One message, sealed, opened, and what is known to have arrived. Once a turn, states are put.
    void send(Side& to, ByteView payload) {
        const auto sealed = seal(to, payload);
        to.open(*this, sealed, payload.size());
        arrived(to, sealed);
    }
    void turn() {
        if (!sessions_.flush() || !stores_.transactions.commit() || !stores_.transactions.begin())
            std::abort();
    }

private:
    Now now_{Instant{}, WallTime{Duration{1'700'000'000'000}}};
    crypto::SystemEntropy entropy_;
    identity::LocalIdentity identity_ = identity::LocalIdentity::generate(entropy_, now_.wall);
    store::MemoryStore memory_;
    store::Stores stores_ = memory_.stores();
    identity::ContactBook people_ = *identity::ContactBook::load(stores_.people);
    session::Sessions sessions_{{identity_, people_, crypto::ed25519, stores_.sessions, entropy_}};
};

/// Who know each other; Alice can write.
struct TwoSides {
    Side alice;
    Side bob;

    TwoSides() {
        alice.meet(bob);
        bob.meet(alice);
        bob.give_keys(alice);
    }
};

double one_way(std::size_t bytes, std::size_t in_a_turn) {
    TwoSides two;
    auto& alice = two.alice;
    auto& bob = two.bob;
    const Bytes payload(bytes, std::byte{1});
    return per_second([&] {
        for (std::size_t i = 0; i < in_a_turn; ++i) alice.send(bob, payload);
        alice.turn();
        bob.turn();
        return in_a_turn;
    });
}

/// Seconds for each, of as many in a turn as stay in the processor's cache, and with that turn.
struct Apart {
    double sealing = 0;
    double opening = 0;
};

Apart one_way_apart(std::size_t bytes) {
    constexpr std::size_t cached_bytes = 65'536;
    constexpr double measured_seconds = 0.5;
    const auto in_a_turn = std::clamp<std::size_t>(cached_bytes / bytes, 1, 64);
    TwoSides two;
    auto& alice = two.alice;
    auto& bob = two.bob;
    const Bytes payload(bytes, std::byte{1});
    Apart apart;
    std::size_t done = 0;
    while (apart.sealing + apart.opening < measured_seconds) {
        std::vector<Bytes> sealed;
        const auto begin = seconds_used();
        for (std::size_t i = 0; i < in_a_turn; ++i) sealed.push_back(alice.seal(bob, payload));
        alice.turn();
        const auto between = seconds_used();
        for (const auto& each : sealed) bob.open(alice, each, bytes);
        bob.turn();
        const auto end = seconds_used();
        for (const auto& each : sealed) alice.arrived(bob, each);
        apart.sealing += between - begin;
        apart.opening += end - between;
        done += in_a_turn;
    }
    const auto count = static_cast<double>(done);
    return {apart.sealing / count, apart.opening / count};
}

double back_and_forth(std::size_t bytes) {
    TwoSides two;
    auto& alice = two.alice;
    auto& bob = two.bob;
    const Bytes payload(bytes, std::byte{1});
    return per_second([&] {
        alice.send(bob, payload);
        bob.send(alice, payload);
        alice.turn();
        bob.turn();
        return std::size_t{2};
    });
}

double bare_cipher(std::size_t bytes) {
    const std::array<std::byte, 32> zeros{};
    const crypto::AeadKey key{zeros};
    const crypto::AeadNonce nonce{};
    Bytes plain(bytes);
    Bytes sealed(bytes + crypto::aead_tag_bytes);
    return per_second([&] {
        std::size_t done = 0;
        for (int i = 0; i < 64; ++i) {
            crypto::aead_encrypt(key, nonce, {}, plain, sealed);
            done += std::size_t{crypto::aead_decrypt(key, nonce, {}, sealed, plain)};
        }
        return done;
    });
}

}  // namespace
}  // namespace earshot

int main() {
    using namespace earshot;
    std::printf("back and forth, 200 bytes         %9.1f us each\n", 1e6 / back_and_forth(200));
    for (const std::size_t size : {200u, 1000u, 16'000u, 65'000u}) {
        double alone = 0;
        Apart apart{1, 1};
        double many = 0;
        double bare = 0;
        for (int round = 0; round < 3; ++round) {  // The best of three, in turns.
            alone = std::max(alone, one_way(size, 1));
            many = std::max(many, one_way(size, 64));
            const auto again = one_way_apart(size);
            apart = {std::min(apart.sealing, again.sealing),
                     std::min(apart.opening, again.opening)};
            bare = std::max(bare, bare_cipher(session::pad(kind, Bytes(size)).size()));
        }
        std::printf(
            "%5zu bytes, one way: %6.1f us each alone in its turn, %6.1f us of 64; "
            "apart, sealing %.1f, opening %.1f us; bare cipher, both ways, %6.1f us\n",
            size, 1e6 / alone, 1e6 / many, 1e6 * apart.sealing, 1e6 * apart.opening, 1e6 / bare);
    }
    return 0;
}
