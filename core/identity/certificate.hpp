#pragma once

#include <cstdint>
#include <optional>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/wire/extensions.hpp"
#include "crypto/agree.hpp"
#include "crypto/sign.hpp"
#include "crypto/signatures.hpp"

/// What ties the keys of one computer to the person who owns it: the account key signs the device's
/// keys, and the device key signs the same, or an account could claim somebody else's device.
/// docs/PROTOCOL.md, "Identity". 144 bytes without extensions.
namespace earshot::identity {

/// Which algorithms the keys are for. 1: Ed25519, X25519, SHA-256, ChaCha20-Poly1305.
enum class Suite : std::uint8_t { classic = 1 };
constexpr bool is_valid(Suite suite) { return suite == Suite::classic; }

struct Certificate {
    std::uint8_t version = 1;
    Suite suite = Suite::classic;
    crypto::SignPublicKey account;       ///< The person; the one key that people compare.
    crypto::SignPublicKey device;        ///< Signs what this computer says.
    crypto::AgreePublicKey link;         ///< Noise static key, nothing else.
    crypto::AgreePublicKey identity_dh;  ///< For X3DH, nothing else.
    WallTime created{};
    std::uint16_t flags = 0;  ///< None yet; ignored when read.
    wire::Extensions extensions;

    friend bool operator==(const Certificate&, const Certificate&) = default;
    template <class Archive>
    void serialize(Archive& archive) {
        archive(version, suite, account, device, link, identity_dh, created, flags, extensions);
    }
};
constexpr bool is_valid(const Certificate& certificate) { return certificate.version == 1; }

struct SignedCertificate {
    Bytes body;  ///< The encoding of a Certificate.
    crypto::Signature by_account;
    crypto::Signature by_device;

    friend bool operator==(const SignedCertificate&, const SignedCertificate&) = default;
    template <class Archive>
    void serialize(Archive& archive) {
        archive(body, by_account, by_device);
    }
};

/// Precondition: `certificate` names the public keys of both.
SignedCertificate sign_certificate(const crypto::SignKeyPair& account,
                                   const crypto::SignKeyPair& device,
                                   const Certificate& certificate);

/// `malformed`, `too_large`, or `unauthenticated` when one of the two did not sign these bytes.
Result<Certificate> open_certificate(const SignedCertificate& signed_certificate,
                                     const crypto::Signatures& signatures = crypto::ed25519);

}  // namespace earshot::identity
