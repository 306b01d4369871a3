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

}  // namespace earshot::gossip
