#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "core/link/hello.hpp"
#include "core/link/link.hpp"
#include "tests/support/link_pair.hpp"
#include "tests/support/noise_by_hand.hpp"

/// One side of a link in the hands of an attacker who follows the protocol except where told not
/// to.
namespace earshot::support {

/// What the attacker shows instead of what is true.
struct Lies {
    link::Preface preface{};
    const crypto::noise::Psk* psk = nullptr;
    std::optional<crypto::AgreePublicKey> ephemeral{};
    std::optional<crypto::AgreePublicKey> link_key{};  ///< The Noise static key.
    /// What it mixes in where only the owner of `link_key` could agree.
    std::optional<Bytes> agreement{};
    std::optional<identity::SignedCertificate> certificate{};
    std::uint8_t version = 1;
};

class HostilePeer {
public:
    HostilePeer(const identity::LocalIdentity& identity, Lies lies, std::uint64_t seed = 77)
        : identity_(identity),
          lies_(std::move(lies)),
          entropy_(seed),
          ephemeral_(crypto::AgreeKeyPair::generate(entropy_)),
          noise_(lies_.preface, lies_.psk) {}

    /// Dials a victim and lies its way as far as it gets. True when the victim took message 3.
    bool dial(LinkEnd& victim, Instant now) {
        auto opening = to_bytes(lies_.preface.encode());
        Bytes first = to_bytes(shown_ephemeral().bytes);
        noise_.ephemeral(shown_ephemeral());
        noise_.seal({}, first);
        append(opening, framed(first));
        victim.take_bytes(opening, now);

        const auto answer = victim.link.take_output();
        if (answer.size() < 2 + 96) return false;
        auto rest = ByteView{answer}.subspan(2);
        const auto victim_ephemeral = key_in(rest);
        rest = rest.subspan(32);
        noise_.ephemeral(victim_ephemeral);
        noise_.agreed(ephemeral_, victim_ephemeral);
        const auto victim_static = noise_.open(rest, 32);
        if (!victim_static) return false;
        noise_.agreed(ephemeral_, key_in(*victim_static));
        if (!noise_.open(rest, rest.size() - 16)) return false;

        Bytes third;
        noise_.seal(shown_static().bytes, third);
        agree_static(victim_ephemeral);
        noise_.seal(payload(), third);
        auto [send, receive] = noise_.split();
        ciphers_.emplace(std::move(send), std::move(receive));
        victim.take_bytes(framed(third), now);
        return victim.link.is_established();
    }

    /// Answers a victim that dials. True when the victim sent message 3.
    bool answer(LinkEnd& victim, Instant now) {
        const auto opening = victim.link.take_output();
        const auto victim_ephemeral = key_in(ByteView{opening}.subspan(8 + 2));
        noise_.ephemeral(victim_ephemeral);
        auto rest = ByteView{opening}.subspan(8 + 2 + 32);
        if (!noise_.open(rest, 0)) return false;

        Bytes second = to_bytes(shown_ephemeral().bytes);
        noise_.ephemeral(shown_ephemeral());
        noise_.agreed(ephemeral_, victim_ephemeral);
        noise_.seal(shown_static().bytes, second);
        agree_static(victim_ephemeral);
        noise_.seal(payload(), second);
        victim.take_bytes(framed(second), now);

        const auto third = victim.link.take_output();
        if (third.empty()) return false;
        rest = ByteView{third}.subspan(2);
        const auto victim_static = noise_.open(rest, 32);
        if (!victim_static) return false;
        noise_.agreed(ephemeral_, key_in(*victim_static));
        if (!noise_.open(rest, rest.size() - 16)) return false;
        auto [receive, send] = noise_.split();
        ciphers_.emplace(std::move(send), std::move(receive));
        return true;
    }

    /// Sending and receiving, once a handshake is through.
    std::pair<crypto::noise::CipherState, crypto::noise::CipherState>& ciphers() {
        return *ciphers_;
    }

    link::Hello hello() const {
        return {.version = lies_.version,
                .suite = identity::Suite::classic,
                .instance = {},
                .features = 0,
                .certificate = lies_.certificate.value_or(identity_.signed_certificate()),
                .extensions = {}};
    }

private:
    Bytes payload() const { return link::encode_hello(hello()); }
    const crypto::AgreePublicKey& shown_ephemeral() const {
        return lies_.ephemeral ? *lies_.ephemeral : ephemeral_.public_key();
    }
    const crypto::AgreePublicKey& shown_static() const {
        return lies_.link_key ? *lies_.link_key : identity_.link_keys().public_key();
    }
    void agree_static(const crypto::AgreePublicKey& peer) {
        if (lies_.agreement) {
            noise_.agreed(*lies_.agreement);
        } else {
            noise_.agreed(identity_.link_keys(), peer);
        }
    }

    const identity::LocalIdentity& identity_;  // The test's; outlives us.
    Lies lies_;
    SeededEntropy entropy_;
    crypto::AgreeKeyPair ephemeral_;
    NoiseByHand noise_;
    std::optional<std::pair<crypto::noise::CipherState, crypto::noise::CipherState>> ciphers_;
};

}  // namespace earshot::support
