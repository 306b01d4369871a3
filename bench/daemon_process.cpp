#include "bench/daemon_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "bench/measures.hpp"

namespace earshot::bench {

DaemonProcess::DaemonProcess(const std::string& program, const std::string& folder,
                             std::vector<std::string> options)
    : folder_(folder) {
    options.insert(options.begin(), {program, "--profile-dir", folder, "--log-level", "error"});
    std::vector<char*> arguments;
    for (auto& option : options) arguments.push_back(option.data());
    arguments.push_back(nullptr);
    std::array<int, 2> pipe_ends{};
    if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    const auto started = std::chrono::steady_clock::now();
    pid_ = ::fork();
    if (pid_ == 0) {
        ::dup2(pipe_ends[1], STDOUT_FILENO);
        ::execv(program.c_str(), arguments.data());
        ::_exit(127);
    }
    ::close(pipe_ends[1]);
    std::string line;
    char c = 0;
    while (::read(pipe_ends[0], &c, 1) == 1 && c != '\n') line += c;
    ready_after_ms_ =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started)
            .count();
    ::close(pipe_ends[0]);
    const auto port = line.find("port=");
    if (!line.starts_with("ready ") || port == std::string::npos)
        throw std::runtime_error{"the daemon did not start: " + program};
    port_ = line.substr(port + 5);
}

DaemonProcess::~DaemonProcess() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
}

std::uint64_t DaemonProcess::resident_kib() const {
    std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
    std::string word;
    while (status >> word)
        if (word == "VmRSS:") {
            std::uint64_t kib = 0;
            status >> kib;
            return kib;
        }
    return 0;
}

double DaemonProcess::cpu_seconds() const { return processor_seconds(pid_); }

double DaemonProcess::waited_seconds() const {
    std::ifstream statistics("/proc/" + std::to_string(pid_) + "/schedstat");
    double ran_ns = 0;
    double waited_ns = 0;
    statistics >> ran_ns >> waited_ns;
    return waited_ns / 1e9;
}

ScratchFolder::ScratchFolder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "earshot-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace earshot::bench
