#include "core/identity/device_list.hpp"

#include <algorithm>
#include <cassert>
#include <functional>

#include "core/base/limits.hpp"
#include "core/wire/archive.hpp"

namespace earshot::identity {
namespace {

constexpr std::string_view label = "earshot1 device-list";

}  // namespace

bool DeviceList::has(const crypto::SignPublicKey& device) const {
    return std::ranges::binary_search(devices, device);
}

bool is_valid(const DeviceList& list) {
    return list.version == 1 && !list.devices.empty() &&
           list.devices.size() <= limits::devices_per_person_max &&
           std::ranges::adjacent_find(list.devices, std::greater_equal{}) == list.devices.end();
}

SignedDeviceList sign_device_list(const crypto::SignKeyPair& account, const DeviceList& list) {
    assert(list.account == account.public_key() && is_valid(list));
    SignedDeviceList result{wire::encode(list), {}};
    result.signature = crypto::sign(account, label, result.body);
    return result;
}

Result<DeviceList> open_device_list(const SignedDeviceList& signed_list,
                                    const crypto::Signatures& signatures) {
    const auto& [body, signature] = signed_list;
    EARSHOT_TRY(auto list, wire::decode<DeviceList>(body, limits::card_bytes_max));
    if (!signatures.verify(list.account, label, body, signature))
        return Error{ErrorKind::unauthenticated, "device list is not signed by its account"};
    return list;
}

}  // namespace earshot::identity
