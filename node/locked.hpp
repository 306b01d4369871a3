#pragma once

#include <filesystem>
#include <optional>

#include "node/runtime/descriptor.hpp"
#include "node/runtime/log.hpp"
#include "node/runtime/supervisor.hpp"
#include "node/store/keys_format.hpp"

/// The daemon while its profile is locked with a passphrase: it serves the control socket, and that
/// is all. No store is open, no port, and nothing is announced.
namespace earshot::node {

/// Says `locked` on standard output, then waits until a client gives the passphrase; nothing when a
/// signal or a client ends the daemon instead. Clients who come meanwhile, or too late, wait
/// where `listening` was lent from for the next one.
std::optional<store::DataKey> wait_for_passphrase(const std::filesystem::path& folder,
                                                  runtime::Descriptor listening, runtime::Log& log,
                                                  const runtime::Supervisor& supervisor);

}  // namespace earshot::node
