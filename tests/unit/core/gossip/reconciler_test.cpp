#include "core/gossip/reconciler.hpp"

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {
namespace {

/// A table that can be reconciled, with one link, numbered 1, to the other side.
struct Side {
    Table table{start};
    Spread spread{table};
    Reconciler reconciler{table, spread};
    std::size_t differences = 0;
    std::size_t comparisons = 0;
    std::size_t bytes = 0;  ///< That it sent.

    void put(const Record& record, Instant now = start) {
        table.put(record, {record.sid, true, {}}, now);
    }
};

void put_all(Side& side, const std::vector<Computer>& computers) {
    for (const auto& each : computers) side.put(each.record(2));
}

/// What one side does with what the other one sent.
Effects receive(Side& side, const Effects& effects, Instant now) {
    Effects answer;
    for (const auto& frame : effects.frames) {
        constexpr std::size_t most = limits::fragmented_body_bytes_max;
        if (frame.type == digest_frame) {
            const auto digest = *wire::decode<DigestFrame>(frame.body, most);
            REQUIRE(side.reconciler.on_digest(1, digest, now, answer));
        } else if (frame.type == buckets_frame) {
            const auto buckets = *wire::decode<BucketsFrame>(frame.body, most);
            REQUIRE(side.reconciler.on_buckets(1, buckets, now, answer));
        } else if (frame.type == want_frame) {
            const auto want = *wire::decode<WantFrame>(frame.body, most);
            side.spread.on_want(1, want.sids, now, answer);
        } else if (frame.type == records_frame) {
            const auto told = *wire::decode<RecordsFrame>(frame.body, most);
            for (const auto& each : told.records) {
                auto record = *read_record(each.record);
                const Version version{record.sid, record.presence.seq};
                const auto verdict = side.table.judge(record);
                const bool wins =
                    verdict == Table::Verdict::twin && side.table.wins_over_twin(record);
                if (verdict == Table::Verdict::news || wins) side.put(record, now);
                side.spread.on_received(1, version, now);
            }
        } else if (frame.type == doubts_frame) {
            const auto doubts = *wire::decode<DoubtsFrame>(frame.body, most);
            CHECK(doubts.is_reconciled);
            for (const auto& doubt : doubts.doubts)
                for (const auto& witness : doubt.witnesses)
                    side.table.add_witness(doubt.subject, witness);
        }
    }
    for (const auto& frame : answer.frames) side.bytes += frame.body.size();
    return answer;
}

void reconcile(Side& one, Side& other, Instant now = start) {
    Effects to_other;
    one.reconciler.start(1, other.table.hash(), now, to_other);
    for (const auto& frame : to_other.frames) one.bytes += frame.body.size();
    // Until neither says anything, also after the tick in which wants are gathered.
    for (int round = 0; round < 20; ++round) {
        now += limits::announce_tick;
        auto to_one = receive(other, to_other, now);
        other.spread.on_time(now, to_one);
        to_other = receive(one, to_one, now);
        one.spread.on_time(now, to_other);
    }
    for (auto* const side : {&one, &other})
        for (const auto& each : side->reconciler.take_comparisons()) {
            side->differences = each.differences;
            ++side->comparisons;
        }
}

}  // namespace

TEST_CASE("reconciler says nothing when the hashes are equal", "[reconciler]") {
    const auto computers = make_computers(3);
    Side one;
    Side other;
    put_all(one, computers);
    put_all(other, computers);
    reconcile(one, other);
    CHECK(one.bytes == 0);
    CHECK(one.comparisons == 1);
    CHECK(one.differences == 0);
}

TEST_CASE("reconciler makes two tables equal, doubts included", "[reconciler]") {
    const auto computers = make_computers(40);
    Side one;
    Side other;
    for (std::size_t i = 0; i < computers.size(); ++i) {
        if (i % 4 != 0) one.put(computers[i].record(1 + i % 3));
        if (i % 4 != 1) other.put(computers[i].record(1 + i % 5));
    }
    const auto doubt = [&](Side& side, std::size_t subject, std::size_t witness) {
        const auto seq = side.table.find(computers[subject].sid())->record->presence.seq;
        side.table.add_witness(computers[subject].sid(),
                               computers[witness].witness(computers[subject], seq));
    };
    doubt(one, 1, 9);     // The other side has no record of it.
    doubt(other, 4, 9);   // We have none.
    doubt(other, 15, 9);  // Both have the same version.
    doubt(one, 30, 9);
    doubt(other, 30, 9);
    doubt(one, 30, 11);
    reconcile(one, other);
    reconcile(other, one);
    CHECK(one.table.entries().size() == computers.size());
    CHECK(one.table.digest() == other.table.digest());
    CHECK(one.table.hash() == other.table.hash());
    CHECK(other.table.find(computers[1].sid())->witnesses.size() == 1);
    CHECK(other.table.find(computers[30].sid())->witnesses.size() == 2);
    CHECK(one.table.find(computers[4].sid())->witnesses.size() == 1);
    CHECK(one.table.find(computers[15].sid())->witnesses.size() == 1);
}

TEST_CASE("reconciler finds two records of one version, which an old disk that is put back makes",
          "[reconciler]") {
    const auto computers = make_computers(60);
    Side one;
    Side other;
    put_all(one, computers);
    put_all(other, computers);
    one.put(computers[7].record(3, State::online));
    other.put(computers[7].record(3, State::asleep));
    reconcile(one, other);
    CHECK(one.table.hash() == other.table.hash());
    CHECK(one.bytes < 1024 + 600);
    CHECK(other.bytes < 1024);
}

TEST_CASE("reconciler tells only of the buckets that differ", "[reconciler]") {
    const auto computers = make_computers(60);
    Side one;
    Side other;
    put_all(one, computers);
    put_all(other, computers);
    one.put(computers[7].record(3));
    reconcile(one, other);
    CHECK(one.table.hash() == other.table.hash());
    CHECK(one.bytes < 1024 + 600);
    CHECK(other.bytes < 100);
}

TEST_CASE("reconciler counts what differs and is no fresh news", "[reconciler]") {
    const auto computers = make_computers(6);
    const auto late = start + limits::difference_age_min;
    Side one;
    Side other;
    put_all(one, computers);
    put_all(other, computers);
    SECTION("ours is newer") {
        one.put(computers[0].record(3));
        one.put(computers[1].record(3));
        one.put(computers[2].record(3), late);
        reconcile(one, other, late);
        CHECK(one.differences == 2);
    }
    SECTION("they have none") {
        const Computer stranger{99};
        one.put(stranger.record(1));
        reconcile(one, other, late);
        CHECK(one.differences == 1);
    }
    SECTION("theirs is newer") {
        other.put(computers[0].record(3));
        reconcile(one, other, late);
        CHECK(one.differences == 1);
    }
    SECTION("only doubts differ") {
        one.table.add_witness(computers[0].sid(), computers[1].witness(computers[0], 2));
        reconcile(one, other, late);
        CHECK(one.differences == 0);
        CHECK(one.comparisons == 1);
    }
}

TEST_CASE("reconciler does not offer what is over", "[reconciler]") {
    const auto computers = make_computers(2);
    Side one;
    Side other;
    one.put(computers[0].record(1));
    one.table.on_time(start + limits::record_lease);
    other.put(computers[1].record(1), start + limits::record_lease);
    reconcile(one, other, start + limits::record_lease);
    CHECK(other.table.find(computers[0].sid()) == nullptr);
    CHECK(one.table.find(computers[1].sid()) != nullptr);
    CHECK(one.table.hash() == other.table.hash());
}

TEST_CASE("reconciler remembers when it began with whom", "[reconciler]") {
    Side side;
    Effects effects;
    CHECK(side.reconciler.last(1) == Instant::min());
    side.reconciler.start(1, std::nullopt, start, effects);
    CHECK(side.reconciler.last(1) == start);
    CHECK(effects.frames.size() == 1);
    side.reconciler.on_link_down(1);
    CHECK(side.reconciler.last(1) == Instant::min());
}

}  // namespace earshot::gossip
