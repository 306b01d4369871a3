#include "cli/program.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "cli/child.hpp"
#include "cli/descriptor.hpp"

namespace earshot::cli {
namespace {

/// 0 when it cannot be run.
pid_t spawn(std::vector<std::string>& words, int output) {
    std::vector<char*> vector;
    vector.reserve(words.size() + 1);
    for (auto& word : words) vector.push_back(word.data());
    vector.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    pid_t pid = 0;
    const int error =
        ::posix_spawnp(&pid, vector.front(), &actions, nullptr, vector.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    return error == 0 ? pid : 0;
}

std::string read_all(const Descriptor& pipe) {
    std::string said;
    std::array<char, 4096> piece;
    while (true) {
        const auto size = ::read(pipe.value(), piece.data(), piece.size());
        if (size == 0 || (size < 0 && errno != EINTR)) break;
        if (size > 0 && said.size() < program_output_bytes_max)
            said.append(piece.data(), static_cast<std::size_t>(size));
    }
    while (said.ends_with('\n')) said.pop_back();
    return said;
}

}  // namespace

std::optional<ProgramEnd> run_program(std::vector<std::string> words) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
    const Descriptor output{ends[0]};
    Descriptor input{ends[1]};
    const auto pid = spawn(words, input.value());
    input = Descriptor{};
    if (pid == 0) return std::nullopt;
    ProgramEnd end;
    end.said = read_all(output);
    const int status = await_end(pid);
    end.succeeded = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return end;
}

}  // namespace earshot::cli
