#pragma once

#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <functional>

/// Kills work on files between any two of its steps.
namespace earshot::support {

/// System calls by which files change.
inline bool changes_files(std::uint64_t number) {
    constexpr std::uint64_t changing[] = {
        SYS_write,  SYS_fsync,  SYS_unlinkat, SYS_renameat, SYS_renameat2,
#ifdef SYS_rename
        SYS_rename, SYS_unlink,
#endif
    };
    return std::ranges::count(changing, number) > 0;
}

enum class Fate { killed, finished, untraceable };

/// Does `work` in a process that is killed just before it changes files for the `nth` time.
inline Fate killed_before(int nth, const std::function<void()>& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(1);
        ::raise(SIGSTOP);
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSTOPPED(status)) return Fate::untraceable;
    ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    for (;;) {
        ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
        ::waitpid(child, &status, 0);
        if (WIFEXITED(status)) return Fate::finished;
        if (!WIFSTOPPED(status)) return Fate::untraceable;
        __ptrace_syscall_info call{};
        const auto size =
            ::ptrace(PTRACE_GET_SYSCALL_INFO, child, reinterpret_cast<void*>(sizeof call), &call);
        if (size <= 0) {
            ::kill(child, SIGKILL);
            ::waitpid(child, &status, 0);
            return Fate::untraceable;
        }
        if (call.op != PTRACE_SYSCALL_INFO_ENTRY || !changes_files(call.entry.nr)) continue;
        if (nth-- > 0) continue;
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
        return Fate::killed;
    }
}

}  // namespace earshot::support
