#include "client/look.hpp"

#include <vector>

#include "tests/support/catch.hpp"

namespace earshot::client {
namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t day = 24 * 60 * minute;

std::int64_t utc_day(std::int64_t milliseconds) { return milliseconds / day; }

Message said(const std::string& id, const std::string& author, std::int64_t time) {
    Message message;
    message.id = id;
    message.author = author;
    message.time = time;
    return message;
}

TEST_CASE("messages of one author within five minutes are one group", "[client]") {
    // Newest first.
    const std::vector<Message> rows{said("4", "bob", 12 * minute), said("3", "bob", 7 * minute),
                                    said("2", "bob", 3 * minute), said("1", "me", 2 * minute)};
    const auto look = [&](std::size_t row) { return look_of(rows, row, "", true, utc_day); };
    CHECK(look(3) == Look{.starts_group = true, .ends_group = true});
    CHECK(look(2) == Look{.starts_group = true});
    CHECK(look(1) == Look{.ends_group = true});
    CHECK(look(0) == Look{.starts_group = true, .ends_group = true});
}

TEST_CASE("a new day and the unread line begin a group", "[client]") {
    const std::vector<Message> rows{said("3", "bob", day + 2 * minute),
                                    said("2", "bob", day + minute), said("1", "bob", day - minute)};
    CHECK(look_of(rows, 1, "", true, utc_day) == Look{.starts_day = true, .starts_group = true});
    CHECK(look_of(rows, 0, "3", true, utc_day) ==
          Look{.starts_unread = true, .starts_group = true, .ends_group = true});
    CHECK(look_of(rows, 1, "3", true, utc_day).ends_group);
    SECTION("the oldest starts a day only where nothing older is hidden") {
        CHECK_FALSE(look_of(rows, 2, "", true, utc_day).starts_day);
        CHECK(look_of(rows, 2, "", false, utc_day).starts_day);
    }
}

TEST_CASE("A11 what is missing of others stands above the next one of theirs, and parts a group",
          "[client]") {
    auto rows = std::vector<Message>{said("6", "me", 6), said("5", "bob", 5), said("4", "bob", 4),
                                     said("3", "me", 3), said("2", "bob", 2), said("1", "bob", 1)};
    const std::int64_t numbers[] = {9, 8, 5, 4, 5, 4};
    for (std::size_t row = 0; row < rows.size(); ++row) {
        rows[row].author_seq = numbers[row];
        rows[row].own = rows[row].author == "me";
    }
    const auto look = [&](std::size_t row) { return look_of(rows, row, "", true, utc_day); };
    for (const std::size_t row : {0U, 2U, 3U, 4U, 5U}) CHECK(look(row).missing == 0);
    CHECK(look(1) == Look{.starts_group = true, .ends_group = true, .missing = 2});
    CHECK(look(2).ends_group);
}

TEST_CASE("local days grow by one at midnight, and no clock is too wrong for them", "[client]") {
    CHECK(local_day(1'700'000'000'000 + day) == local_day(1'700'000'000'000) + 1);
    CHECK(local_day(INT64_MAX) == 0);
}

}  // namespace
}  // namespace earshot::client
