#include "core/notify/working_hours.hpp"

#include <string>

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"

namespace earshot::notify {
namespace {

enum Day { mon, tue, wed, thu, fri, sat, sun };

struct Hours {
    WorkingHours parsed;
    explicit Hours(std::string_view text) {
        auto result = WorkingHours::parse(text);
        REQUIRE(result);
        parsed = *result;
    }
    bool at(Day day, std::size_t hour, std::size_t minute = 0) const {
        return parsed.includes((day * std::size_t{24} + hour) * 60 + minute);
    }
};

}  // namespace

TEST_CASE("working hours without a word are always", "[notify]") {
    for (const auto* const text : {"", "   "}) {
        const Hours hours{text};
        CHECK(hours.parsed.are_always());
        CHECK(hours.at(mon, 0));
        CHECK(hours.at(sun, 23, 59));
    }
}

TEST_CASE("working hours begin with their first minute and end before their last", "[notify]") {
    const Hours hours{"mon-fri 08:30-18:00"};
    CHECK_FALSE(hours.parsed.are_always());
    CHECK_FALSE(hours.at(mon, 8, 29));
    CHECK(hours.at(mon, 8, 30));
    CHECK(hours.at(fri, 17, 59));
    CHECK_FALSE(hours.at(fri, 18));
    CHECK_FALSE(hours.at(sat, 12));
}

TEST_CASE("working hours may have several parts, and be written in several ways", "[notify]") {
    const Hours hours{"Mon-Thu 9-12, mon-thu 13:00-17:00 ,  fri 9-14"};
    CHECK(hours.at(tue, 11));
    CHECK_FALSE(hours.at(tue, 12, 30));
    CHECK(hours.at(tue, 13));
    CHECK(hours.at(fri, 13));
    CHECK_FALSE(hours.at(fri, 15));
    const Hours daily{"8-24"};
    CHECK(daily.at(sun, 23, 59));
    CHECK_FALSE(daily.at(mon, 7, 59));
    const Hours russian{"Пн-ПТ 8:00-17:00"};
    CHECK(russian.at(fri, 16));
    CHECK_FALSE(russian.at(sat, 16));
}

TEST_CASE("working hours go on over midnight and the end of the week", "[notify]") {
    const Hours night{"fri 22:00-06:00"};
    CHECK(night.at(fri, 23));
    CHECK(night.at(sat, 5, 59));
    CHECK_FALSE(night.at(sat, 6));
    CHECK_FALSE(night.at(fri, 5));
    const Hours weekend{"sat-mon 10-11, sun 23-1"};
    CHECK(weekend.at(sun, 10));
    CHECK(weekend.at(mon, 10));
    CHECK_FALSE(weekend.at(tue, 10));
    CHECK(weekend.at(mon, 0, 30));
}

TEST_CASE("what says no hours is refused", "[notify]") {
    for (const auto* const text : {"mon", "8", "8-", "-8", "mon-fri", "mon-xyz 8-9", "mon 8-25",
                                   "mon 8:60-9", "mon 24:01-9", "mon 8-8", "mon 8-9 10-11",
                                   "mon 008-9", "8-9;10-11", ",", "mon 8-9,,tue 8-9", "monday 8-9"})
        CHECK_FALSE(WorkingHours::parse(text));
    CHECK_FALSE(WorkingHours::parse(std::string(limits::hours_text_bytes_max + 1, ' ')));
}

}  // namespace earshot::notify
