#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "core/identity/identity.hpp"
#include "crypto/entropy.hpp"
#include "node/secrets/session_keyring.hpp"
#include "node/store/keys_format.hpp"

/// The keys of a profile on its disk: the data key, wrapped, and our identity, sealed with it. With
/// a passphrase each call takes about a second and 256 MiB, with a keyring as long as its owner
/// takes to open it, so none of this belongs on the engine's thread once links are up.
namespace earshot::store {

using Passphrase = std::optional<std::string_view>;

/// How the data key of this profile is protected. `not_found`: the profile has none yet.
Result<Protection> protection_of(const std::filesystem::path& folder);

/// Under what name the session's keyring has its key; nothing where it has none.
Result<std::optional<secrets::ItemId>> keyring_item(const std::filesystem::path& folder);

/// Makes a data key and stores it, under the passphrase or else beside a key file. `conflict`:
/// there is one, and everything sealed with it would be lost.
Result<DataKey> create_data_key(const std::filesystem::path& folder, Passphrase passphrase,
                                crypto::Entropy& entropy, const crypto::PasswordCost& cost = {});

/// Another protection of a data key.
struct Change {
    Passphrase old{};  ///< The passphrase until now, where there is one.
    Protection wanted = Protection::key_file;
    Passphrase passphrase{};                     ///< With Protection::passphrase, and only then.
    secrets::SessionKeyring* keyring = nullptr;  ///< What has the key, or shall have it.
    /// The data key that this keyring has opened: then it is not asked for it again.
    const DataKey* opened = nullptr;
};

/// Wraps the same data key anew, and gives it; `locked` and `unauthenticated` as below. Killed at
/// any moment, this leaves a profile that opens the old way or the new; after an error the old one
/// holds, unless only the last bringing to the disk failed. What a keyring had is forgotten there
/// once nothing needs it any more; killed just before, or where it is locked or does not answer, it
/// stays there and opens nothing.
Result<DataKey> change_protection(const std::filesystem::path& folder, const Change& change,
                                  crypto::Entropy& entropy, const crypto::PasswordCost& cost = {});

/// `not_found`: the profile has none, or its key file is missing. `locked`: it needs a passphrase,
/// or the keyring does not give its key. `unauthenticated`: the passphrase is wrong. `malformed`: a
/// file is damaged.
Result<DataKey> open_data_key(const std::filesystem::path& folder, Passphrase passphrase);
/// The same for a profile whose key is in a keyring, which may have to be opened first.
Result<DataKey> open_data_key(const std::filesystem::path& folder, secrets::SessionKeyring& keyring,
                              secrets::Asking asking);

Result<void> save_identity(const std::filesystem::path& folder, const DataKey& key,
                           const identity::IdentitySecrets& secrets, crypto::Entropy& entropy);
/// `not_found`; `malformed`: damaged; `unauthenticated`: sealed with another data key.
Result<identity::IdentitySecrets> load_identity(const std::filesystem::path& folder,
                                                const DataKey& key);

/// No core files, and no reading of our memory by other processes of the same user: first thing in
/// a daemon that holds keys. `io` when the system does not do it.
Result<void> forbid_memory_dumps();

}  // namespace earshot::store
