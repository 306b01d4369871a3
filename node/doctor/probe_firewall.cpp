#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "node/doctor/firewall.hpp"
#include "node/doctor/probes.hpp"
#include "node/runtime/deadline.hpp"

namespace earshot::doctor {
namespace {

constexpr Duration program_max = std::chrono::seconds{1};
constexpr Duration end_look = std::chrono::milliseconds{2};

/// 0 when it cannot be run.
pid_t spawn(std::vector<std::string>& command, int output) {
    std::vector<char*> words;
    for (auto& word : command) words.push_back(word.data());
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    pid_t pid = 0;
    const int error = posix_spawnp(&pid, words.front(), &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    return error == 0 ? pid : 0;
}

constexpr int too_much = -1;

/// Reads until the program closes its output and waits for its end. Its status; `too_much`: it
/// writes more than is read, and has not ended.
asio::awaitable<int> see_through(pid_t pid, asio::posix::stream_descriptor& pipe,
                                 std::string& output) {
    std::array<char, 16384> buffer;
    while (true) {
        auto [error, size] = co_await pipe.async_read_some(asio::buffer(buffer),
                                                           asio::as_tuple(asio::use_awaitable));
        if (error) break;
        output.append(buffer.data(), size);
        if (output.size() > output_bytes_max) co_return too_much;
    }
    // Who closes its output may live on.
    asio::steady_timer timer{co_await asio::this_coro::executor};
    int status = 0;
    while (::waitpid(pid, &status, WNOHANG) == 0) {
        timer.expires_after(end_look);
        co_await timer.async_wait(asio::use_awaitable);
    }
    co_return status;
}

bool is_ufw_on() {
    std::ifstream file{"/etc/ufw/ufw.conf"};
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("ENABLED=yes")) return true;
    return false;
}

/// Programs that write rules name what to tell them.
std::string ruler() {
    if (is_ufw_on()) return "ufw";
    std::error_code error;
    if (std::filesystem::exists("/run/firewalld", error)) return "firewalld";
    return {};
}

/// Files of packaging/firewall, where packages put them and where administrators put their own.
bool has_profile_for(std::string_view program) {
    constexpr std::array ufw{"/etc/ufw/applications.d/earshot"};
    constexpr std::array firewalld{"/usr/lib/firewalld/services/earshot.xml",
                                   "/etc/firewalld/services/earshot.xml"};
    const auto exists = [](const char* path) {
        std::error_code error;
        return std::filesystem::exists(path, error);
    };
    if (program == "ufw") return std::ranges::any_of(ufw, exists);
    return program == "firewalld" && std::ranges::any_of(firewalld, exists);
}

}  // namespace

asio::awaitable<std::optional<std::string>> output_of(std::vector<std::string> command) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) co_return std::nullopt;
    asio::posix::stream_descriptor pipe{co_await asio::this_coro::executor, ends[0]};
    const auto pid = spawn(command, ends[1]);
    ::close(ends[1]);
    if (pid == 0) co_return std::nullopt;
    std::string output;
    const auto status = co_await runtime::within(program_max, see_through(pid, pipe, output));
    if (!status || *status == too_much) {
        (void)::kill(pid, SIGKILL);
        (void)::waitpid(pid, nullptr, 0);
    }
    if (status != 0) co_return std::nullopt;
    co_return output;
}

asio::awaitable<FirewallFacts> look_at_firewall(std::uint16_t port) {
    std::vector<std::string> command{"nft", "-j", "list", "ruleset"};
    const auto ruleset = co_await output_of(std::move(command));
    FirewallFacts facts;
    if (ruleset) facts = read_ruleset(*ruleset, port);
    if (!ruleset) facts.sight = FirewallFacts::Sight::forbidden;
    if (auto program = ruler(); !program.empty()) facts.program = std::move(program);
    facts.knows_earshot = has_profile_for(facts.program);
    co_return facts;
}

}  // namespace earshot::doctor
