#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "core/base/time.hpp"

/// A sentence in the status line, for a moment.
namespace earshot::tui {

class Notice {
public:
    void say(std::string text, bool is_bad, Instant now) {
        text_ = std::move(text);
        is_bad_ = is_bad;
        until_ = now + shown_for;
    }
    void clear() { text_.clear(); }
    void on_time(Instant now) {
        if (now >= until_) clear();
    }
    std::optional<Instant> next_deadline() const {
        return text_.empty() ? std::nullopt : std::optional{until_};
    }

    const std::string& text() const noexcept { return text_; }  ///< Empty: none.
    bool is_bad() const noexcept { return is_bad_; }

private:
    static constexpr Duration shown_for = std::chrono::seconds{6};

    std::string text_;
    bool is_bad_ = false;
    Instant until_{};
};

}  // namespace earshot::tui
