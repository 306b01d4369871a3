#include "tui/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <termpaint.h>
#include <termpaintx.h>
#include <termpaintx_ttyrescue.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <utility>

#include "tui/clusters.hpp"
#include "tui/terminal_events.hpp"

namespace earshot::tui {
namespace {

constexpr Duration detection_max = std::chrono::seconds{3};
constexpr Duration escape_patience = std::chrono::milliseconds{30};
constexpr std::size_t copy_bytes_max = 48 * 1024;  // What terminals take of OSC 52.

template <auto release>
struct Release {
    template <class T>
    void operator()(T* object) const {
        release(object);
    }
};

unsigned color_of(const Color& color) {
    if (!color.is_set) return TERMPAINT_DEFAULT_COLOR;
    return TERMPAINT_RGB_COLOR_OFFSET | color.rgb;
}

int bits_of(const Style& style) {
    return (style.bold ? TERMPAINT_STYLE_BOLD : 0) | (style.italic ? TERMPAINT_STYLE_ITALIC : 0) |
           (style.underline ? TERMPAINT_STYLE_UNDERLINE : 0) |
           (style.struck ? TERMPAINT_STYLE_STRIKE : 0) |
           (style.inverse ? TERMPAINT_STYLE_INVERSE : 0);
}

/// What a terminal without UTF-8 shows instead.
std::string ascii_for(std::string_view text, int width) {
    for (const auto& [sign, ascii] :
         {std::pair{"…", "."}, {"·", "-"}, {"—", "-"}, {"→", ">"}, {"•", "*"}})
        if (text == sign) return ascii;
    return std::string(static_cast<std::size_t>(width), '?');
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t at) {
            return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
        };
        const auto three = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        for (int shift = 18; shift >= 0; shift -= 6) out += letters[three >> shift & 63];
    }
    if (bytes.size() % 3 != 0)
        for (auto i = bytes.size() % 3; i < 3; ++i) out[out.size() - 3 + i] = '=';
    return out;
}

class Painted final : public Terminal {
public:
    Painted(int descriptor, bool is_ascii) : descriptor_(descriptor), is_ascii_(is_ascii) {
        ::tcgetattr(descriptor_, &original_);
        termpaint_integration_init(
            &wiring_.base, [](termpaint_integration*) {},
            [](termpaint_integration* base, const char* data, int length) {
                self(base).output_.append(data, static_cast<std::size_t>(length));
            },
            [](termpaint_integration* base) { self(base).write_out(); });
        termpaint_integration_set_request_callback(
            &wiring_.base, [](termpaint_integration* base) { self(base).wants_callback_ = true; });
        termpaint_integration_set_restore_sequence_updated(
            &wiring_.base, [](termpaint_integration* base, const char* data, int length) {
                if (auto& rescue = self(base).rescue_)
                    termpaintx_ttyrescue_update(rescue.get(), data, length);
            });
        wiring_.self = this;
        terminal_.reset(termpaint_terminal_new(&wiring_.base));
        termpaint_terminal_set_event_cb(
            terminal_.get(),
            [](void* user, termpaint_event* event) {
                static_cast<Painted*>(user)->translator_.add(*event);
            },
            this);
    }

    ~Painted() override {
        // Gives the terminal back as it was, then the line discipline, then lets the rescuer go.
        termpaint_terminal_free_with_restore(terminal_.release());
        write_out();
        ::tcsetattr(descriptor_, TCSAFLUSH, &original_);
        if (rescue_) termpaintx_ttyrescue_stop(rescue_.release());
        termpaint_integration_deinit(&wiring_.base);
    }

    /// `refused` when it does not answer or cannot be drawn on.
    Result<void> start() {
        if (!termpaintx_fd_set_termios(descriptor_, "")) return Error{ErrorKind::io, "no terminal"};
        termpaint_terminal_auto_detect(terminal_.get());
        const auto give_up = std::chrono::steady_clock::now() + detection_max;
        while (termpaint_terminal_auto_detect_state(terminal_.get()) ==
               termpaint_auto_detect_running) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(
                give_up - std::chrono::steady_clock::now());
            pollfd polled{descriptor_, POLLIN, 0};
            const auto wait = patience() ? *patience() : left;
            const int ready =
                ::poll(&polled, 1,
                       static_cast<int>(std::max<Duration::rep>(0, std::min(wait, left).count())));
            if (ready > 0 && !on_readable()) return Error{ErrorKind::io, "the terminal is gone"};
            if (ready == 0 && left.count() <= 0) return dumb();
            if (ready == 0) on_time();
        }
        if (!termpaint_terminal_might_be_supported(terminal_.get())) return dumb();
        termpaint_terminal_auto_detect_apply_input_quirks(terminal_.get(),
                                                          original_.c_cc[VERASE] == '\b');
        const auto [width, height] = size();
        termpaint_terminal_setup_fullscreen(terminal_.get(), width, height, "");
        rescue_.reset(termpaintx_ttyrescue_start_or_nullptr(
            descriptor_, termpaint_terminal_restore_sequence(terminal_.get())));
        if (rescue_) termpaintx_ttyrescue_set_restore_termios(rescue_.get(), &original_);
        switch_on();
        return {};
    }

    int descriptor() const noexcept override { return descriptor_; }

    bool on_readable() override {
        std::array<char, 4096> chunk;
        const auto size = ::read(descriptor_, chunk.data(), chunk.size());
        if (size < 0) return errno == EAGAIN || errno == EINTR;
        if (size == 0) return false;
        termpaint_terminal_add_input_data(terminal_.get(), chunk.data(),
                                          static_cast<unsigned>(size));
        return true;
    }

    std::optional<Duration> patience() const noexcept override {
        if (!wants_callback_) return std::nullopt;
        return escape_patience;
    }

    void on_time() override {
        if (std::exchange(wants_callback_, false)) termpaint_terminal_callback(terminal_.get());
    }

    std::vector<Event> take_events() override { return translator_.take(); }

    Size size() const override {
        int width = 0;
        int height = 0;
        if (!termpaintx_fd_terminal_size(descriptor_, &width, &height) || width <= 0 || height <= 0)
            return {80, 24};
        return {width, height};
    }

    void on_resized() override {
        const auto [width, height] = size();
        termpaint_surface_resize(termpaint_terminal_get_surface(terminal_.get()), width, height);
    }

    void show(const Screen& screen, bool whole) override {
        auto* const surface = termpaint_terminal_get_surface(terminal_.get());
        termpaint_surface_clear(surface, TERMPAINT_DEFAULT_COLOR, TERMPAINT_DEFAULT_COLOR);
        const auto size = screen.size();
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) write_cell(surface, screen.at({x, y}), x, y);
        if (const auto cursor = screen.cursor()) {
            termpaint_terminal_set_cursor_position(terminal_.get(), cursor->x, cursor->y);
            termpaint_terminal_set_cursor_visible(terminal_.get(), true);
        } else {
            termpaint_terminal_set_cursor_visible(terminal_.get(), false);
        }
        termpaint_terminal_flush(terminal_.get(), whole);
    }

    void bell() override { termpaint_terminal_bell(terminal_.get()); }

    void set_title(std::string_view title) override {
        termpaint_terminal_set_title(terminal_.get(), std::string{title}.c_str(),
                                     TERMPAINT_TITLE_MODE_PREFER_RESTORE);
    }

    bool copy(std::string_view text) override {
        if (text.size() > copy_bytes_max) return false;
        output_ += "\x1b]52;c;" + base64(text) + "\x1b\\";
        write_out();
        return true;
    }

    void pause() override {
        termpaint_terminal_pause(terminal_.get());
        write_out();
        paused_.emplace();
        ::tcgetattr(descriptor_, &*paused_);
        ::tcsetattr(descriptor_, TCSAFLUSH, &original_);
    }

    void resume() override {
        if (paused_) ::tcsetattr(descriptor_, TCSAFLUSH, &*paused_);
        paused_.reset();
        termpaint_terminal_unpause(terminal_.get());
        on_resized();
    }

private:
    /// What termpaint hands back to us: it only knows the first member.
    struct Wiring {
        termpaint_integration base{};
        Painted* self = nullptr;
    };

    static Painted& self(termpaint_integration* base) {
        static_assert(offsetof(Wiring, base) == 0);
        return *reinterpret_cast<Wiring*>(base)->self;
    }

    static Error dumb() {
        return {ErrorKind::refused, "this terminal cannot show what a program draws"};
    }

    void switch_on() {
        termpaint_terminal_request_tagged_paste(terminal_.get(), true);
        termpaint_terminal_request_focus_change_reports(terminal_.get(), true);
        termpaint_terminal_set_mouse_mode(terminal_.get(), TERMPAINT_MOUSE_MODE_CLICKS);
        // What is behind our text? The answer, if one comes, is an event.
        output_ += "\x1b]11;?\x1b\\";
        write_out();
    }

    void write_out() {
        std::string_view rest = output_;
        while (!rest.empty()) {
            const auto written = ::write(descriptor_, rest.data(), rest.size());
            if (written > 0) {
                rest.remove_prefix(static_cast<std::size_t>(written));
            } else if (errno == EAGAIN) {
                pollfd polled{descriptor_, POLLOUT, 0};
                ::poll(&polled, 1, -1);
            } else if (errno != EINTR) {
                break;  // The terminal is gone; reading says so.
            }
        }
        output_.clear();
    }

    void write_cell(termpaint_surface* surface, const Cell& cell, int x, int y) {
        if (cell.width == 0) return;
        const bool is_blank = cell.text == " " && cell.style == Style{};
        if (is_blank) return;
        if (!attributes_ || attribute_style_ != cell.style) {
            attribute_style_ = cell.style;
            attributes_.reset(termpaint_attr_new(color_of(cell.style.foreground),
                                                 color_of(cell.style.background)));
            termpaint_attr_set_style(attributes_.get(), bits_of(cell.style));
        }
        const bool is_plain = static_cast<unsigned char>(cell.text.front()) < 0x80;
        const auto text = is_ascii_ && !is_plain ? ascii_for(cell.text, cell.width) : cell.text;
        termpaint_surface_write_with_len_attr(surface, x, y, text.data(),
                                              static_cast<int>(text.size()), attributes_.get());
    }

    int descriptor_;
    bool is_ascii_;
    termios original_{};
    std::optional<termios> paused_;
    Wiring wiring_;
    std::unique_ptr<termpaint_terminal, Release<termpaint_terminal_free>> terminal_;
    std::unique_ptr<termpaintx_ttyrescue, Release<termpaintx_ttyrescue_stop>> rescue_;
    std::unique_ptr<termpaint_attr, Release<termpaint_attr_free>> attributes_;
    Style attribute_style_{};
    std::string output_;
    EventTranslator translator_;
    bool wants_callback_ = false;
};

}  // namespace

Result<std::unique_ptr<Terminal>> Terminal::open(int descriptor, bool is_ascii) {
    auto terminal = std::make_unique<Painted>(descriptor, is_ascii);
    EARSHOT_CHECK(terminal->start());
    return std::unique_ptr<Terminal>{std::move(terminal)};
}

}  // namespace earshot::tui
