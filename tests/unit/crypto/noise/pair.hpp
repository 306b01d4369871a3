#pragma once

#include <optional>
#include <utility>

#include "core/base/bytes.hpp"
#include "crypto/noise/handshake.hpp"
#include "tests/support/seeded_entropy.hpp"

/// Two sides of one handshake in memory, with everything that can be different about them.
namespace earshot::crypto::noise::test {

template <class Hash = Sha256>
struct Pair {
    explicit Pair(std::uint64_t seed, bool with_psk = false)
        : entropy(seed),
          alice_key(AgreeKeyPair::generate(entropy)),
          bob_key(AgreeKeyPair::generate(entropy)),
          psk(Psk::generate(entropy)),
          alice(Role::initiator, alice_key, bytes_of("prologue"), with_psk ? &psk : nullptr),
          bob(Role::responder, bob_key, bytes_of("prologue"), with_psk ? &psk : nullptr) {}
    Pair(const Pair&) = delete;

    Handshake<Hash>& writer(int step) { return step == 1 ? bob : alice; }
    Handshake<Hash>& reader(int step) { return step == 1 ? alice : bob; }

    /// Carries the messages before `step` across and hands out the message of `step`, unread.
    std::optional<Bytes> message(int step, ByteView payload = {}) {
        for (int i = 0; i < step; ++i) {
            const auto passed = writer(i).write_message({}, entropy);
            if (!passed || !reader(i).read_message(*passed)) return std::nullopt;
        }
        return writer(step).write_message(payload, entropy);
    }

    support::SeededEntropy entropy;
    AgreeKeyPair alice_key;
    AgreeKeyPair bob_key;
    Psk psk;
    Handshake<Hash> alice;
    Handshake<Hash> bob;
};

struct Sessions {
    typename Handshake<Sha256>::Session alice;
    typename Handshake<Sha256>::Session bob;
};

inline std::optional<Sessions> sessions(std::uint64_t seed) {
    Pair pair{seed};
    const auto last = pair.message(2);
    if (!last || !pair.bob.read_message(*last)) return std::nullopt;
    auto alice = pair.alice.split();
    auto bob = pair.bob.split();
    if (!alice || !bob) return std::nullopt;
    return Sessions{std::move(*alice), std::move(*bob)};
}

inline Bytes sealed_by(CipherState& cipher, ByteView plain) {
    Bytes sealed(plain.size() + aead_tag_bytes);
    if (!cipher.encrypt({}, plain, sealed)) sealed.clear();
    return sealed;
}

inline std::optional<Bytes> opened_by(CipherState& cipher, ByteView sealed) {
    Bytes plain(sealed.size() < aead_tag_bytes ? 0 : sealed.size() - aead_tag_bytes);
    if (!cipher.decrypt({}, sealed, plain)) return std::nullopt;
    return plain;
}

}  // namespace earshot::crypto::noise::test
