#include "cli/user_unit.hpp"

namespace earshot::cli {
namespace {

/// What system calls can do is cut down. What needs a view of its own of the file system
/// (ProtectHome= and its like) is not asked for: a user's systemd may not give it, and people send
/// files from anywhere and keep them where they like.
constexpr std::string_view hardening = R"(NoNewPrivileges=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
LimitCORE=0
UMask=0077
)";

/// One word, as systemd.syntax(7) wants it.
std::string quoted(std::string_view text) {
    std::string out{'"'};
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '%') out += c;
        out += c;
    }
    return out + '"';
}

}  // namespace

std::string unit_name(std::string_view profile) {
    return profile == "default" ? "earshot" : "earshot@" + std::string{profile};
}

std::string service_text(const UnitChoice& choice) {
    const bool is_path = choice.program.starts_with('/');
    std::string text =
        "[Unit]\n"
        "Description=Earshot, a messenger for the people on this network\n"
        "Documentation=man:earshot-daemon(1)\n"
        "Requires=" +
        unit_name(choice.profile) +
        ".socket\n"
        "\n"
        "[Service]\n"
        "Type=notify\n"
        "ExecStart=" +
        (is_path ? quoted(choice.program) : choice.program) + " --profile " + choice.profile + "\n";
    if (choice.data_home)
        text += "Environment=" + quoted("XDG_DATA_HOME=" + *choice.data_home) + "\n";
    text +=
        "Restart=on-failure\n"
        "RestartSec=2\n"
        "# Wrong usage, and a profile that another daemon serves, do not pass by themselves.\n"
        "RestartPreventExitStatus=2 3\n"
        "TimeoutStopSec=10\n";
    text += hardening;
    return text +
           "\n"
           "[Install]\n"
           "WantedBy=default.target\n"
           "Also=" +
           unit_name(choice.profile) + ".socket\n";
}

std::string socket_text(std::string_view profile) {
    return "[Unit]\n"
           "Description=Earshot's control socket\n"
           "Documentation=man:earshot-daemon(1)\n"
           "\n"
           "[Socket]\n"
           "ListenStream=%t/earshot/" +
           std::string{profile} +
           ".sock\n"
           "SocketMode=0600\n"
           "DirectoryMode=0700\n"
           "RemoveOnStop=yes\n"
           "\n"
           "[Install]\n"
           "WantedBy=sockets.target\n";
}

}  // namespace earshot::cli
