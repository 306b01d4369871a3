#include "bench/loopback.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <stdexcept>
#include <vector>

namespace earshot::bench {
namespace {

bool leave_the_machine() {
    constexpr int own = CLONE_NEWNET | CLONE_NEWNS;
    if (::unshare(own) == 0) return true;
    const auto user = std::to_string(::getuid());
    if (::unshare(own | CLONE_NEWUSER) != 0) return false;
    std::ofstream("/proc/self/uid_map") << "0 " << user << " 1";
    return true;
}

bool run_ip(std::vector<std::string> words) {
    words.insert(words.begin(), "ip");
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::execvp("ip", arguments.data());
        ::_exit(127);
    }
    int status = -1;
    return ::waitpid(child, &status, 0) == child && status == 0;
}

/// A namespace inherits the machine's choice and mostly may not change it; a route may.
bool route_with_cubic(const std::string& destination) {
    return run_ip({"route", "replace", "local", destination, "dev", "lo", "table", "local", "proto",
                   "kernel", "scope", "host", "src", "127.0.0.1", "congctl", "cubic"});
}

bool make_network() {
    return leave_the_machine() &&
           ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount("tmpfs", "/run", "tmpfs", 0, nullptr) == 0 &&
           run_ip({"link", "set", "lo", "up"}) && route_with_cubic("127.0.0.0/8") &&
           route_with_cubic("127.0.0.1");
}

std::string congestion_control_of(int socket) {
    std::string name(16, '\0');
    auto size = static_cast<socklen_t>(name.size());
    if (::getsockopt(socket, IPPROTO_TCP, TCP_CONGESTION, name.data(), &size) != 0)
        return "unknown";
    return name.c_str();
}

}  // namespace

void enter_own_network() {
    if (!make_network())
        std::cerr << "earshot-bench: WARNING: no network of its own; TCP congestion control and "
                     "mDNS are the machine's\n";
}

std::array<int, 2> connected_sockets() {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener, generic, size) != 0 || ::listen(listener, 1) != 0 ||
        ::getsockname(listener, generic, &size) != 0)
        throw std::runtime_error{"no listener on loopback"};
    const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(client, generic, size) != 0)
        throw std::runtime_error{"no connection on loopback"};
    const int server = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    ::close(listener);
    for (const int fd : {client, server}) {
        const int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    return {client, server};
}

std::string congestion_control() {
    const auto [client, server] = connected_sockets();
    const auto here = congestion_control_of(client);
    const auto there = congestion_control_of(server);
    ::close(client);
    ::close(server);
    return here == there ? here : here + " and " + there;
}

}  // namespace earshot::bench
