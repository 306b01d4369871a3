#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/mirror.hpp"
#include "tui/scene.hpp"
#include "tui/screen.hpp"

/// The left pane: requests, conversations, people who are here and were not written to yet, and
/// other contacts. Two lines each where there is room, otherwise one.
namespace earshot::tui {

/// What a row stands for.
struct Choice {
    std::string conversation;  ///< Id; empty for a person without one.
    std::string person;        ///< Id.
    friend bool operator==(const Choice&, const Choice&) = default;
};

/// All that can be opened, in order of the pane.
std::vector<Choice> choices_of(const client::Mirror& mirror);

class Sidebar {
public:
    static constexpr int width = 24;

    /// `mirror` outlives it.
    explicit Sidebar(const client::Mirror& mirror) : mirror_(mirror) {}

    /// `open` is what the other pane shows.
    void draw(Canvas canvas, const Scene& scene, const Choice& open);

    bool has_focus() const noexcept { return has_focus_; }
    void set_focus(bool has_focus, const Choice& open);
    /// While it has the focus.
    void move(int rows);
    std::optional<Choice> chosen() const;

    std::optional<Choice> at(int y) const;
    void scroll(int lines) { top_ += lines; }

private:
    struct Row {
        enum class Kind : std::uint8_t { heading, entry, second_line, space };
        Kind kind;
        Choice choice{};
        std::string heading{};
    };

    std::vector<Row> rows(const Scene& scene, int height) const;
    void draw_row(Canvas canvas, const Scene& scene, const Row& row, bool is_open) const;
    void draw_entry(Canvas& canvas, const Scene& scene, const Choice& choice, const Style& under,
                    bool is_pointed) const;
    void draw_second_line(Canvas& canvas, const Scene& scene, const Choice& choice,
                          const Style& under) const;

    const client::Mirror& mirror_;
    bool has_focus_ = false;
    Choice pointed_;
    int top_ = 0;           ///< First row that is shown.
    bool follows_ = false;  ///< The pointed or open row is brought into sight.
    Choice open_;
    std::vector<Row> shown_;
};

}  // namespace earshot::tui
