#include "core/gossip/table.hpp"

#include <algorithm>
#include <map>

#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {
namespace {

Bytes bytes_of_record(const Table& table, const Computer& computer) {
    const auto* const entry = table.find(computer.sid());
    return entry == nullptr ? Bytes{} : entry->record->bytes;
}

/// Two records of one version that say different things.
std::pair<Record, Record> twins(const Computer& computer, std::uint64_t seq) {
    return {computer.record(seq, State::online), computer.record(seq, State::busy)};
}

/// What gossip does with a proven record.
void offer(Table& table, const Record& record, const Table::Origin& origin, Instant now = start) {
    const auto verdict = table.judge(record);
    if (verdict == Table::Verdict::news ||
        (verdict == Table::Verdict::twin && table.wins_over_twin(record)))
        table.put(record, origin, now);
}

}  // namespace

TEST_CASE("table keeps the highest version of each computer", "[table]") {
    const Computer alice{1};
    Table table{start};
    CHECK(table.judge(alice.record(5)) == Table::Verdict::news);
    table.put(alice.record(5), first_hand(alice), start);
    CHECK(table.judge(alice.record(5)) == Table::Verdict::known);
    CHECK(table.judge(alice.record(4)) == Table::Verdict::stale);
    CHECK(table.judge(alice.record(5, State::away)) == Table::Verdict::twin);
    CHECK(table.judge(alice.record(6)) == Table::Verdict::news);
    for (std::uint64_t i = 0; i < 100; ++i) offer(table, alice.record(5 + i), first_hand(alice));
    CHECK(table.entries().size() == 1);
    CHECK(table.find(alice.device())->record->presence.seq == 104);
}

TEST_CASE("table keeps the same one of two records of one version whatever came first", "[table]") {
    const Computer alice{1};
    const auto [one, other] = twins(alice, 5);
    Table first{start};
    Table second{start};
    offer(first, one, first_hand(alice));
    offer(first, other, first_hand(alice));
    offer(second, other, first_hand(alice));
    offer(second, one, first_hand(alice));
    CHECK(bytes_of_record(first, alice) == bytes_of_record(second, alice));
    CHECK(first.hash() == second.hash());
}

TEST_CASE("table shows a computer as gone when its lease is over, and forgets it after two weeks",
          "[table]") {
    const Computer alice{1};
    const Computer bob{2};
    Table table{start};
    // Bob tells us half an hour after Alice made it: its lease began then.
    table.put(alice.record(5), told_by(bob, 30min), start);
    CHECK(table.next_deadline() == start + 60min);
    CHECK(table.on_time(start + 60min - 1ms).empty());
    CHECK(table.online() == 1);
    CHECK(table.on_time(start + 60min) == std::vector{alice.sid()});
    CHECK(table.online() == 0);
    CHECK_FALSE(table.find(alice.sid())->is_online());
    CHECK(table.find(alice.sid())->shown() == State::left);
    const auto two_weeks = start - 30min + 14 * 24h;
    CHECK(table.next_deadline() == two_weeks);
    CHECK(table.on_time(two_weeks).empty());
    CHECK(table.find(alice.sid()) == nullptr);
    CHECK_FALSE(table.next_deadline());
}

TEST_CASE("table never lets a version fall, also after the entry is gone", "[table]") {
    const Computer alice{1};
    Table table{start};
    table.put(alice.record(5), first_hand(alice), start);
    table.on_time(start + 90min);
    table.on_time(start + 14 * 24h);
    REQUIRE(table.find(alice.sid()) == nullptr);
    CHECK(table.judge(alice.record(4)) == Table::Verdict::stale);
    CHECK(table.judge(alice.record(5)) == Table::Verdict::stale);
    CHECK(table.judge(alice.record(6)) == Table::Verdict::news);
}

TEST_CASE("table takes no age beyond a lease for true", "[table]") {
    const Computer alice{1};
    const Computer bob{2};
    Table table{start};
    table.put(alice.record(5), told_by(bob, Duration::max()), start);
    CHECK(table.find(alice.sid())->made == start - 90min);
    CHECK_FALSE(table.find(alice.sid())->is_online());
    CHECK(table.next_deadline() == start - 90min + 14 * 24h);
}

TEST_CASE("table has one digest and hash for one content, in whatever order it came", "[table]") {
    const auto computers = make_computers(6);
    Table first{start};
    Table second{start + 1h};
    for (const auto& each : computers) first.put(each.record(1), first_hand(each), start);
    for (const auto& each : computers) first.put(each.record(2), first_hand(each), start);
    first.add_witness(computers[0].sid(), computers[1].witness(computers[0], 2));
    first.add_witness(computers[0].sid(), computers[2].witness(computers[0], 2));

    for (auto each = computers.rbegin(); each != computers.rend(); ++each)
        second.put(each->record(2), told_by(computers[0]), start + 2h);
    CHECK(first.hash() != second.hash());
    second.add_witness(computers[0].sid(), computers[2].witness(computers[0], 2));
    CHECK(first.hash() != second.hash());
    second.add_witness(computers[0].sid(), computers[1].witness(computers[0], 2));
    CHECK(first.digest() == second.digest());
    CHECK(first.hash() == second.hash());
}

TEST_CASE("table has the digest of an empty one when all leases are over", "[table]") {
    const auto computers = make_computers(3);
    Table table{start};
    for (const auto& each : computers) table.put(each.record(1), first_hand(each), start);
    CHECK(table.hash() != Table{start}.hash());
    CHECK(table.on_time(start + 90min).size() == computers.size());
    CHECK(table.hash() == Table{start}.hash());
}

TEST_CASE("table has another digest when two of one bucket are doubted by equally many",
          "[table]") {
    const auto computers = make_computers(60);
    std::map<std::size_t, const Computer*> of_bucket;
    const Computer* one = nullptr;
    const Computer* other = nullptr;
    for (const auto& each : computers) {
        const auto [found, is_new] = of_bucket.emplace(Table::bucket_of(each.sid()), &each);
        if (is_new) continue;
        one = found->second;
        other = &each;
    }
    REQUIRE(other != nullptr);
    const Computer witness{1000};
    Table table{start};
    table.put(one->record(1), first_hand(*one), start);
    table.put(other->record(1), first_hand(*other), start);
    const auto before = table.digest();
    CHECK(table.add_witness(one->sid(), witness.witness(*one, 1)));
    CHECK(table.add_witness(other->sid(), witness.witness(*other, 1)));
    CHECK(table.digest() != before);
}

TEST_CASE("table takes what is doubted into account once for each witness", "[table]") {
    const auto computers = make_computers(limits::witnesses_enough + 2);
    const auto& subject = computers[0];
    Table table{start};
    table.put(subject.record(1), first_hand(subject), start);
    for (std::size_t i = 1; i <= limits::witnesses_enough; ++i) {
        const auto before = table.digest();
        CHECK(table.add_witness(subject.sid(), computers[i].witness(subject, 1)));
        CHECK(table.digest() != before);
        CHECK_FALSE(table.add_witness(subject.sid(), computers[i].witness(subject, 1)));
    }
    CHECK_FALSE(table.add_witness(subject.sid(), computers.back().witness(subject, 1)));
    CHECK(table.find(subject.sid())->witnesses.size() == limits::witnesses_enough);
    CHECK(std::ranges::is_sorted(table.find(subject.sid())->witnesses, {}, &Witness::device));
    CHECK_FALSE(table.add_witness(computers[1].sid(), computers[2].witness(computers[1], 1)));
}

TEST_CASE("table has room for one who was refused among those that heard nothing", "[table]") {
    const auto computers = make_computers(limits::witnesses_enough + 3);
    const auto& subject = computers[0];
    Table table{start};
    table.put(subject.record(1), first_hand(subject), start);
    for (std::size_t i = 1; i <= limits::witnesses_enough; ++i)
        REQUIRE(table.add_witness(subject.sid(), computers[i].witness(subject, 1)));
    const auto refused = [&](std::size_t witness) {
        return computers[witness].witness(subject, 1, Evidence::refused);
    };
    const auto& witnesses = table.find(subject.sid())->witnesses;
    CHECK(table.add_witness(subject.sid(), refused(limits::witnesses_enough + 1)));
    CHECK(witnesses.size() == limits::witnesses_enough);
    CHECK(std::ranges::count(witnesses, Evidence::refused, &Witness::evidence) == 1);
    CHECK(std::ranges::is_sorted(witnesses, {}, &Witness::device));
    CHECK_FALSE(table.add_witness(subject.sid(), refused(limits::witnesses_enough + 2)));
}

TEST_CASE("table drops doubts and what was believed when there is a newer version", "[table]") {
    const Computer alice{1};
    const Computer bob{2};
    Table table{start};
    table.put(alice.record(1), first_hand(alice), start);
    table.add_witness(alice.sid(), bob.witness(alice, 1));
    table.set_gone(alice.sid(), start + 1s);
    REQUIRE_FALSE(table.find(alice.sid())->is_online());
    table.put(alice.record(2), first_hand(alice), start + 2s);
    CHECK(table.find(alice.sid())->is_online());
    CHECK(table.find(alice.sid())->witnesses.empty());
}

TEST_CASE("table remembers since when somebody is gone", "[table]") {
    const Computer alice{1};
    Table table{start};
    table.put(alice.record(1), first_hand(alice), start);
    table.set_gone(alice.sid(), start + 1s);
    table.set_gone(alice.sid(), start + 5s);
    CHECK(table.find(alice.sid())->gone_since == start + 1s);
    table.set_present(alice.sid());
    CHECK(table.find(alice.sid())->is_online());
}

TEST_CASE("table counts who is there, and who of them is a hub", "[table]") {
    const auto computers = make_computers(4);
    Table table{start};
    table.put(computers[0].record(1, Footing::hub), first_hand(computers[0]), start);
    table.put(computers[1].record(1, Footing::leaf), first_hand(computers[1]), start);
    table.put(computers[2].record(1, State::asleep), first_hand(computers[2]), start);
    table.put(computers[3].record(1, State::left), first_hand(computers[3]), start);
    CHECK(table.online() == 2);
    CHECK(table.online_hubs() == 1);
    table.put(computers[1].record(2, Footing::hub), first_hand(computers[1]), start);
    CHECK(table.online_hubs() == 2);
    table.set_gone(computers[0].sid(), start);
    CHECK(table.online() == 1);
    CHECK(table.online_hubs() == 1);
    table.set_present(computers[0].sid());
    table.put(computers[0].record(2, State::left), first_hand(computers[0]), start);
    CHECK(table.online() == 1);
    table.on_time(start + 90min);
    CHECK(table.online() == 0);
    CHECK(table.online_hubs() == 0);
}

TEST_CASE("table finds a computer by device and by the run of its daemon", "[table]") {
    const Computer alice{1};
    Table table{start};
    table.put(alice.record(1), first_hand(alice), start);
    auto other = alice.device();
    other.bytes.back() ^= std::byte{1};  // The same sid, another device.
    CHECK(table.find(other) == nullptr);
    const auto instance = alice.presence(1).instance;
    REQUIRE(table.find_instance(instance) != nullptr);
    auto restarted = alice.presence(2);
    restarted.instance.bytes.fill(std::byte{99});
    table.put(alice.sign(restarted), first_hand(alice), start);
    CHECK(table.find_instance(instance) == nullptr);
    CHECK(table.find_instance(restarted.instance) != nullptr);
}

TEST_CASE("table listens about others to those it has known for a minute", "[table]") {
    const Computer alice{1};
    const Computer bob{2};
    Table table{start};
    table.put(alice.record(1), first_hand(alice), start);
    CHECK_FALSE(table.is_established(bob.sid(), start));
    // A table that has just been filled knows nobody for long.
    CHECK(table.is_established(alice.sid(), start));
    const auto later = start + 10min;
    table.put(bob.record(1), first_hand(bob), later);
    CHECK_FALSE(table.is_established(bob.sid(), later + 59s));
    CHECK(table.is_established(bob.sid(), later + 60s));
    CHECK(table.is_established(alice.sid(), later));
}

}  // namespace earshot::gossip
