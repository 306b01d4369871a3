#include "tui/program.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <span>
#include <utility>
#include <variant>

#include "cli/complete.hpp"
#include "cli/session.hpp"
#include "cli/verb.hpp"

namespace earshot::tui {
namespace {

Now told_now() {
    return {Instant{std::chrono::duration_cast<Duration>(
                std::chrono::steady_clock::now().time_since_epoch())},
            cli::wall_time()};
}

sigset_t watched_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGCONT}) sigaddset(&set, signal);
    return set;
}

}  // namespace

Program::Program(Setting setting, AppOptions options, std::unique_ptr<Terminal> terminal)
    : setting_(std::move(setting)),
      terminal_(std::move(terminal)),
      screen_(terminal_->size()),
      app_(*this, std::move(options)),
      may_start_(!setting_.no_start) {
    const auto set = watched_signals();
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    signals_ = cli::Descriptor{::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)};
}

Program::~Program() = default;

void Program::run() {
    app_.set_now(told_now());
    draw();
    connect();
    while (!is_over_) {
        draw();
        wait();
        if (std::exchange(wants_suspend_, false)) suspend_now();
    }
    app_.flush(told_now());
    write_to_daemon();
}

void Program::draw() {
    if (screen_.size() != terminal_->size()) {
        screen_.resize(terminal_->size());
        terminal_->on_resized();
        is_whole_ = true;
    }
    app_.draw(screen_, told_now());
    terminal_->show(screen_, std::exchange(is_whole_, false));
    if (auto title = app_.title(); title != title_) {
        terminal_->set_title(title);
        title_ = std::move(title);
    }
}

void Program::wait() {
    const auto now = told_now();
    auto deadline = app_.next_deadline();
    const auto take = [&](Instant other) {
        deadline = deadline ? std::min(*deadline, other) : other;
    };
    if (const auto patience = terminal_->patience()) {
        if (!escape_at_) escape_at_ = now.steady + *patience;
        take(*escape_at_);
    }
    if (retry_at_) take(*retry_at_);
    const int timeout = deadline ? static_cast<int>(std::clamp<Duration::rep>(
                                       (*deadline - now.steady).count(), 0, INT32_MAX))
                                 : -1;
    const bool has_output = !app_.link().output().empty();
    std::array<pollfd, 5> polled{
        {{terminal_->descriptor(), POLLIN, 0},
         {signals_.value(), POLLIN, 0},
         {socket_.value(), static_cast<short>(POLLIN | (has_output ? POLLOUT : 0)), 0},
         {verb_ ? verb_->descriptor() : -1, POLLIN, 0},
         {start_ ? start_->descriptor() : -1, POLLIN, 0}}};
    const int ready = ::poll(polled.data(), polled.size(), timeout);
    app_.set_now(told_now());
    // What follows an escape comes on the terminal alone; nothing else proves that none does.
    if (polled[0].revents != 0 || ready < 0) {
        escape_at_.reset();
    } else if (escape_at_ && told_now().steady >= *escape_at_) {
        escape_at_.reset();
        terminal_->on_time();
    }
    if ((polled[1].revents & POLLIN) != 0) on_signal();
    if (polled[0].revents != 0 && !terminal_->on_readable()) is_over_ = true;
    for (const auto& event : terminal_->take_events()) app_.on_input(event, told_now());
    if (polled[2].revents != 0 && socket_) on_socket(polled[2].revents);
    if (polled[3].revents != 0 && verb_) on_verb();
    if (polled[4].revents != 0 && start_) on_start();
    app_.on_time(told_now());
    if (retry_at_ && told_now().steady >= *retry_at_) connect();
    write_to_daemon();
}

void Program::connect() {
    retry_at_.reset();
    app_.set_now(told_now());
    // Never waited for: a daemon that is too busy now is asked again.
    auto connected =
        cli::connect_socket(setting_.profile.places, cli::deadline_in(Duration::zero()));
    if (connected) {
        socket_ = *std::move(connected);
        app_.link().on_opened();
        write_to_daemon();
        return;
    }
    if (std::exchange(may_start_, false)) {
        auto begun = DaemonStart::begin(setting_.profile);
        if (auto* const start = std::get_if<DaemonStart>(&begun)) {
            start_.emplace(std::move(*start));
            app_.on_daemon_starting();
            return;
        }
        app_.on_daemon_missing(std::get<cli::LaunchFailure>(begun));
    }
    app_.link().on_closed();
    retry_at_ = told_now().steady + app_.link().retry_delay();
}

void Program::on_start() {
    const auto outcome = start_->read();
    if (!outcome) return;
    start_.reset();
    if (const auto* const failure = std::get_if<cli::LaunchFailure>(&*outcome))
        app_.on_daemon_missing(*failure);
    else
        app_.on_daemon_started();
    connect();
}

void Program::disconnect() {
    socket_ = cli::Descriptor{};
    app_.set_now(told_now());
    app_.link().on_closed();
    retry_at_ = told_now().steady + app_.link().retry_delay();
}

void Program::on_socket(short events) {
    if ((events & POLLOUT) != 0) write_to_daemon();
    if ((events & (POLLIN | POLLHUP | POLLERR)) == 0 || !socket_) return;
    std::array<char, 64 * 1024> chunk;
    const auto size = ::recv(socket_.value(), chunk.data(), chunk.size(), 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size <= 0 || !app_.link().on_bytes({chunk.data(), static_cast<std::size_t>(size)}))
        disconnect();
}

void Program::write_to_daemon() {
    while (socket_ && !app_.link().output().empty()) {
        const auto output = app_.link().output();
        const auto sent = ::send(socket_.value(), output.data(), output.size(), MSG_NOSIGNAL);
        if (sent > 0) {
            app_.link().on_written(static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN) {
            return;
        } else if (errno != EINTR) {
            disconnect();
        }
    }
}

void Program::repaint() {
    is_whole_ = true;
    if (socket_ || start_ || setting_.no_start) return;
    may_start_ = true;
    connect();
}

void Program::run_verb(const std::vector<std::string>& words) {
    verb_.reset();
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    std::vector<std::string> line = setting_.profile.daemon_options;
    line.insert(line.end(), {"--color", "always"});
    line.insert(line.end(), words.begin(), words.end());
    const auto size = screen_.size();
    auto started = VerbProcess::start((self.parent_path() / "earshot").string(), line,
                                      {std::max(20, std::min(96, size.width - 6)), size.height});
    if (started)
        verb_.emplace(*std::move(started));
    else
        app_.on_verb_ended(1);
}

void Program::type_to_verb(std::string_view bytes) {
    if (verb_) verb_->type(bytes);
}

void Program::end_verb() {
    if (verb_) verb_->interrupt();
}

void Program::on_verb() {
    const auto said = verb_->read();
    if (said) {
        app_.on_verb_output(*said);
        return;
    }
    const int exit_code = verb_->exit_code();
    verb_.reset();
    app_.on_verb_ended(exit_code);
}

std::vector<std::string> Program::completions(const std::vector<std::string>& words) {
    auto all = setting_.profile.daemon_options;
    all.insert(all.end(), words.begin(), words.end());
    const auto text = cli::complete(all, setting_.environment, setting_.profile_variable);
    std::vector<std::string> candidates;
    for (const auto line : cli::split(text, '\n'))
        if (!line.empty()) candidates.emplace_back(line.substr(0, line.find('\t')));
    return candidates;
}

std::string Program::random_ref() { return cli::random_ref(); }

void Program::on_signal() {
    signalfd_siginfo info{};
    while (::read(signals_.value(), &info, sizeof info) == sizeof info) {
        switch (info.ssi_signo) {
            case SIGWINCH: break;  // The next picture looks.
            case SIGCONT: is_whole_ = true; break;
            default: is_over_ = true;
        }
    }
}

void Program::suspend_now() {
    terminal_->pause();
    // The whole job, as the terminal would: whoever started us may be a shell that waits.
    ::kill(0, SIGSTOP);
    // Here we are continued.
    terminal_->resume();
    is_whole_ = true;
}

}  // namespace earshot::tui
