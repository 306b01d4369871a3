#include "core/carrier/choice.hpp"

#include <map>

#include "crypto/hash.hpp"

namespace earshot::carrier {

std::vector<DeviceId> ranked(const DeviceId& recipient, const std::vector<DeviceId>& candidates) {
    std::map<crypto::Digest, DeviceId> by_hash;
    for (const auto& each : candidates)
        by_hash.emplace(
            crypto::labelled_hash("earshot1 carrier choice", {recipient.view(), each.view()}),
            each);
    std::vector<DeviceId> ordered;
    ordered.reserve(by_hash.size());
    for (const auto& [hash, each] : by_hash) ordered.push_back(each);
    return ordered;
}

}  // namespace earshot::carrier
