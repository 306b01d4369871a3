#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "cli/client.hpp"
#include "core/control/paths.hpp"

/// Starts the daemon of a profile. Several clients may try at once: a lock file in the profile
/// folder lets one of them do it, and the others connect to what it started.
namespace earshot::cli {

/// Which profile, as the command line and the environment say.
struct Profile {
    control::ProfilePlaces places;
    std::vector<std::string> daemon_options;  ///< That name the same profile to the daemon.
    std::string name{};                       ///< Empty where the profile is just a folder.
    std::string unit_folder{};                ///< For own units of systemd; may be unknown: empty.
    std::optional<std::string> data_home{};   ///< XDG_DATA_HOME, where it is set.
};

/// What kept a daemon from being reached or started.
enum class LaunchProblem : std::uint8_t {
    foreign_socket,  ///< Somebody else's, or one that may not be opened: `subject`.
    dead_socket,     ///< It cannot be reached for another reason: `subject`.
    no_program,      ///< earshot-daemon is not installed beside us.
    no_folder,       ///< `subject` cannot be made.
    no_file,         ///< `subject` cannot be written.
    no_process,
    ended,         ///< It ended while it started; `subject` is its log.
    silent,        ///< It did not answer in time; `subject` is its log.
    rival,         ///< Another client has been starting it all the time.
    no_execution,  ///< `subject` cannot be run.
};

/// A fact and no sentence: each face has its own language. cli/launch_text.hpp has the command
/// line's words.
struct LaunchFailure {
    LaunchProblem problem;
    std::string subject{};   ///< A path.
    int error_number = 0;    ///< Of the system call that failed, where one did.
    std::string log_line{};  ///< The last one that the daemon wrote, if it wrote one.
};

/// The daemon's program: beside this one, or in ../libexec/earshot.
std::optional<std::string> find_daemon_program();

/// A connection to the daemon, which is started when none listens. `started` is set when it was us.
std::variant<Client, LaunchFailure> connect_or_start(const Profile& profile, bool& started);

/// Becomes the daemon in the foreground. Comes back only when that fails.
LaunchFailure become_daemon(const Profile& profile, const std::vector<std::string>& options);

/// Becomes the terminal face with these words. Comes back only where there is none.
void become_terminal_face(std::span<const std::string> words);

}  // namespace earshot::cli
