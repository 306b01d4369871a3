#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tui/styled_text.hpp"

/// What a program writes to a terminal, as lines of styled text: bold, dim, colours and line ends
/// are understood, everything else that begins with an escape is skipped.
namespace earshot::tui {

class Ansi {
public:
    /// Bytes may stop anywhere.
    void add(std::string_view bytes);
    void clear();

    /// The last ones, where there were too many.
    const std::vector<Line>& lines() const noexcept { return lines_; }

private:
    void add_text(std::string_view text);
    void on_sequence(std::string_view parameters, char last);
    void on_style(const std::vector<int>& numbers);

    std::vector<Line> lines_{Line{}};
    std::string held_;  ///< The beginning of something that is not complete.
    Style style_{};
};

}  // namespace earshot::tui
