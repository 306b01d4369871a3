#include "cli/input.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>

namespace earshot::cli {

bool input_is_terminal() { return ::isatty(STDIN_FILENO) == 1; }

std::string read_answer() {
    constexpr std::size_t bytes_max = 100;
    std::string line;
    char next = 0;
    while (true) {
        const auto size = ::read(STDIN_FILENO, &next, 1);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0 || next == '\n') return line;
        if (line.size() < bytes_max) line += next;
    }
}

Result<std::string> read_input(std::size_t bytes_max) {
    std::string text;
    std::array<char, 16 * 1024> chunk;
    while (true) {
        const auto size = ::read(STDIN_FILENO, chunk.data(), chunk.size());
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return Error{ErrorKind::io, "standard input cannot be read"};
        if (size == 0) return text;
        text.append(chunk.data(), static_cast<std::size_t>(size));
        if (text.size() > bytes_max)
            return Error{ErrorKind::too_large, "standard input is too long"};
    }
}

}  // namespace earshot::cli
