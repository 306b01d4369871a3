#pragma once

#include <optional>
#include <variant>

#include "core/control/paths.hpp"
#include "node/control/socket_place.hpp"
#include "node/runtime/log.hpp"
#include "node/runtime/supervisor.hpp"
#include "node/start_failure.hpp"
#include "node/store/keys_format.hpp"
#include "node/store/profile.hpp"

/// What comes before a daemon: the profile, owned by this process, and its data key where a
/// passphrase or the session's keyring had to open it.
namespace earshot::node {

struct Entry {
    store::Profile profile;
    std::optional<store::OpenedKey> key{};        ///< None: the key file opens it, or is made.
    std::optional<control::SocketPlace> place{};  ///< Where clients wait already.
};

/// The daemon was ended while its profile was locked.
struct Ended {};

/// Takes the profile. Returns only when it is open, however long nobody can unlock it.
std::variant<Entry, StartFailure, Ended> enter(const control::ProfilePlaces& places,
                                               runtime::Log& log, runtime::Supervisor& supervisor);

/// `what` went wrong at the control socket.
StartFailure socket_failure(const Error& error);

}  // namespace earshot::node
