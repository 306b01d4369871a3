#include "node/control/snippet.hpp"

#include <algorithm>
#include <optional>

#include "core/base/limits.hpp"
#include "core/base/text.hpp"

namespace earshot::control {
namespace {

constexpr std::string_view ellipsis = "\u2026";
constexpr std::size_t lead_bytes_max = 40;  ///< Before the first match.

/// Where the snippet begins: at a word, if one begins soon.
std::size_t beginning_of(std::string_view text, std::size_t match) {
    if (match <= lead_bytes_max) return 0;
    auto start = match - lead_bytes_max;
    const auto space = text.substr(0, match).find(' ', start);
    if (space != std::string_view::npos && space < start + lead_bytes_max / 2) return space + 1;
    while (start < text.size() && is_continuation(text[start])) ++start;
    return start;
}

/// Adds to a snippet what can be shown, and keeps account of where matches come to stand.
class Builder {
public:
    explicit Builder(std::span<const store::TextRange> matches) : matches_(matches) {}

    void begin(std::size_t start) {
        at_ = start;
        if (start > 0) snippet_.text = ellipsis;
        while (next_ < matches_.size() && end_of(matches_[next_]) <= start) ++next_;
    }
    /// False when it has no room any more.
    bool add(std::string_view piece, char32_t c) {
        const bool is_space = c == ' ' || (c >= '\t' && c <= '\r');
        const auto shown = is_space ? std::string_view{" "} : piece;
        const bool is_shown = is_space ? !snippet_.text.ends_with(' ') : !is_hidden(c);
        if (is_shown &&
            snippet_.text.size() + shown.size() + ellipsis.size() > limits::snippet_bytes_max)
            return false;
        if (next_ < matches_.size() && !start_ && at_ >= matches_[next_].start)
            start_ = snippet_.text.size();
        if (is_shown) snippet_.text += shown;
        at_ += piece.size();
        if (start_ && at_ >= end_of(matches_[next_])) end_match();
        return true;
    }
    Snippet take(bool is_cut) {
        if (start_) end_match();
        if (is_cut) snippet_.text += ellipsis;
        return std::move(snippet_);
    }

private:
    static std::size_t end_of(const store::TextRange& match) { return match.start + match.length; }
    void end_match() {
        if (const auto length = snippet_.text.size() - *start_; length > 0)
            snippet_.matches.push_back({*start_, length});
        start_.reset();
        ++next_;
    }

    std::span<const store::TextRange> matches_;
    std::size_t next_ = 0;              ///< The match that is under way, or comes next.
    std::optional<std::size_t> start_;  ///< Of the one under way, in the snippet.
    std::size_t at_ = 0;                ///< In the text.
    Snippet snippet_;
};

}  // namespace

Snippet snippet_of(std::string_view text, std::span<const store::TextRange> matches) {
    Builder builder(matches);
    const auto start = matches.empty() ? 0 : beginning_of(text, matches.front().start);
    builder.begin(start);
    text.remove_prefix(std::min(start, text.size()));
    while (!text.empty()) {
        const auto next = first_code_point(text);
        if (!next || !builder.add(text.substr(0, next->bytes), next->value)) break;
        text.remove_prefix(next->bytes);
    }
    return builder.take(!text.empty());
}

}  // namespace earshot::control
