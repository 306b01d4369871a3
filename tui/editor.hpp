#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// A text of one or more lines with a cursor, edited as readline does it. Moves and deletes whole
/// characters, as people see them. Pure.
namespace earshot::tui {

class Editor {
public:
    explicit Editor(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    const std::string& text() const noexcept { return text_; }
    std::size_t cursor() const noexcept { return cursor_; }  ///< In bytes.
    bool empty() const noexcept { return text_.empty(); }

    /// The cursor goes to the end.
    void set_text(std::string text);
    std::string take_text();
    /// What is no text, or does not fit, is left out; false then.
    bool insert(std::string_view text);

    void move_left();
    void move_right();
    void move_word_left();
    void move_word_right();
    void move_home();  ///< Of the line.
    void move_end();
    void move_start();  ///< Of the text.
    void move_finish();
    void move_to(std::size_t cursor);

    void erase_left();
    void erase_right();
    void kill_word_left();
    void kill_word_right();
    void kill_to_home();
    void kill_to_end();
    void kill_all();
    void yank();  ///< What was killed last comes back.
    void swap();  ///< The two characters at the cursor.

private:
    std::size_t left_of(std::size_t at) const;
    std::size_t right_of(std::size_t at) const;
    std::size_t word_left_of(std::size_t at) const;
    std::size_t word_right_of(std::size_t at) const;
    std::size_t home_of(std::size_t at) const;
    std::size_t end_of(std::size_t at) const;
    void kill(std::size_t first, std::size_t end);

    std::size_t bytes_max_;
    std::string text_;
    std::size_t cursor_ = 0;
    std::string killed_;
};

/// One line of an editor as it is shown, by bytes of its text.
struct EditorRow {
    std::size_t first;
    std::size_t end;  ///< Without a line end.
    friend bool operator==(const EditorRow&, const EditorRow&) = default;
};

/// Cut at line ends, then at `width` cells; at least one row.
std::vector<EditorRow> rows_of(std::string_view text, int width);
/// The row that the cursor stands in: at the end of one that goes on, it is the next one's start.
std::size_t row_of(const std::vector<EditorRow>& rows, std::size_t cursor);

}  // namespace earshot::tui
