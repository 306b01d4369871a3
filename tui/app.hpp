#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/launcher.hpp"
#include "client/mirror.hpp"
#include "tui/bars.hpp"
#include "tui/event.hpp"
#include "tui/finder.hpp"
#include "tui/host.hpp"
#include "tui/keys.hpp"
#include "tui/notice.hpp"
#include "tui/page.hpp"
#include "tui/screen.hpp"
#include "tui/searcher.hpp"
#include "tui/talk.hpp"
#include "tui/unlock.hpp"
#include "tui/verb_session.hpp"

/// The terminal face without a terminal: it is told what the person does, what the daemon sends and
/// what time it is, draws itself on a screen, and asks its host for the rest.
namespace earshot::tui {

struct AppOptions {
    std::string version;
    std::string locale;     ///< LC_ALL, LC_MESSAGES or LANG.
    bool is_utf8 = true;    ///< Otherwise only English can be shown.
    bool is_ascii = false;  ///< Signs of ours in ASCII.
    bool has_color = true;
    Shade shade = Shade::unknown;  ///< Until the terminal or a setting says.
};

class App final : private client::Mirror::Observer {
public:
    /// `host` outlives it.
    App(Host& host, AppOptions options);

    client::Link& link() noexcept { return mirror_.link(); }
    client::Mirror& mirror() noexcept { return mirror_; }

    void on_input(const Event& event, Now now);
    void on_time(Now now);
    std::optional<Instant> next_deadline() const;
    /// Before the daemon's bytes are given to the link: events of theirs carry no time.
    void set_now(Now now) noexcept { now_ = now; }
    /// The program ends: what is not safe yet is sent.
    void flush(Now now);

    void draw(Screen& screen, Now now);
    /// Of the terminal: how many are unread, and who is talked to.
    std::string title() const;

    void on_verb_output(std::string_view bytes) { verb_.on_output(bytes); }
    void on_verb_ended(int exit_code);
    void on_daemon_starting();
    void on_daemon_started() noexcept { is_starting_ = false; }
    void on_daemon_missing(const cli::LaunchFailure& failure);

    const Texts& texts() const noexcept { return texts_; }

private:
    // The daemon.
    void on_ready() override;
    void on_refused(const control::Failure& failure) override;
    void on_locked() override;
    void on_lost() override;
    void on_event(std::string_view name, const control::Object& fields) override;
    void ask_settings();
    void on_setting(std::string_view key, const control::Object& setting);
    void ask_status();
    void ask_name(const std::string& proposed);

    // Keys.
    Context context() const;
    void on_key(const Key& key);
    bool on_global(Action action, const Key& key);
    void on_writing(Action action);
    bool on_list(Action action);
    bool on_message(Action action);
    void on_mouse(const Mouse& mouse);
    void on_paste(const std::string& text);
    bool edit(Action action);
    void submit();
    void run(std::string_view line);
    void complete();
    void copy(std::string_view text);
    void go_back();
    void interrupt();

    // What is opened.
    void show(std::unique_ptr<Overlay> overlay);
    void close_overlay();
    void open(const Choice& choice, std::optional<std::string> around = {});
    void open_neighbour(int step);
    void open_nth(std::size_t number);
    void open_next_unread();
    bool can_search() const { return mirror_.hello().can("search"); }
    void show_finder();
    void on_found(const client::Answer& answer, bool is_next_page);
    void show_verification();
    void show_card();
    void show_doctor();
    void show_details(const client::Message& message);
    void decide(std::string_view method, Say done);
    void take_back(const client::Message& message);
    void quote(const client::Message& message);

    // The picture.
    struct Layout {
        Rect list;
        Rect header;
        Rect messages;
        Rect request;
        Rect typing;
        Rect status;
        Rect composer;
        bool is_list_over = false;  ///< It stands before the messages.
    };
    Layout layout_of(Size size) const;
    Scene scene() const;
    void draw_body(Canvas& canvas, const Layout& layout, const Scene& scene);
    void draw_welcome(Canvas canvas) const;
    Status status() const;
    void tell_arrival(const control::Object& fields);
    void say(std::string notice, bool is_bad = false);
    void complain(const client::Answer& answer);
    void set_background(bool is_dark);
    Language language(std::string_view setting) const;
    void restyle();

    Host& host_;
    AppOptions options_;
    Texts texts_;
    Theme theme_;
    Signs signs_;
    Now now_{};
    client::Mirror mirror_;
    Talk talk_;
    Sidebar sidebar_;
    std::unique_ptr<Overlay> overlay_;
    std::unique_ptr<Overlay> ended_;  ///< The last one, which may still be at work.
    Finder* finder_ = nullptr;        ///< The overlay, while it is one.
    Page* doctor_page_ = nullptr;
    Unlock* unlock_ = nullptr;
    VerbSession verb_;
    Searcher searcher_;

    std::string own_name_;
    std::string own_presence_ = "online";
    std::string chosen_theme_;  ///< ui.theme
    std::int64_t waiting_ = 0;
    Notice notice_;
    bool shows_list_ = true;
    bool is_narrow_ = false;
    std::optional<Instant> interrupted_;
    Instant nearby_since_{};  ///< When the first look for people began.
    bool has_asked_name_ = false;
    bool is_starting_ = false;                          ///< The daemon.
    std::optional<cli::LaunchFailure> launch_failure_;  ///< Of the last start, until one connects.
    Layout layout_{};
};

}  // namespace earshot::tui
