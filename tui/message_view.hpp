#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/timeline.hpp"
#include "tui/scene.hpp"
#include "tui/screen.hpp"
#include "tui/styled_text.hpp"

/// The messages of the open conversation, the newest at the bottom. Where it is scrolled to is
/// remembered by message, so nothing jumps when others arrive or are loaded; it asks the timeline
/// for more when an end comes near.
namespace earshot::tui {

class MessageView {
public:
    /// `timeline` outlives it.
    explicit MessageView(client::Timeline& timeline) : timeline_(timeline) {}

    /// Another conversation: at its end, or at `first_unread`, above which the unread line stands.
    void on_opened(std::optional<std::string> first_unread, bool is_request);
    void set_peer_name(std::string name) { peer_name_ = std::move(name); }
    /// The unread line has done its work.
    void forget_unread() { first_unread_.clear(); }

    void draw(Canvas canvas, const Scene& scene);

    /// Lines up, or down where it is negative; of the picture drawn last.
    void scroll(int lines, const Scene& scene);
    void scroll_pages(int pages, const Scene& scene) { scroll(pages * page_lines(), scene); }
    void go_to_end();
    /// Puts this message into sight, as soon as it is loaded, and selects it.
    void go_to(std::string message);
    bool is_at_end() const noexcept { return bottom_.empty() && !timeline_.has_newer(); }

    /// The selected message, or null.
    const client::Message* selected() const;
    bool is_selecting() const noexcept { return !selected_.empty(); }
    /// One message up or down; `false`: there is none.
    bool select_older(const Scene& scene);
    bool select_newer(const Scene& scene);
    void end_selection() { selected_.clear(); }
    /// The message that is drawn at a row of the canvas, and becomes the selected one.
    bool select_at(int y);

private:
    /// Where a message was drawn last.
    struct Shown {
        std::string message;
        int first;  ///< Rows of the canvas; may begin above it.
        int end;
    };

    std::vector<Line> lines_of_row(std::size_t row, const Scene& scene) const;
    int height_of(std::size_t row, const Scene& scene) const;
    int page_lines() const noexcept { return std::max(1, size_.height - 2); }
    std::size_t bottom_row() const;
    /// Keeps the view inside: full at its top where there is enough above.
    void settle(const Scene& scene);
    void set_position(std::size_t row, int hidden);
    void bring_in_sight(std::size_t row, const Scene& scene);
    void draw_empty(Canvas& canvas, const Scene& scene) const;
    void load_what_is_near();

    client::Timeline& timeline_;
    std::string peer_name_;
    std::string first_unread_;
    bool is_request_ = false;
    std::string bottom_;  ///< The message at the bottom; empty: the newest one.
    int hidden_ = 0;      ///< Lines of it that are below the edge.
    std::string wanted_;  ///< To be put into sight.
    std::string selected_;
    Size size_{};
    std::vector<Shown> shown_;
    std::size_t top_row_ = 0;  ///< The oldest row that is in sight.
};

}  // namespace earshot::tui
