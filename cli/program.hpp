#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// Runs another program to its end and keeps what it says.
namespace earshot::cli {

inline constexpr std::size_t program_output_bytes_max = 64 * 1024;  ///< The rest is dropped.

struct ProgramEnd {
    bool succeeded = false;
    std::string said;  ///< Standard output and standard error, without line ends at the end.
};

/// `words.front()` is looked for in PATH; nothing when it cannot be run.
std::optional<ProgramEnd> run_program(std::vector<std::string> words);

}  // namespace earshot::cli
