#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "core/identity/identity.hpp"
#include "crypto/entropy.hpp"
#include "node/store/keys_format.hpp"

/// The keys of a profile on its disk: the data key, wrapped, and our identity, sealed with it. With
/// a passphrase each call takes about a second and 256 MiB, so none of this belongs on the engine's
/// thread once links are up.
namespace earshot::store {

using Passphrase = std::optional<std::string_view>;

/// How the data key of this profile is protected. `not_found`: the profile has none yet.
Result<Protection> protection_of(const std::filesystem::path& folder);

/// Makes a data key and stores it, under the passphrase or else beside a key file. `conflict`:
/// there is one, and everything sealed with it would be lost.
Result<DataKey> create_data_key(const std::filesystem::path& folder, Passphrase passphrase,
                                crypto::Entropy& entropy, const crypto::PasswordCost& cost = {});

/// Wraps the same data key anew: under the passphrase `wanted`, or beside a key file without one.
/// `old` is the passphrase until now, where there is one; `locked` and `unauthenticated` as below.
/// Killed at any moment, this leaves a profile that opens with the old or with the new one; after
/// an error the old one holds, unless only the last bringing to the disk failed.
Result<void> change_protection(const std::filesystem::path& folder, Passphrase old,
                               Passphrase wanted, crypto::Entropy& entropy,
                               const crypto::PasswordCost& cost = {});

/// `not_found`: the profile has none, or its key file is missing. `locked`: it needs a passphrase.
/// `unauthenticated`: the passphrase is wrong. `malformed`: a file is damaged.
Result<DataKey> open_data_key(const std::filesystem::path& folder, Passphrase passphrase);

Result<void> save_identity(const std::filesystem::path& folder, const DataKey& key,
                           const identity::IdentitySecrets& secrets, crypto::Entropy& entropy);
/// `not_found`; `malformed`: damaged; `unauthenticated`: sealed with another data key.
Result<identity::IdentitySecrets> load_identity(const std::filesystem::path& folder,
                                                const DataKey& key);

/// No core files, and no reading of our memory by other processes of the same user: first thing in
/// a daemon that holds keys. `io` when the system does not do it.
Result<void> forbid_memory_dumps();

}  // namespace earshot::store
