#include "cli/passphrase.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "cli/descriptor.hpp"
#include "core/base/limits.hpp"
#include "core/base/text.hpp"

namespace earshot::cli {
namespace {

constexpr char interrupt = 3;     // Ctrl-C
constexpr char end_of_input = 4;  // Ctrl-D
constexpr char erase_line = 21;   // Ctrl-U
constexpr char backspace = 8;
constexpr char erase = 127;
constexpr char escape = 27;

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

Error too_long() { return {ErrorKind::too_large, "the passphrase is too long"}; }

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
    void take_back() {
        while (!text_.empty()) {
            const bool is_first = !is_continuation(text_.back());
            text_.back() = '\0';
            text_.pop_back();
            if (is_first) return;
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

/// Nothing when no more comes. `io`.
Result<std::optional<char>> next_byte(int input) {
    char next = 0;
    while (true) {
        const auto size = ::read(input, &next, 1);
        if (size > 0) return std::optional{next};
        if (size == 0) return std::optional<char>{};
        if (errno != EINTR) return Error{ErrorKind::io, "the passphrase cannot be read"};
    }
}

bool say(int terminal, std::string_view text) {
    return ::write(terminal, text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

/// What a key sends that is no letter: ESC [ and the like, up to a letter or ~.
bool goes_on(char sequence) {
    return sequence == '[' || sequence == 'O' || sequence == ';' ||
           (sequence >= '0' && sequence <= '9');
}

Result<control::SecretText> typed_line(int terminal) {
    Line line;
    bool is_sequence = false;
    while (true) {
        EARSHOT_TRY(const auto next, next_byte(terminal));
        if (!next) return Error{ErrorKind::not_found, "no passphrase was given"};
        switch (*next) {
            case '\n': return line.secret();
            case interrupt:
            case end_of_input: return Error{ErrorKind::not_found, "no passphrase was given"};
            case erase_line: line.clear(); break;
            case backspace:
            case erase: line.take_back(); break;
            case escape: is_sequence = true; break;
            default:
                if (is_sequence)
                    is_sequence = goes_on(*next);
                else if (static_cast<unsigned char>(*next) >= ' ' && !line.add(*next))
                    return too_long();
        }
    }
}

}  // namespace

Result<control::SecretText> ask_passphrase(std::string_view question) {
    const Descriptor terminal{::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)};
    if (!terminal) return Error{ErrorKind::io, "there is no terminal to ask at"};
    const Silence silence{terminal.value()};
    if (!silence.is_on() || !say(terminal.value(), question))
        return Error{ErrorKind::io, "the terminal cannot be asked"};
    auto answer = typed_line(terminal.value());
    say(terminal.value(), "\n");
    return answer;
}

Result<control::SecretText> read_passphrase() {
    Line line;
    // One by one: what follows is the next line's.
    for (bool is_empty = true;; is_empty = false) {
        EARSHOT_TRY(const auto next, next_byte(STDIN_FILENO));
        if (!next && is_empty)
            return Error{ErrorKind::not_found, "standard input ends before the passphrase"};
        if (!next || *next == '\n') return line.secret();
        if (!line.add(*next)) return too_long();
    }
}

bool is_same(const control::SecretText& left, const control::SecretText& right) noexcept {
    if (left.size() != right.size()) return false;
    int difference = 0;
    for (std::size_t i = 0; i < left.size(); ++i)
        difference |= left.expose()[i] ^ right.expose()[i];
    return difference == 0;
}

}  // namespace earshot::cli
