#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

/// Where a profile and its control socket are: one rule for the daemon and for all its clients.
/// Pure: what the environment says is handed in.
namespace earshot::control {

/// Values of the environment variables, where they are set.
struct Environment {
    std::optional<std::string> home;             ///< HOME
    std::optional<std::string> xdg_data_home;    ///< XDG_DATA_HOME
    std::optional<std::string> xdg_runtime_dir;  ///< XDG_RUNTIME_DIR
};

/// As the command line says; a folder wins over a name.
struct ProfileChoice {
    std::optional<std::string> folder;  ///< --profile-dir
    std::string name = "default";       ///< --profile
};

struct ProfilePlaces {
    std::string folder;         ///< Absolute, or as given by --profile-dir.
    std::string socket_folder;  ///< Holds the socket; must be 0700 and ours.
    std::string socket;
};

/// `malformed` when the name is not one to three dozen letters, digits, `.`, `_` or `-` with a
/// letter or digit first; `not_found` when no variable says where to put the profile. As the XDG
/// base directory specification says, variables with relative paths count as unset.
Result<ProfilePlaces> profile_places(const ProfileChoice& choice, const Environment& environment);

/// Beside the socket: the daemon that serves it holds an open file description lock on all of it
/// (fcntl(2)). A supervisor that only listens at the socket holds none.
std::string socket_lock(const ProfilePlaces& places);

inline constexpr std::size_t socket_path_bytes_max = 107;  ///< sockaddr_un without its zero.

/// The path to bind or connect to: `socket` itself or, where that is too long, a short path through
/// the open descriptor of its folder (Linux, proc(5)).
std::string socket_address(const ProfilePlaces& places, int folder_descriptor);

}  // namespace earshot::control
