#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/descriptor.hpp"
#include "core/base/result.hpp"
#include "tui/geometry.hpp"

/// A verb of the command line, run by the program `earshot` on a terminal of its own, so that it
/// says what it would say to a person. Ends with its owner.
namespace earshot::tui {

class VerbProcess {
public:
    /// `program` and its words; `size` of its terminal.
    static Result<VerbProcess> start(const std::string& program,
                                     const std::vector<std::string>& words, Size size);
    VerbProcess(VerbProcess&& other) noexcept;
    VerbProcess& operator=(VerbProcess&& other) = delete;
    ~VerbProcess();

    /// Readable: it said something or has ended.
    int descriptor() const noexcept { return terminal_.value(); }
    /// What it said; nothing when it has ended.
    std::optional<std::string> read();
    void type(std::string_view bytes);
    /// As Ctrl-C does.
    void interrupt();
    /// After its end.
    int exit_code();

private:
    VerbProcess(pid_t child, cli::Descriptor terminal)
        : child_(child), terminal_(std::move(terminal)) {}

    pid_t child_;
    cli::Descriptor terminal_;
};

}  // namespace earshot::tui
