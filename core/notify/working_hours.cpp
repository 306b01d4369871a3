#include "core/notify/working_hours.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "core/base/limits.hpp"
#include "core/base/text.hpp"

namespace earshot::notify {
namespace {

constexpr std::size_t days_a_week = 7;
constexpr std::size_t minutes_a_day = minutes_a_week / days_a_week;
constexpr Error malformed{ErrorKind::malformed, "working hours are like mon-fri 08:00-18:00"};

constexpr std::array<std::pair<std::string_view, std::string_view>, days_a_week> day_names{{
    {"mon", "пн"},
    {"tue", "вт"},
    {"wed", "ср"},
    {"thu", "чт"},
    {"fri", "пт"},
    {"sat", "сб"},
    {"sun", "вс"},
}};

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

std::optional<std::size_t> parse_day(std::string_view text) {
    const auto found = std::ranges::find_if(
        day_names, [&](const auto& each) { return each.first == text || each.second == text; });
    if (found == day_names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - day_names.begin());
}

std::optional<std::size_t> parse_number(std::string_view text, std::size_t most) {
    constexpr std::size_t digits_max = 2;
    std::size_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    const bool is_number = error == std::errc{} && stopped == end && text.size() <= digits_max;
    return is_number && number <= most ? std::optional{number} : std::nullopt;
}

/// `8`, `08:00` or `24:00`, in minutes.
std::optional<std::size_t> parse_time(std::string_view text) {
    const bool has_minutes = text.find(':') != text.npos;
    const auto hours = parse_number(take_until(text, ':'), 24);
    const auto minutes = has_minutes ? parse_number(text, 59) : std::optional<std::size_t>{0};
    if (!hours || !minutes || *hours * 60 + *minutes > minutes_a_day) return std::nullopt;
    return *hours * 60 + *minutes;
}

struct Range {
    std::size_t first = 0;
    std::size_t last = 0;
};

/// `a-b`, or `a` alone where that is allowed.
template <class Parse>
std::optional<Range> parse_range(std::string_view text, Parse parse, bool may_be_single) {
    const bool is_range = text.find('-') != text.npos;
    if (!is_range && !may_be_single) return std::nullopt;
    const auto first = parse(take_until(text, '-'));
    const auto last = is_range ? parse(text) : first;
    if (!first || !last) return std::nullopt;
    return Range{*first, *last};
}

}  // namespace

Result<WorkingHours> WorkingHours::parse(std::string_view text) {
    if (text.size() > limits::hours_text_bytes_max) return malformed;
    const auto folded = case_folded(trimmed(text));
    WorkingHours hours;
    std::string_view rest = folded;
    if (rest.empty()) return hours;
    hours.open_.reset();
    while (!rest.empty()) {
        auto entry = trimmed(take_until(rest, ','));
        const bool has_days = entry.find(' ') != entry.npos;
        const auto days = has_days ? parse_range(take_until(entry, ' '), parse_day, true)
                                   : std::optional{Range{0, days_a_week - 1}};
        const auto times = parse_range(trimmed(entry), parse_time, false);
        if (!days || !times || times->first == times->last) return malformed;
        // Also over the end of the week, and of the day.
        const auto day_count = (days->last + days_a_week - days->first) % days_a_week + 1;
        const auto minutes = times->last > times->first
                                 ? times->last - times->first
                                 : times->last + minutes_a_day - times->first;
        for (std::size_t day = 0; day < day_count; ++day)
            for (std::size_t minute = 0; minute < minutes; ++minute)
                hours.open_.set(((days->first + day) * minutes_a_day + times->first + minute) %
                                minutes_a_week);
    }
    return hours;
}

}  // namespace earshot::notify
