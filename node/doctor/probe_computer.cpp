#include <dirent.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "node/doctor/probes.hpp"

namespace earshot::doctor {
namespace {

namespace fs = std::filesystem;

constexpr auto listening = "0A";  // TCP_LISTEN in /proc/net/tcp.

/// Inodes of sockets at a local port, as /proc/net/tcp and its like list them (proc(5)).
std::set<std::string> inodes_at(const char* table, std::uint16_t port, bool only_listening) {
    std::set<std::string> inodes;
    std::ifstream file{table};
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream words{line};
        std::string slot, local, remote, state, queues, timer, retransmits, user, timeout, inode;
        words >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> user >>
            timeout >> inode;
        const auto colon = local.rfind(':');
        if (colon == std::string::npos || (only_listening && state != listening)) continue;
        unsigned number = 0;
        std::from_chars(local.data() + colon + 1, local.data() + local.size(), number, 16);
        if (number == port) inodes.insert(inode);
    }
    return inodes;
}

bool holds_one(const fs::path& process, const std::set<std::string>& inodes) {
    std::error_code error;
    for (fs::directory_iterator file{process / "fd", error}, end; !error && file != end;
         file.increment(error)) {
        std::error_code unreadable;
        const auto target = fs::read_symlink(file->path(), unreadable).string();
        if (!target.starts_with("socket:[")) continue;
        if (inodes.contains(target.substr(8, target.size() - 9))) return true;
    }
    return false;
}

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string first_line(const fs::path& path) {
    std::ifstream file{path};
    std::string line;
    std::getline(file, line);
    return line;
}

}  // namespace

std::optional<std::uint64_t> free_bytes(const std::string& folder) {
    struct statvfs system {};
    if (::statvfs(folder.c_str(), &system) != 0) return std::nullopt;
    return static_cast<std::uint64_t>(system.f_bavail) * system.f_frsize;
}

bool is_private(const std::string& folder) {
    struct stat status {};
    return ::stat(folder.c_str(), &status) == 0 && status.st_uid == ::geteuid() &&
           (status.st_mode & 077) == 0;
}

bool has_systemd() {
    std::error_code error;
    return fs::is_directory("/run/systemd/system", error);
}

bool has_system_bus() {
    std::error_code error;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing writes the environment while the daemon runs.
    const char* elsewhere = std::getenv("DBUS_SYSTEM_BUS_ADDRESS");
    return elsewhere != nullptr || fs::is_socket("/run/dbus/system_bus_socket", error);
}

std::string holder_of(std::uint16_t tcp_port) {
    auto inodes = inodes_at("/proc/net/tcp", tcp_port, true);
    inodes.merge(inodes_at("/proc/net/tcp6", tcp_port, true));
    if (inodes.empty()) return {};
    std::error_code error;
    for (fs::directory_iterator process{"/proc", error}, end; !error && process != end;
         process.increment(error)) {
        const auto name = process->path().filename().string();
        if (is_number(name) && holds_one(process->path(), inodes))
            return first_line(process->path() / "comm") + " (" + name + ")";
    }
    return {};
}

std::size_t sockets_at(std::uint16_t udp_port) {
    return inodes_at("/proc/net/udp", udp_port, false).size();
}

// Not from /sys, where other network namespaces may be shown: netdevice(7).
std::size_t mtu_of(const std::string& interface) {
    ifreq request{};
    if (interface.size() >= sizeof request.ifr_name) return 0;
    interface.copy(request.ifr_name, interface.size());
    const int any = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (any < 0) return 0;
    const bool is_known = ::ioctl(any, SIOCGIFMTU, &request) == 0;
    ::close(any);
    return is_known ? static_cast<std::size_t>(std::max(request.ifr_mtu, 0)) : 0;
}

}  // namespace earshot::doctor
