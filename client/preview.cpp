#include "client/preview.hpp"

#include "core/base/text.hpp"
#include "core/base/visible.hpp"

namespace earshot::client {
namespace {

/// The most bytes, up to `bytes_max`, that end with a whole character.
std::size_t cut_at_character(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text.size();
    auto size = bytes_max;
    while (size > 0 && is_continuation(text[size])) --size;
    return size;
}

}  // namespace

std::string preview_of(std::string_view text, std::size_t bytes_max) {
    std::string out;
    bool is_space_due = false;
    // What is cut off here would be cut off below: it makes long messages cheap.
    for (const char c : visible_lines(text.substr(0, cut_at_character(text, bytes_max)))) {
        if (c == ' ' || c == '\n') {
            is_space_due = !out.empty();
            continue;
        }
        if (is_space_due) out += ' ';
        is_space_due = false;
        out += c;
    }
    out.resize(cut_at_character(out, bytes_max));
    return out;
}

}  // namespace earshot::client
