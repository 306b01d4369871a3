#include "cli/passphrase.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "cli/descriptor.hpp"
#include "core/base/passphrase_limits.hpp"

namespace earshot::cli {
namespace {

constexpr char interrupt = 3;     // Ctrl-C
constexpr char end_of_input = 4;  // Ctrl-D
constexpr char erase_line = 21;   // Ctrl-U
constexpr char backspace = 8;
constexpr char erase = 127;

/// Letter by letter and without echo, signals by keys included: a program that ended while the
/// terminal is silent would leave it so.
class Silence {
public:
    explicit Silence(int terminal) : terminal_(terminal) {
        termios silent{};
        is_on_ = ::tcgetattr(terminal_, &before_) == 0;
        silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG);
        silent.c_iflag |= ICRNL;
        silent.c_cc[VMIN] = 1;
        silent.c_cc[VTIME] = 0;
        is_on_ = is_on_ && ::tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;
    ~Silence() {
        if (is_on_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    }
    bool is_on() const noexcept { return is_on_; }

private:
    int terminal_;
    termios before_{};
    bool is_on_ = false;
};

/// A line that grows without leaving copies behind.
class Line {
public:
    Line() { text_.reserve(limits::passphrase_bytes_max); }
    ~Line() { control::wipe(text_); }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    bool add(char next) {
        if (text_.size() >= limits::passphrase_bytes_max) return false;
        text_ += next;
        return true;
    }
    /// A character has several bytes, all but the first of which begin with the bits 10.
    void take_back() {
        while (!text_.empty()) {
            const auto last = static_cast<unsigned char>(text_.back());
            text_.back() = '\0';
            text_.pop_back();
            if ((last & 0xC0U) != 0x80U) return;
        }
    }
    void clear() {
        control::wipe(text_);
        text_.clear();
    }
    control::SecretText secret() { return control::SecretText{std::string_view{text_}}; }

private:
    std::string text_;
};

/// False when nothing more comes.
bool next_byte(int input, char& next) {
    while (true) {
        const auto size = ::read(input, &next, 1);
        if (size > 0) return true;
        if (size == 0 || errno != EINTR) return false;
    }
}

bool say(int terminal, std::string_view text) {
    return ::write(terminal, text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

std::optional<control::SecretText> typed_line(int terminal) {
    Line line;
    char next = 0;
    while (next_byte(terminal, next)) {
        switch (next) {
            case '\n': return line.secret();
            case interrupt:
            case end_of_input: return std::nullopt;
            case erase_line: line.clear(); break;
            case backspace:
            case erase: line.take_back(); break;
            default: line.add(next);
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<control::SecretText> ask_passphrase(std::string_view question) {
    const Descriptor terminal{::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)};
    if (!terminal) return std::nullopt;
    const Silence silence{terminal.value()};
    if (!silence.is_on() || !say(terminal.value(), question)) return std::nullopt;
    auto answer = typed_line(terminal.value());
    say(terminal.value(), "\n");
    return answer;
}

Result<control::SecretText> read_passphrase() {
    Line line;
    char next = 0;
    bool is_empty = true;
    // One by one: what follows is the next line's.
    while (next_byte(STDIN_FILENO, next)) {
        is_empty = false;
        if (next == '\n') return line.secret();
        if (!line.add(next)) return Error{ErrorKind::too_large, "the passphrase is too long"};
    }
    if (is_empty) return Error{ErrorKind::not_found, "standard input ends before the passphrase"};
    return line.secret();
}

bool is_same(const control::SecretText& left, const control::SecretText& right) noexcept {
    if (left.size() != right.size()) return false;
    int difference = 0;
    for (std::size_t i = 0; i < left.size(); ++i)
        difference |= left.expose()[i] ^ right.expose()[i];
    return difference == 0;
}

}  // namespace earshot::cli
