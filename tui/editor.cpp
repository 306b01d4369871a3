#include "tui/editor.hpp"

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "core/base/visible.hpp"
#include "tui/clusters.hpp"

namespace earshot::tui {
namespace {

bool is_word(std::string_view character) {
    const auto c = first_code_point(character);
    if (!c) return false;
    if (c->value >= 0x80) return c->value != 0xA0 && (c->value < 0x2000 || c->value > 0x206F);
    const char a = static_cast<char>(c->value);
    return (a >= '0' && a <= '9') || (a >= 'a' && a <= 'z') || (a >= 'A' && a <= 'Z') || a == '_';
}

/// What of a typed or pasted text may stand in a message: strict UTF-8, line ends as one newline.
std::string clean(std::string_view text) {
    std::string out;
    for_each_code_point(text, [&](std::string_view piece, const std::optional<CodePoint>& next) {
        if (!next) return;
        if (next->value == '\r') {
            out += '\n';
        } else if (next->value == '\n') {
            if (!out.ends_with('\n') ||
                text[static_cast<std::size_t>(piece.data() - text.data()) - 1] != '\r')
                out += '\n';
        } else if (next->value == '\t' || is_joiner(next->value) || is_showable(next->value)) {
            out += piece;
        }
    });
    return out;
}

}  // namespace

void Editor::set_text(std::string text) {
    text_ = std::move(text);
    cursor_ = text_.size();
}

std::string Editor::take_text() {
    cursor_ = 0;
    return std::exchange(text_, {});
}

bool Editor::insert(std::string_view text) {
    const auto added = clean(text);
    if (text_.size() + added.size() > bytes_max_) return false;
    text_.insert(cursor_, added);
    cursor_ += added.size();
    return true;
}

std::size_t Editor::left_of(std::size_t at) const {
    if (at == 0) return 0;
    if (text_[at - 1] == '\n') return at - 1;
    const auto home = home_of(at);
    const auto characters = graphemes_of(std::string_view{text_}.substr(home, at - home));
    return characters.empty() ? home : at - characters.back().text.size();
}

std::size_t Editor::right_of(std::size_t at) const {
    if (at >= text_.size()) return text_.size();
    if (text_[at] == '\n') return at + 1;
    // Enough for one character, however much is put on top of it.
    constexpr std::size_t character_bytes_max = 256;
    const auto end = std::min(end_of(at), at + character_bytes_max);
    const auto characters = graphemes_of(std::string_view{text_}.substr(at, end - at));
    return characters.empty() ? end : at + characters.front().text.size();
}

std::size_t Editor::home_of(std::size_t at) const {
    const auto line_end = at == 0 ? std::string::npos : text_.rfind('\n', at - 1);
    return line_end == std::string::npos ? 0 : line_end + 1;
}

std::size_t Editor::end_of(std::size_t at) const {
    return std::min(text_.find('\n', at), text_.size());
}

std::size_t Editor::word_left_of(std::size_t at) const {
    const auto is_word_left = [&](std::size_t here) {
        return is_word(std::string_view{text_}.substr(left_of(here)));
    };
    while (at > 0 && !is_word_left(at)) at = left_of(at);
    while (at > 0 && is_word_left(at)) at = left_of(at);
    return at;
}

std::size_t Editor::word_right_of(std::size_t at) const {
    const auto is_word_here = [&](std::size_t here) {
        return is_word(std::string_view{text_}.substr(here));
    };
    while (at < text_.size() && !is_word_here(at)) at = right_of(at);
    while (at < text_.size() && is_word_here(at)) at = right_of(at);
    return at;
}

void Editor::move_left() { cursor_ = left_of(cursor_); }
void Editor::move_right() { cursor_ = right_of(cursor_); }
void Editor::move_word_left() { cursor_ = word_left_of(cursor_); }
void Editor::move_word_right() { cursor_ = word_right_of(cursor_); }
void Editor::move_home() { cursor_ = home_of(cursor_); }
void Editor::move_end() { cursor_ = end_of(cursor_); }
void Editor::move_start() { cursor_ = 0; }
void Editor::move_finish() { cursor_ = text_.size(); }
void Editor::move_to(std::size_t cursor) { cursor_ = std::min(cursor, text_.size()); }

void Editor::erase_left() {
    const auto first = left_of(cursor_);
    text_.erase(first, cursor_ - first);
    cursor_ = first;
}

void Editor::erase_right() { text_.erase(cursor_, right_of(cursor_) - cursor_); }

void Editor::kill(std::size_t first, std::size_t end) {
    if (first == end) return;
    killed_ = text_.substr(first, end - first);
    text_.erase(first, end - first);
    cursor_ = first;
}

void Editor::kill_word_left() { kill(word_left_of(cursor_), cursor_); }
void Editor::kill_word_right() { kill(cursor_, word_right_of(cursor_)); }
void Editor::kill_to_home() { kill(home_of(cursor_), cursor_); }
void Editor::kill_to_end() {
    const auto end = end_of(cursor_);
    kill(cursor_, end == cursor_ && end < text_.size() ? end + 1 : end);
}
void Editor::kill_all() { kill(0, text_.size()); }
void Editor::yank() { insert(killed_); }

void Editor::swap() {
    auto middle = cursor_;
    if (middle == end_of(middle)) middle = left_of(middle);
    const auto first = left_of(middle);
    const auto end = right_of(middle);
    if (first < home_of(cursor_) || middle == first || middle == end) return;
    const auto left = text_.substr(first, middle - first);
    const auto right = text_.substr(middle, end - middle);
    text_.replace(first, end - first, right + left);
    cursor_ = end;
}

std::vector<EditorRow> rows_of(std::string_view text, int width) {
    std::vector<EditorRow> rows;
    std::size_t at = 0;
    while (true) {
        const auto line_end = std::min(text.find('\n', at), text.size());
        std::size_t first = at;
        int used = 0;
        for (const auto& grapheme : graphemes_of(text.substr(at, line_end - at))) {
            if (used + grapheme.width > width && at > first) {
                rows.push_back({first, at});
                first = at;
                used = 0;
            }
            used += grapheme.width;
            at += grapheme.text.size();
        }
        rows.push_back({first, line_end});
        // The cursor needs a place behind the last character of a full row.
        if (used >= width && line_end > first) rows.push_back({line_end, line_end});
        if (line_end == text.size()) return rows;
        at = line_end + 1;
    }
}

std::size_t row_of(const std::vector<EditorRow>& rows, std::size_t cursor) {
    std::size_t row = 0;
    while (row + 1 < rows.size() && rows[row + 1].first <= cursor) ++row;
    return row;
}

}  // namespace earshot::tui
