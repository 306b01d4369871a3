#include <algorithm>

#include "core/gossip/table.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {
namespace {

/// A record of nobody in particular: thousands of real ones would take long to sign.
Record nobody(std::uint32_t number) {
    Record record;
    record.presence.seq = 1;
    record.device.bytes[0] = static_cast<std::byte>(number >> 8);
    record.device.bytes[1] = static_cast<std::byte>(number);
    record.device.bytes[2] = std::byte{1};
    record.presence.instance.bytes = record.device.bytes;
    record.sid = sid_of(record.device);
    record.bytes = to_bytes(record.device.view());
    return record;
}

/// Fills the quota of computers that nobody here has met.
void fill_unmet(Table& table, const Sid& introducer, std::size_t count, std::uint32_t first = 0) {
    for (std::uint32_t i = 0; i < count; ++i)
        REQUIRE(table.put(nobody(first + i), {introducer, false, {}}, start + Duration{i}));
}

std::size_t introduced(const Table& table, const Sid& introducer) {
    return static_cast<std::size_t>(std::ranges::count_if(
        table.entries(), [&](const auto& each) { return each.second.introducer == introducer; }));
}

constexpr auto unmet_max = static_cast<std::uint32_t>(limits::gossip_unmet_max);

}  // namespace

TEST_CASE("table leaves a quarter of its room to those who are met", "[table]") {
    const Computer liar{1};
    const Computer honest{2};
    Table table{start};
    fill_unmet(table, liar.sid(), unmet_max);
    CHECK_FALSE(table.put(nobody(unmet_max), told_by(liar), start + 1h));
    CHECK(table.entries().size() == unmet_max);
    // Whoever is met has room, and so has whom others introduce, at the cost of the liar.
    CHECK(table.put(honest.record(1), first_hand(honest), start + 1h));
    CHECK(table.put(nobody(unmet_max), told_by(honest), start + 1h));
    CHECK(introduced(table, liar.sid()) == unmet_max - 1);
    // The oldest went, and its version cannot come back.
    CHECK(table.find(nobody(0).sid) == nullptr);
    CHECK(table.judge(nobody(0)) == Table::Verdict::stale);
}

TEST_CASE("table drops the gone of whoever introduced most before the present", "[table]") {
    const Computer liar{1};
    const Computer honest{2};
    Table table{start};
    fill_unmet(table, liar.sid(), unmet_max);
    table.set_gone(nobody(1000).sid, start);
    REQUIRE(table.put(honest.record(1), told_by(honest), start + 1h));
    CHECK(table.find(nobody(1000).sid) == nullptr);
    CHECK(table.find(nobody(0).sid) != nullptr);
}

TEST_CASE("table has room for more of those not met when some were met", "[table]") {
    const Computer friendly{1};
    Table table{start};
    fill_unmet(table, friendly.sid(), unmet_max);
    table.on_met(nobody(5).sid);
    CHECK(table.put(nobody(unmet_max), told_by(friendly), start));
    CHECK_FALSE(table.put(nobody(unmet_max + 1), told_by(friendly), start));
}

TEST_CASE("table that is full of those who were met takes nobody else", "[table]") {
    const Computer honest{1};
    Table table{start};
    for (std::uint32_t i = 0; i < limits::gossip_entries_max; ++i)
        REQUIRE(table.put(nobody(i), {nobody(i).sid, true, {}}, start));
    CHECK_FALSE(table.put(honest.record(1), first_hand(honest), start));
    CHECK_FALSE(table.put(honest.record(1), told_by(honest), start));
    CHECK(table.entries().size() == limits::gossip_entries_max);
}

TEST_CASE("table that is full lets somebody who is met take the place of one who is not",
          "[table]") {
    const Computer liar{1};
    const Computer honest{2};
    Table table{start};
    fill_unmet(table, liar.sid(), unmet_max);
    for (std::uint32_t i = unmet_max; i < limits::gossip_entries_max; ++i)
        REQUIRE(table.put(nobody(i), {nobody(i).sid, true, {}}, start));
    CHECK(table.put(honest.record(1), first_hand(honest), start));
    CHECK(table.entries().size() == limits::gossip_entries_max);
    CHECK(introduced(table, liar.sid()) == unmet_max - 1);
}

TEST_CASE("table never gives up a contact for strangers, and has room for one", "[table]") {
    const Computer liar{1};
    const Computer honest{2};
    const auto contact = nobody(0);
    const auto late_contact = nobody(60'000);
    Table table{start, [&](const DeviceId& device) {
                    return device == contact.device || device == late_contact.device;
                }};
    fill_unmet(table, liar.sid(), unmet_max);
    REQUIRE(table.put(honest.record(1), told_by(honest), start + 1h));
    // It was the oldest.
    CHECK(table.find(contact.sid) != nullptr);
    CHECK(table.find(nobody(1).sid) == nullptr);
    // Even if the liar is who tells of it.
    CHECK(table.put(late_contact, told_by(liar), start + 1h));
    CHECK(table.find(late_contact.sid) != nullptr);
}

TEST_CASE("table forgets the oldest version of the gone first, and each after a month", "[table]") {
    Table table{start};
    const auto two_weeks = limits::offline_entry_memory;
    const auto die = [&](std::uint32_t first, std::size_t count, Instant now) {
        for (std::uint32_t i = 0; i < count; ++i)
            REQUIRE(table.put(nobody(first + i), {nobody(first + i).sid, true, {}}, now));
        table.on_time(now + two_weeks);
        table.on_time(now + 2 * two_weeks);
        REQUIRE(table.find(nobody(first).sid) == nullptr);
    };
    constexpr std::uint32_t half = limits::tombstones_max / 2;
    die(0, half, start);
    const auto later = start + 1h;
    die(half, half, later);
    REQUIRE(table.judge(nobody(0)) == Table::Verdict::stale);
    die(2 * half, 1, later + 1h);
    // One of the oldest made room.
    std::size_t forgotten = 0;
    for (std::uint32_t i = 0; i <= 2 * half; ++i)
        if (table.judge(nobody(i)) == Table::Verdict::news) {
            ++forgotten;
            CHECK(i < half);
        }
    CHECK(forgotten == 1);
    table.on_time(later + 1h + 2 * two_weeks + limits::tombstone_memory);
    CHECK(table.judge(nobody(half)) == Table::Verdict::news);
}

}  // namespace earshot::gossip
