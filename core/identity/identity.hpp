#pragma once

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/identity/certificate.hpp"
#include "core/identity/device_list.hpp"
#include "crypto/agree.hpp"
#include "crypto/secret.hpp"
#include "crypto/sign.hpp"

/// Who we are: the four key pairs of this computer and what the account key signed about them.
/// Made once at the first start, afterwards restored from its secrets. Move-only.
namespace earshot::identity {

/// Everything that must be kept secret and survive, in a form to be sealed: account seed 32 |
/// device seed 32 | link secret 32 | identity-DH secret 32 | created, u64 milliseconds. Certificate
/// and device list follow from it, byte for byte.
using IdentitySecrets = crypto::Secret<struct IdentitySecretsTag, 4 * 32 + 8>;

class LocalIdentity {
public:
    static LocalIdentity generate(crypto::Entropy& entropy, WallTime now);
    /// The same identity as the one whose `secrets()` these are. `malformed` for a time that no
    /// certificate may carry.
    static Result<LocalIdentity> restore(const IdentitySecrets& secrets);

    IdentitySecrets secrets() const;

    const PersonId& person() const noexcept { return person_; }
    const DeviceId& device() const noexcept { return device_; }
    const Certificate& certificate() const noexcept { return certificate_; }
    const SignedCertificate& signed_certificate() const noexcept { return signed_certificate_; }
    const SignedDeviceList& signed_device_list() const noexcept { return signed_device_list_; }

    const crypto::SignKeyPair& account_keys() const noexcept { return account_keys_; }
    const crypto::SignKeyPair& device_keys() const noexcept { return device_keys_; }
    const crypto::AgreeKeyPair& link_keys() const noexcept { return link_keys_; }
    const crypto::AgreeKeyPair& identity_dh_keys() const noexcept { return identity_dh_keys_; }

private:
    LocalIdentity(crypto::SignKeyPair account, crypto::SignKeyPair device,
                  crypto::AgreeKeyPair link, crypto::AgreeKeyPair identity_dh, WallTime created);

    crypto::SignKeyPair account_keys_;
    crypto::SignKeyPair device_keys_;
    crypto::AgreeKeyPair link_keys_;
    crypto::AgreeKeyPair identity_dh_keys_;
    Certificate certificate_;
    SignedCertificate signed_certificate_;
    SignedDeviceList signed_device_list_;
    PersonId person_;
    DeviceId device_;
};

}  // namespace earshot::identity
