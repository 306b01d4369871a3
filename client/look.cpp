#include "client/look.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "core/control/author_numbers.hpp"

namespace earshot::client {
namespace {

constexpr std::int64_t group_gap_max_ms =
    std::chrono::duration_cast<std::chrono::milliseconds>(group_gap_max).count();

/// Of our own we know why they are not here. Looks back only to the one before it, if that came:
/// this is asked for every row that is drawn.
std::int64_t missing_before(std::span<const Message> messages, std::size_t row) {
    const auto& message = messages[row];
    if (message.own) return 0;
    std::int64_t last = 0;
    for (auto older = row + 1; older < messages.size() && last < message.author_seq - 1; ++older)
        if (messages[older].author == message.author)
            last = std::max(last, messages[older].author_seq);
    return control::missing_between(last, message.author_seq);
}

/// Whether `newer` may stand in one group with the row before it, if nothing is missing between.
bool joins(const Message& older, const Message& newer, std::string_view first_unread,
           DayOf day_of) {
    return older.author == newer.author && std::abs(newer.time - older.time) < group_gap_max_ms &&
           newer.id != first_unread && day_of(older.time) == day_of(newer.time);
}

}  // namespace

std::int64_t local_day(std::int64_t milliseconds) {
    const auto seconds = static_cast<std::time_t>(milliseconds / 1000);
    std::tm fields{};
    // A stranger's clock may say any year.
    constexpr int years_max = 9999 - 1900;
    if (!localtime_r(&seconds, &fields) || std::abs(fields.tm_year) > years_max) return 0;
    const std::chrono::year_month_day date{
        std::chrono::year{fields.tm_year + 1900},
        std::chrono::month{static_cast<unsigned>(fields.tm_mon + 1)},
        std::chrono::day{static_cast<unsigned>(fields.tm_mday)}};
    return std::chrono::sys_days{date}.time_since_epoch().count();
}

Look look_of(std::span<const Message> messages, std::size_t row, std::string_view first_unread,
             bool has_older, DayOf day_of) {
    const auto& message = messages[row];
    const auto* const older = row + 1 < messages.size() ? &messages[row + 1] : nullptr;
    const auto* const newer = row > 0 ? &messages[row - 1] : nullptr;
    Look look;
    look.starts_day = older ? day_of(older->time) != day_of(message.time) : !has_older;
    look.starts_unread = !first_unread.empty() && message.id == first_unread;
    look.missing = missing_before(messages, row);
    look.starts_group = !older || look.missing > 0 || !joins(*older, message, first_unread, day_of);
    look.ends_group = !newer || !joins(message, *newer, first_unread, day_of) ||
                      missing_before(messages, row - 1) > 0;
    return look;
}

}  // namespace earshot::client
