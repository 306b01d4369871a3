#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "client/values.hpp"

/// How a row of a timeline stands among its neighbours. Pure: what a day is is handed in. When a
/// row comes, goes or changes, the looks of the rows beside it may change, too.
namespace earshot::client {

inline constexpr std::chrono::minutes group_gap_max{5};

struct Look {
    bool starts_day = false;     ///< A day chip stands above it.
    bool starts_unread = false;  ///< The unread line stands above it.
    bool starts_group = false;   ///< The author and the time stand above it.
    bool ends_group = false;
    std::int64_t missing = 0;  ///< So many of its author's are missing just before it.
    friend bool operator==(const Look&, const Look&) = default;
};

/// A number that grows by one at each midnight; of milliseconds UTC.
using DayOf = std::int64_t (*)(std::int64_t);
/// By the time zone of the process.
std::int64_t local_day(std::int64_t milliseconds);

/// `messages` newest first; `first_unread` is a message id or empty. The oldest row starts a day
/// only where nothing older is hidden: `has_older` says so.
Look look_of(std::span<const Message> messages, std::size_t row, std::string_view first_unread,
             bool has_older, DayOf day_of = local_day);

}  // namespace earshot::client
