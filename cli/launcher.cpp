#include "cli/launcher.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "cli/argument_vector.hpp"
#include "cli/descriptor.hpp"

namespace earshot::cli {
namespace {

constexpr Duration start_max = std::chrono::seconds{10};
constexpr Duration look_again = std::chrono::milliseconds{5};
constexpr std::size_t log_tail_bytes = 2048;

/// Of the system call that has just failed.
LaunchFailure failed_call(LaunchProblem problem, std::string subject) {
    return {problem, std::move(subject), errno, {}};
}

/// Beside this one, or in ../libexec/earshot.
std::optional<std::string> find_program(std::string_view name) {
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    if (error) return std::nullopt;
    for (const auto* folder : {".", "../libexec/earshot"}) {
        const auto program = (self.parent_path() / folder / name).lexically_normal();
        if (::access(program.c_str(), X_OK) == 0) return program.string();
    }
    return std::nullopt;
}

void pause_for(Duration duration) { ::poll(nullptr, 0, static_cast<int>(duration.count())); }

/// Creates what is missing, for this user alone.
bool make_folder(const std::filesystem::path& folder) {
    std::error_code error;
    if (std::filesystem::is_directory(folder, error)) return true;
    if (folder.has_parent_path() && folder.parent_path() != folder &&
        !make_folder(folder.parent_path()))
        return false;
    return ::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST;
}

std::vector<std::string> command_line(const std::string& program, const Profile& profile) {
    std::vector<std::string> words{program};
    words.insert(words.end(), profile.daemon_options.begin(), profile.daemon_options.end());
    return words;
}

/// A daemon of its own session, without our terminal, files and working folder.
pid_t spawn(const std::string& program, const Profile& profile, int log) {
    auto words = command_line(program, profile);
    const auto vector = argument_vector(words);
    const Descriptor nothing{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    const pid_t child = ::fork();
    if (child != 0) return child;
    // What whoever starts it blocks or ignores is not for the daemon, which is told by signals to
    // stop.
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    ::setsid();
    if (::chdir("/") != 0) ::_exit(127);
    ::dup2(nothing.value(), STDIN_FILENO);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    // Whoever waits for the end of our output must not wait for the daemon's.
    ::close_range(3, ~0U, 0);
    ::execv(program.c_str(), vector.data());
    ::_exit(127);
}

/// What the daemon has written since `from`: its last line.
std::string last_line(int log, off_t from) {
    const off_t end = ::lseek(log, 0, SEEK_END);
    const off_t begin = std::max<off_t>(from, end - static_cast<off_t>(log_tail_bytes));
    std::string text(static_cast<std::size_t>(std::max<off_t>(0, end - begin)), '\0');
    const auto size = ::pread(log, text.data(), text.size(), begin);
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    while (text.ends_with('\n')) text.pop_back();
    return text.substr(text.rfind('\n') + 1);
}

std::optional<Client> connected(const Profile& profile, Deadline deadline) {
    auto client = Client::connect(profile.places, deadline);
    if (!client) return std::nullopt;
    return *std::move(client);
}

std::variant<Client, LaunchFailure> start(const Profile& profile, Deadline deadline) {
    const auto program = find_daemon_program();
    if (!program) return LaunchFailure{LaunchProblem::no_program};
    const auto log_path = profile.places.folder + "/daemon.log";
    const Descriptor log{::open(log_path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
    if (!log) return failed_call(LaunchProblem::no_file, log_path);
    const off_t log_begin = ::lseek(log.value(), 0, SEEK_END);
    const pid_t child = spawn(*program, profile, log.value());
    if (child < 0) return failed_call(LaunchProblem::no_process, {});
    bool ended = false;
    while (true) {
        if (auto client = connected(profile, deadline)) return std::move(*client);
        if (ended || std::chrono::steady_clock::now() >= deadline) break;
        // It is asked once more after its end: another daemon may have been faster.
        ended = ::waitpid(child, nullptr, WNOHANG) == child;
        if (!ended) pause_for(look_again);
    }
    return LaunchFailure{ended ? LaunchProblem::ended : LaunchProblem::silent, log_path, 0,
                         last_line(log.value(), log_begin)};
}

}  // namespace

std::optional<std::string> find_daemon_program() { return find_program("earshot-daemon"); }

std::variant<Client, LaunchFailure> connect_or_start(const Profile& profile, bool& started) {
    const auto deadline = deadline_in(start_max);
    started = false;
    auto first = Client::connect(profile.places, deadline);
    if (first) return *std::move(first);
    if (first.error().kind != ErrorKind::not_found)
        return LaunchFailure{first.error().kind == ErrorKind::refused
                                 ? LaunchProblem::foreign_socket
                                 : LaunchProblem::dead_socket,
                             profile.places.socket};

    if (!make_folder(profile.places.folder))
        return failed_call(LaunchProblem::no_folder, profile.places.folder);
    const auto lock_path = profile.places.folder + "/start.lock";
    const Descriptor lock{::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (!lock) return failed_call(LaunchProblem::no_file, lock_path);
    while (::flock(lock.value(), LOCK_EX | LOCK_NB) != 0) {
        if (auto client = connected(profile, deadline)) return std::move(*client);
        if (std::chrono::steady_clock::now() >= deadline)
            return LaunchFailure{LaunchProblem::rival};
        pause_for(look_again);
    }
    if (auto client = connected(profile, deadline)) return std::move(*client);
    started = true;
    return start(profile, deadline);
}

LaunchFailure become_daemon(const Profile& profile, const std::vector<std::string>& options) {
    const auto program = find_daemon_program();
    if (!program) return {LaunchProblem::no_program};
    auto words = command_line(*program, profile);
    words.insert(words.end(), options.begin(), options.end());
    ::execv(program->c_str(), argument_vector(words).data());
    return failed_call(LaunchProblem::no_execution, *program);
}

void become_terminal_face(std::span<const std::string> words) {
    const auto program = find_program("earshot-tui");
    if (!program) return;
    std::vector<std::string> line{*program};
    line.insert(line.end(), words.begin(), words.end());
    ::execv(program->c_str(), argument_vector(line).data());
}

}  // namespace earshot::cli
