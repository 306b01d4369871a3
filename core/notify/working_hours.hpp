#pragma once

#include <bitset>
#include <cstddef>
#include <string_view>

#include "core/base/result.hpp"

/// When in a week a person wants to be disturbed, as they write it: `mon-fri 08:00-18:00, sat
/// 10-14`. An entry without days is of every day; one that ends before it begins goes on into the
/// next day. Days are named in English or Russian. Pure: what time it is where they are is handed
/// in.
namespace earshot::notify {

inline constexpr std::size_t minutes_a_week = 7 * 24 * 60;

class WorkingHours {
public:
    /// Always, which an empty text says as well.
    WorkingHours() { open_.set(); }
    /// `malformed`: it says nothing of the kind, or is longer than limits::hours_text_bytes_max.
    static Result<WorkingHours> parse(std::string_view text);

    /// Minutes since Monday, 0:00, local time; below minutes_a_week.
    bool includes(std::size_t minute_of_week) const { return open_.test(minute_of_week); }
    /// Nothing comes of looking at the clock.
    bool are_always() const { return open_.all(); }

private:
    std::bitset<minutes_a_week> open_;
};

}  // namespace earshot::notify
