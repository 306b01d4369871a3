#include "core/identity/identity.hpp"

#include <algorithm>
#include <utility>

#include "core/base/limits.hpp"
#include "core/identity/ids.hpp"

namespace earshot::identity {

LocalIdentity::LocalIdentity(crypto::SignKeyPair account, crypto::SignKeyPair device,
                             crypto::AgreeKeyPair link, crypto::AgreeKeyPair identity_dh,
                             WallTime created)
    : account_keys_(std::move(account)),
      device_keys_(std::move(device)),
      link_keys_(std::move(link)),
      identity_dh_keys_(std::move(identity_dh)),
      certificate_{.account = account_keys_.public_key(),
                   .device = device_keys_.public_key(),
                   .link = link_keys_.public_key(),
                   .identity_dh = identity_dh_keys_.public_key(),
                   .created = created,
                   .extensions = {}},
      signed_certificate_(sign_certificate(account_keys_, device_keys_, certificate_)),
      signed_device_list_(sign_device_list(account_keys_, {.account = certificate_.account,
                                                           .list_version = 1,
                                                           .devices = {certificate_.device},
                                                           .extensions = {}})),
      person_(person_id(certificate_.account)),
      device_(device_id(certificate_.device)) {}

LocalIdentity LocalIdentity::generate(crypto::Entropy& entropy, WallTime now) {
    auto account = crypto::SignKeyPair::generate(entropy);
    auto device = crypto::SignKeyPair::generate(entropy);
    auto link = crypto::AgreeKeyPair::generate(entropy);
    auto identity_dh = crypto::AgreeKeyPair::generate(entropy);
    return {std::move(account), std::move(device), std::move(link), std::move(identity_dh),
            encodable(now)};
}

Result<LocalIdentity> LocalIdentity::restore(const IdentitySecrets& secrets) {
    const auto bytes = secrets.expose();
    const auto created = read_u64(bytes.subspan<128, 8>());
    if (created > limits::wall_time_ms_max)
        return Error{ErrorKind::malformed, "identity was made after the year 9999"};
    return LocalIdentity{crypto::SignKeyPair::from_seed(bytes.subspan<0, 32>()),
                         crypto::SignKeyPair::from_seed(bytes.subspan<32, 32>()),
                         crypto::AgreeKeyPair::from_secret(bytes.subspan<64, 32>()),
                         crypto::AgreeKeyPair::from_secret(bytes.subspan<96, 32>()),
                         WallTime{Duration{static_cast<Duration::rep>(created)}}};
}

IdentitySecrets LocalIdentity::secrets() const {
    return IdentitySecrets::made_by([&](std::span<std::byte, IdentitySecrets::size> target) {
        std::ranges::copy(account_keys_.expose_seed(), target.begin());
        std::ranges::copy(device_keys_.expose_seed(), target.begin() + 32);
        std::ranges::copy(link_keys_.expose_secret(), target.begin() + 64);
        std::ranges::copy(identity_dh_keys_.expose_secret(), target.begin() + 96);
        Bytes created;
        append_u64(created,
                   static_cast<std::uint64_t>(certificate_.created.time_since_epoch().count()));
        std::ranges::copy(created, target.begin() + 128);
    });
}

}  // namespace earshot::identity
