#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The daemon as two units of the user's systemd: a socket that has it started when a client comes,
/// and a service that starts it with the session. Names and texts only; packages ship the same.
namespace earshot::cli {

/// Without ".socket" or ".service": "earshot", or "earshot@work" for another profile than default.
std::string unit_name(std::string_view profile);

struct UnitChoice {
    /// Of the daemon; a name alone is looked for where systemd looks for programs.
    std::string program;
    std::string profile;                   ///< "%i" in a template.
    std::optional<std::string> data_home;  ///< XDG_DATA_HOME, which systemd may not know.
};

std::string service_text(const UnitChoice& choice);
std::string socket_text(std::string_view profile);

/// First line of the files that `earshot daemon install` writes: only those are ever removed.
inline constexpr std::string_view unit_mark = "# Written by `earshot daemon install`.\n";

}  // namespace earshot::cli
