#pragma once

#include <cstddef>
#include <string>

#include "core/base/result.hpp"

/// Standard input as a whole.
namespace earshot::cli {

bool input_is_terminal();

/// One line, without its end; what is beyond 100 bytes is dropped. Empty at the end of input.
std::string read_answer();

/// All of standard input; `too_large` above `bytes_max`.
Result<std::string> read_input(std::size_t bytes_max);

}  // namespace earshot::cli
