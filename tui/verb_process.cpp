#include "tui/verb_process.hpp"

#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <utility>

#include "cli/argument_vector.hpp"
#include "cli/child.hpp"

namespace earshot::tui {
namespace {

constexpr int failed = 1;

}  // namespace

Result<VerbProcess> VerbProcess::start(const std::string& program,
                                       const std::vector<std::string>& words, Size size) {
    // All that a child may not do after fork is done before.
    std::vector<std::string> line{program};
    line.insert(line.end(), words.begin(), words.end());
    const auto vector = cli::argument_vector(line);
    winsize window{};
    window.ws_col = static_cast<unsigned short>(size.width);
    window.ws_row = static_cast<unsigned short>(size.height);
    sigset_t none;
    sigemptyset(&none);
    int terminal = -1;
    const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &window);
    if (child < 0) return Error{ErrorKind::io, "cannot start another process"};
    if (child == 0) {
        // We wait for signals; it shall die of them.
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        ::execv(program.c_str(), vector.data());
        ::_exit(127);
    }
    ::fcntl(terminal, F_SETFL, O_NONBLOCK);
    ::fcntl(terminal, F_SETFD, FD_CLOEXEC);
    return VerbProcess{child, cli::Descriptor{terminal}};
}

VerbProcess::VerbProcess(VerbProcess&& other) noexcept
    : child_(std::exchange(other.child_, -1)), terminal_(std::move(other.terminal_)) {}

VerbProcess::~VerbProcess() {
    if (child_ <= 0) return;
    ::kill(child_, SIGTERM);
    terminal_ = cli::Descriptor{};
    exit_code();
}

std::optional<std::string> VerbProcess::read() {
    std::array<char, 16 * 1024> chunk;
    const auto size = ::read(terminal_.value(), chunk.data(), chunk.size());
    if (size > 0) return std::string{chunk.data(), static_cast<std::size_t>(size)};
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return std::string{};
    return std::nullopt;  // EIO: nobody holds the other side any more.
}

void VerbProcess::type(std::string_view bytes) {
    // What its terminal does not take now is lost, as keys are.
    [[maybe_unused]] const auto written = ::write(terminal_.value(), bytes.data(), bytes.size());
}

void VerbProcess::interrupt() { ::kill(child_, SIGINT); }

int VerbProcess::exit_code() {
    if (child_ <= 0) return failed;
    const int status = cli::await_end(std::exchange(child_, -1));
    return WIFEXITED(status) ? WEXITSTATUS(status) : failed;
}

}  // namespace earshot::tui
