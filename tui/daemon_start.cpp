#include "tui/daemon_start.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/child.hpp"

namespace earshot::tui {
namespace {

constexpr char separator = '\0';  // Is in no path and in no line.
constexpr std::string_view started = "started";

std::string written(const cli::LaunchFailure& failure) {
    std::string text = std::to_string(static_cast<int>(failure.problem));
    for (const auto& field :
         {std::to_string(failure.error_number), failure.subject, failure.log_line})
        text += separator + field;
    return text;
}

DaemonStart::Outcome read_outcome(std::string_view text) {
    if (text == started) return DaemonStart::Started{};
    std::vector<std::string> fields{{}};
    for (const char c : text) {
        if (c == separator)
            fields.emplace_back();
        else
            fields.back() += c;
    }
    // It died before it could say anything.
    if (fields.size() != 4) return cli::LaunchFailure{cli::LaunchProblem::no_process};
    return cli::LaunchFailure{static_cast<cli::LaunchProblem>(std::stoi(fields[0])), fields[2],
                              std::stoi(fields[1]), fields[3]};
}

/// Of the starter, which has a copy of all that is ours and must touch none of it.
[[noreturn]] void run(const cli::Profile& profile, int outcome) {
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    // Whoever waits for the end of one of our pipes must not wait for us.
    const int kept = ::dup2(outcome, STDERR_FILENO + 1);
    ::close_range(static_cast<unsigned>(kept) + 1, ~0U, 0);
    ::fcntl(kept, F_SETFD, FD_CLOEXEC);
    bool is_ours = false;
    const auto connected = cli::connect_or_start(profile, is_ours);
    const auto* const failure = std::get_if<cli::LaunchFailure>(&connected);
    const auto text = failure ? written(*failure) : std::string{started};
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto size = ::write(kept, rest.data(), rest.size());
        if (size < 0 && errno != EINTR) break;
        if (size > 0) rest.remove_prefix(static_cast<std::size_t>(size));
    }
    ::_exit(0);
}

}  // namespace

std::variant<DaemonStart, cli::LaunchFailure> DaemonStart::begin(const cli::Profile& profile) {
    const auto no_process = [] {
        return cli::LaunchFailure{cli::LaunchProblem::no_process, {}, errno, {}};
    };
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return no_process();
    cli::Descriptor outcome{ends[0]};
    const cli::Descriptor other_end{ends[1]};
    ::fcntl(outcome.value(), F_SETFL, O_NONBLOCK);
    const pid_t starter = ::fork();
    if (starter < 0) return no_process();
    if (starter == 0) run(profile, other_end.value());
    return DaemonStart{starter, std::move(outcome)};
}

DaemonStart::DaemonStart(DaemonStart&& other) noexcept
    : starter_(std::exchange(other.starter_, -1)),
      outcome_(std::move(other.outcome_)),
      said_(std::move(other.said_)) {}

DaemonStart::~DaemonStart() {
    if (starter_ > 0) ::kill(starter_, SIGKILL);
    reap();
}

std::optional<DaemonStart::Outcome> DaemonStart::read() {
    std::array<char, 4096> chunk;
    while (true) {
        const auto size = ::read(outcome_.value(), chunk.data(), chunk.size());
        if (size > 0) {
            said_.append(chunk.data(), static_cast<std::size_t>(size));
            continue;
        }
        if (size < 0 && errno == EAGAIN) return std::nullopt;
        if (size < 0 && errno == EINTR) continue;
        break;
    }
    reap();
    return read_outcome(said_);
}

void DaemonStart::reap() {
    if (starter_ > 0) cli::await_end(std::exchange(starter_, -1));
}

}  // namespace earshot::tui
