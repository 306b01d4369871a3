#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/base/result.hpp"
#include "core/identity/identity.hpp"
#include "crypto/entropy.hpp"
#include "node/store/profile.hpp"
#include "node/store/sqlite_store.hpp"

/// What a daemon stands on before it does anything: its profile; its keys, opened or made at the
/// first start; its store.
namespace earshot::node {

struct Foundation {
    store::Profile profile;
    identity::LocalIdentity identity;
    std::unique_ptr<store::SqliteStore> store;
    bool is_new = false;  ///< This start made the identity.
};

/// `key` where a passphrase opened the profile; otherwise its key file does, or is made. Errors are
/// those of the parts; `what` names the part.
Result<Foundation> lay_foundation(store::Profile profile, std::optional<store::DataKey> key,
                                  crypto::Entropy& entropy, WallTime now);

/// The name of this user for others, until a better one is chosen: the full name of the account,
/// else its login.
std::string account_name();

}  // namespace earshot::node
