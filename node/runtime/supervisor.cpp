#include "node/runtime/supervisor.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdlib>

namespace earshot::runtime {
namespace {

constexpr int sockets_max = 16;  // One is of use; more are a mistake, and closed.

std::optional<std::string> take_variable(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread.
    if (value == nullptr) return std::nullopt;
    std::string text{value};
    ::unsetenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread.
    return text;
}

std::optional<int> number_in(const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    int number = 0;
    const auto* end = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), end, number);
    if (error != std::errc{} || stop != end || number < 0) return std::nullopt;
    return number;
}

std::vector<Descriptor> sockets_from(const SupervisorEnvironment& environment, int first) {
    std::vector<Descriptor> sockets;
    const auto count = number_in(environment.listen_fds);
    if (!count || number_in(environment.listen_pid) != ::getpid()) return sockets;
    for (int number = first; number < first + std::min(*count, sockets_max); ++number)
        if (::fcntl(number, F_SETFD, FD_CLOEXEC) == 0) sockets.emplace_back(number);
    return sockets;
}

}  // namespace

SupervisorEnvironment take_supervisor_environment() {
    SupervisorEnvironment environment{take_variable("LISTEN_PID"), take_variable("LISTEN_FDS"),
                                      take_variable("NOTIFY_SOCKET")};
    take_variable("LISTEN_FDNAMES");
    return environment;
}

Supervisor::Supervisor(const SupervisorEnvironment& environment, int first)
    : notify_socket_(environment.notify_socket.value_or("")),
      sockets_(sockets_from(environment, first)) {
    const bool is_name = notify_socket_.starts_with('/') || notify_socket_.starts_with('@');
    if (!is_name || notify_socket_.size() >= sizeof sockaddr_un{}.sun_path) notify_socket_.clear();
    is_there_ = !notify_socket_.empty() || !sockets_.empty();
}

void Supervisor::tell(std::string_view state) const noexcept {
    if (notify_socket_.empty()) return;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::ranges::copy(notify_socket_, address.sun_path);
    if (notify_socket_.front() == '@') address.sun_path[0] = '\0';
    const auto size = offsetof(sockaddr_un, sun_path) + notify_socket_.size();
    const Descriptor socket{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    (void)!::sendto(socket.number(), state.data(), state.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                    generic, static_cast<socklen_t>(size));
}

}  // namespace earshot::runtime
