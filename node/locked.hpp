#pragma once

#include <filesystem>
#include <optional>

#include "node/runtime/descriptor.hpp"
#include "node/runtime/log.hpp"
#include "node/runtime/supervisor.hpp"
#include "node/store/keys_format.hpp"

/// The daemon while its profile is locked: it serves the control socket, and that is all. No store
/// is open, no port, and nothing is announced.
namespace earshot::node {

struct LockedProfile {
    std::filesystem::path folder;
    store::Protection protection;  ///< With a passphrase or by a keyring.
};

/// Asks the session's keyring, where that has the key, and again as long as it has not given it.
/// Says `locked` on standard output unless it gives it at once, and waits until a client unlocks
/// the profile; nothing when a signal or a client ends the daemon instead. Clients who come
/// meanwhile, or too late, wait where `listening` was lent from for the next one.
std::optional<store::OpenedKey> wait_until_unlocked(const LockedProfile& profile,
                                                    runtime::Descriptor listening,
                                                    runtime::Log& log,
                                                    const runtime::Supervisor& supervisor);

}  // namespace earshot::node
