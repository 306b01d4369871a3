#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/visible.hpp"

/// Values as people read them in a terminal. Everything that came from somebody else goes through
/// `visible` or `visible_lines`: no control character, bidirectional override or invalid byte of
/// theirs reaches a terminal, where it could hide text or command the emulator. Pure, but for the
/// time zone and character widths, which are those of the process.
namespace earshot::cli {

using earshot::visible;
using earshot::visible_lines;

/// What `visible` is for text, for the text of a JSON value: what a terminal could obey becomes
/// `\u001b`-like escapes, so the value stays the same.
std::string visible_json(std::string_view json);

/// Columns that `text`, visible and perhaps styled by `Output`, takes in a terminal.
std::size_t width_of(std::string_view text);

/// At most `columns` columns of visible text, with an ellipsis where something is left out.
std::string shortened(std::string_view text, std::size_t columns);

/// Columns of equal width with two spaces between them, one row a line, no space at line ends.
/// Cells must be visible text already.
std::string table(const std::vector<std::vector<std::string>>& rows, std::size_t indentation = 0);

/// The texts made visible, one after another.
std::string joined(const std::vector<std::string>& texts, std::string_view between);

/// "12:03" on the day of `now`, otherwise "2026-11-21 12:03"; local time.
std::string clock_text(std::int64_t milliseconds, WallTime now);
/// "Saturday 2026-11-21"; local time.
std::string day_text(std::int64_t milliseconds);
/// How long ago or how long: "3 s", "5 min", "2 h", "4 days".
std::string span_text(std::int64_t milliseconds);

/// For each id a beginning of at least eight characters that no other id of `ids` has.
std::vector<std::string> short_ids(const std::vector<std::string>& ids);

}  // namespace earshot::cli
