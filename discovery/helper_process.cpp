#include "discovery/helper_process.hpp"

#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <filesystem>
#include <utility>

#include "core/base/limits.hpp"
#include "discovery/wakeup.hpp"

namespace earshot::discovery {
namespace {

namespace asio = boost::asio;
using std::chrono_literals::operator""ms;
using Socket = asio::local::stream_protocol::socket;

/// What posix_spawn(3) is told: input and output from the socket, every other descriptor closed,
/// signals as in a fresh process, and a process group of its own, so that Ctrl-C in a terminal
/// reaches only the daemon, which ends its helpers in order.
class SpawnPlan {
public:
    explicit SpawnPlan(int socket) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_adddup2(&actions_, socket, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions_, socket, STDOUT_FILENO);
        posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
        posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
    ~SpawnPlan() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }

    /// 0 when it could not be started.
    pid_t spawn(std::string program) const {
        const std::array<char*, 2> arguments{program.data(), nullptr};
        pid_t pid = 0;
        const int error =
            posix_spawn(&pid, program.c_str(), &actions_, &attributes_, arguments.data(), environ);
        return error == 0 ? pid : 0;
    }

private:
    posix_spawn_file_actions_t actions_;
    posix_spawnattr_t attributes_;
};

}  // namespace

Result<HelperProcess> HelperProcess::start(const asio::any_io_executor& executor,
                                           const std::string& program) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return Error{ErrorKind::io, "no socket for a helper process"};
    Socket socket{executor, asio::local::stream_protocol{}, ends[0]};
    const auto pid = SpawnPlan{ends[1]}.spawn(program);
    ::close(ends[1]);
    if (pid == 0) return Error{ErrorKind::io, "helper process cannot be started"};
    return HelperProcess{std::move(socket), pid};
}

HelperProcess::HelperProcess(HelperProcess&& other) noexcept
    : socket_(std::move(other.socket_)), pid_(std::exchange(other.pid_, 0)) {}

HelperProcess::~HelperProcess() {
    if (pid_ == 0 || has_ended()) return;
    (void)::kill(pid_, SIGKILL);
    (void)::waitpid(pid_, nullptr, 0);
}

bool HelperProcess::has_ended() {
    if (pid_ == 0) return true;
    const auto result = ::waitpid(pid_, nullptr, WNOHANG);
    if (result == 0) return false;
    pid_ = 0;
    return true;
}

asio::awaitable<void> HelperProcess::finish() {
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    constexpr auto look_interval = 10ms;
    for (auto waited = 0ms; waited < limits::goodbye_max && !has_ended(); waited += look_interval)
        co_await pause_for(look_interval);
}

std::string helper_path(std::string_view name) {
    std::error_code error;
    const auto folder = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    auto beside = folder / name;
    if (::access(beside.c_str(), X_OK) == 0) return beside;
    return (folder / "../libexec/earshot" / name).lexically_normal();
}

}  // namespace earshot::discovery
