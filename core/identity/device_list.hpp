#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.hpp"
#include "core/identity/signed.hpp"
#include "core/wire/extensions.hpp"
#include "crypto/sign.hpp"
#include "crypto/signatures.hpp"

/// Which computers a person has, signed by the account key. The highest `list_version` seen counts;
/// a lower one is ignored. docs/PROTOCOL.md, "Identity".
namespace earshot::identity {

struct DeviceList {
    std::uint8_t version = 1;
    crypto::SignPublicKey account;
    std::uint64_t list_version = 0;
    std::vector<crypto::SignPublicKey> devices;  ///< Device keys, strictly ascending.
    wire::Extensions extensions;

    bool has(const crypto::SignPublicKey& device) const;

    friend bool operator==(const DeviceList&, const DeviceList&) = default;
    template <class Archive>
    void serialize(Archive& archive) {
        archive(version, account, list_version, devices, extensions);
    }
};
/// 1 to limits::devices_per_person_max devices, strictly ascending.
bool is_valid(const DeviceList& list);

using SignedDeviceList = Signed<DeviceList>;

/// Precondition: `list` is valid and its account the public key of `account`.
SignedDeviceList sign_device_list(const crypto::SignKeyPair& account, const DeviceList& list);

/// `malformed`, `too_large`, or `unauthenticated` when the account key did not sign these bytes.
Result<DeviceList> open_device_list(const SignedDeviceList& signed_list,
                                    const crypto::Signatures& signatures = crypto::ed25519);

}  // namespace earshot::identity
