#pragma once

#include <memory>
#include <string>

#include "core/base/result.hpp"
#include "core/identity/identity.hpp"
#include "crypto/entropy.hpp"
#include "node/store/profile.hpp"
#include "node/store/sqlite_store.hpp"

/// What a daemon stands on before it does anything: its profile, locked; its keys, opened or made
/// at the first start; its store.
namespace earshot::node {

struct Foundation {
    store::Profile profile;
    identity::LocalIdentity identity;
    std::unique_ptr<store::SqliteStore> store;
    bool is_new = false;  ///< This start made the identity.
};

/// `busy`: another daemon has the profile; `locked`: its key needs a passphrase; else as the parts
/// say. `what` names the part.
Result<Foundation> lay_foundation(const std::string& folder, crypto::Entropy& entropy,
                                  WallTime now);

/// The name of this user for others, until a better one is chosen: the full name of the account,
/// else its login.
std::string account_name();

}  // namespace earshot::node
