#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <variant>

#include "cli/descriptor.hpp"
#include "cli/launcher.hpp"

/// The daemon being started by a process of ours, so that whoever waits for it is not held up. That
/// process is the daemon's parent and ends with the start: the daemon is nobody's child then. One
/// thread; an owner that leaves ends the starter, not what it has started.
namespace earshot::tui {

class DaemonStart {
public:
    /// Somebody listens now.
    struct Started {};
    using Outcome = std::variant<Started, cli::LaunchFailure>;

    /// `no_process` where there can be no other one. Precondition: no other thread runs.
    static std::variant<DaemonStart, cli::LaunchFailure> begin(const cli::Profile& profile);
    DaemonStart(DaemonStart&& other) noexcept;
    DaemonStart& operator=(DaemonStart&& other) = delete;
    ~DaemonStart();

    /// Readable: call `read`.
    int descriptor() const noexcept { return outcome_.value(); }
    /// Nothing while it goes on.
    std::optional<Outcome> read();

private:
    DaemonStart(pid_t starter, cli::Descriptor outcome)
        : starter_(starter), outcome_(std::move(outcome)) {}
    void reap();

    pid_t starter_;
    cli::Descriptor outcome_;
    std::string said_;
};

}  // namespace earshot::tui
