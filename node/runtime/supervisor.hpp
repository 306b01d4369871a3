#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "node/runtime/descriptor.hpp"

/// What a supervisor such as systemd hands to a daemon that it starts, and what it wants to
/// hear from it: sd_listen_fds(3) and sd_notify(3), spoken without their library. Whoever starts
/// the daemon another way notices nothing.
namespace earshot::runtime {

/// Values of environment variables, where they are set.
struct SupervisorEnvironment {
    std::optional<std::string> listen_pid;     ///< LISTEN_PID: whom the sockets are for.
    std::optional<std::string> listen_fds;     ///< LISTEN_FDS: how many, from descriptor 3 on.
    std::optional<std::string> notify_socket;  ///< NOTIFY_SOCKET: a path, or `@` and a name.
};

/// The variables are taken away: programs that we start must not think they were meant. Before any
/// thread.
SupervisorEnvironment take_supervisor_environment();

class Supervisor {
public:
    /// Nobody: gives nothing and hears nothing.
    Supervisor() = default;
    /// `first` is the descriptor that the sockets begin at: 3, but in tests.
    explicit Supervisor(const SupervisorEnvironment& environment, int first = 3);

    /// Somebody started us who wants to know how it goes.
    bool is_there() const noexcept { return is_there_; }

    /// The sockets that somebody listens at for us; from now on they close with their owner, and
    /// for programs that we start. Only once.
    std::vector<Descriptor> take_sockets() noexcept { return std::exchange(sockets_, {}); }

    /// "READY=1", "STOPPING=1"; several, each on a line of its own. Lost when nobody listens.
    void tell(std::string_view state) const noexcept;

private:
    bool is_there_ = false;
    std::string notify_socket_;
    std::vector<Descriptor> sockets_;
};

}  // namespace earshot::runtime
