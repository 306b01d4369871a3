#pragma once

#include <string>

#include "tui/editor.hpp"
#include "tui/scene.hpp"
#include "tui/screen.hpp"

/// The line at the bottom where people write: it grows with the text, up to a third of the screen.
namespace earshot::tui {

class Composer {
public:
    explicit Composer(std::size_t bytes_max) : editor_(bytes_max) {}

    Editor& editor() noexcept { return editor_; }
    const Editor& editor() const noexcept { return editor_; }
    const std::string& text() const noexcept { return editor_.text(); }

    /// Rows it wants of a screen of this size.
    int height(int width, int screen_height) const;
    /// `placeholder` stands there while it is empty.
    void draw(Canvas canvas, const Scene& scene, std::string_view placeholder, bool has_focus);

    /// To the row above or below; false where there is none.
    bool move_rows(int rows);

private:
    Editor editor_;
    int text_width_ = 1;  ///< Of the picture drawn last.
    std::size_t top_ = 0;
};

}  // namespace earshot::tui
