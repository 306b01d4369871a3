#include "core/gossip/spread.hpp"

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {
namespace {

using LinkIds = std::vector<LinkId>;

/// Four computers known in their first version, and three neighbours on links 1 to 3.
struct Scene {
    std::vector<Computer> computers = make_computers(4);
    Table table{start};
    Spread spread{table};

    Scene() {
        for (const auto& each : computers) table.put(each.record(1), first_hand(each), start);
        for (const LinkId link : {1u, 2u, 3u}) spread.set_neighbour(link, true, start);
    }
    Version version(std::size_t computer, std::uint64_t seq) const {
        return {computers[computer].sid(), seq};
    }
    bool have(LinkId link, const Version& version, Instant now) {
        return spread.on_have(link, std::vector{version}, now);
    }
    /// A record comes, as gossip takes it.
    void receive(LinkId link, std::size_t computer, std::uint64_t seq, Instant now) {
        if (table.judge(computers[computer].record(seq)) == Table::Verdict::news) {
            table.put(computers[computer].record(seq), told_by(computers[0]), now);
            spread.on_news(computers[computer].sid(), link, now);
        }
        spread.on_received(link, version(computer, seq), now);
    }
    Effects flush(Instant now) {
        Effects effects;
        spread.on_time(now, effects);
        return effects;
    }
};

/// On which links a version is announced.
LinkIds announced(const Effects& effects, const Version& version) {
    LinkIds links;
    for (const auto& each : sent<HaveFrame>(effects, have_frame))
        if (std::ranges::find(each.frame.versions, version) != each.frame.versions.end())
            links.push_back(each.link);
    return links;
}

/// Versions that nobody ever made.
std::vector<Version> made_up(std::size_t count) {
    std::vector<Version> versions;
    for (std::size_t i = 0; i < count; ++i) {
        Sid sid;
        sid.bytes[0] = static_cast<std::byte>(i);
        sid.bytes[1] = static_cast<std::byte>(i >> 8);
        sid.bytes[7] = std::byte{1};
        versions.push_back({sid, 1});
    }
    return versions;
}

LinkIds wanted(const Effects& effects, const Sid& sid) {
    LinkIds links;
    for (const auto& each : sent<WantFrame>(effects, want_frame))
        if (std::ranges::find(each.frame.sids, sid) != each.frame.sids.end())
            links.push_back(each.link);
    return links;
}

}  // namespace

TEST_CASE("spread announces news to all neighbours but the one it came from", "[spread]") {
    Scene scene;
    scene.receive(2, 3, 2, start);
    CHECK(scene.spread.next_deadline() == start + limits::announce_tick);
    CHECK(scene.flush(start + limits::announce_tick - 1ms).frames.empty());
    const auto told = scene.flush(start + limits::announce_tick);
    CHECK(announced(told, scene.version(3, 2)) == LinkIds{1, 3});
    CHECK(scene.flush(start + 1s).frames.empty());
    CHECK(scene.spread.pending() == 0);
}

TEST_CASE("spread announces what comes within a tick in one frame, the newest only", "[spread]") {
    Scene scene;
    scene.receive(2, 3, 2, start);
    scene.receive(2, 3, 3, start + 20ms);
    scene.receive(2, 1, 2, start + 40ms);
    const auto told = scene.flush(start + limits::announce_tick);
    CHECK(told.frames.size() == 2);
    CHECK(announced(told, scene.version(3, 2)).empty());
    CHECK(announced(told, scene.version(3, 3)) == LinkIds{1, 3});
    CHECK(announced(told, scene.version(1, 2)) == LinkIds{1, 3});
}

TEST_CASE("spread does not announce what the neighbour announces itself", "[spread]") {
    Scene scene;
    scene.receive(2, 3, 2, start);
    scene.have(1, scene.version(3, 2), start + 10ms);
    scene.receive(3, 3, 2, start + 20ms);
    CHECK(scene.flush(start + 50ms).frames.empty());
}

TEST_CASE("spread asks at once, while its announcements wait for company", "[spread]") {
    Scene scene;
    scene.receive(2, 1, 2, start);
    scene.have(1, scene.version(3, 2), start + 10ms);
    CHECK(scene.spread.next_deadline() == start + 10ms);
    const auto told = scene.flush(start + 10ms);
    CHECK(told.frames.size() == 1);
    CHECK(wanted(told, scene.computers[3].sid()) == LinkIds{1});
    CHECK(scene.spread.next_deadline() == start + limits::announce_tick);
}

TEST_CASE("spread asks the first who announces, and nobody else while it may answer", "[spread]") {
    Scene scene;
    const auto sid = scene.computers[3].sid();
    scene.have(1, scene.version(3, 2), start);
    scene.have(2, scene.version(3, 2), start + 10ms);
    CHECK(wanted(scene.flush(start + 50ms), sid) == LinkIds{1});
    CHECK(scene.spread.wants() == 1);
    scene.receive(1, 3, 2, start + 100ms);
    CHECK(scene.spread.wants() == 0);
    // So each gets one copy, although several announced it.
    const auto later = scene.flush(start + 3s);
    CHECK(wanted(later, sid).empty());
    CHECK(announced(later, scene.version(3, 2)) == LinkIds{3});
}

TEST_CASE("spread asks the next who announced when the first does not answer", "[spread]") {
    Scene scene;
    const auto sid = scene.computers[3].sid();
    for (const LinkId link : {1u, 2u, 3u}) scene.have(link, scene.version(3, 2), start);
    scene.flush(start);
    SECTION("in time") {
        CHECK(wanted(scene.flush(start + limits::want_patience), sid) == LinkIds{2});
        CHECK(wanted(scene.flush(start + 2 * limits::want_patience), sid) == LinkIds{3});
        scene.flush(start + 3 * limits::want_patience);
        CHECK(scene.spread.wants() == 0);
    }
    SECTION("since its link is gone") {
        scene.spread.on_link_down(2, start + 100ms);
        scene.spread.on_link_down(1, start + 100ms);
        CHECK(wanted(scene.flush(start + 150ms), sid) == LinkIds{3});
        scene.spread.on_link_down(3, start + 200ms);
        CHECK(scene.spread.wants() == 0);
        CHECK(scene.spread.pending() == 0);
    }
}

TEST_CASE("spread gets what there is although somebody announces what there is not", "[spread]") {
    Scene scene;
    const auto sid = scene.computers[3].sid();
    const auto lie = scene.version(3, ~std::uint64_t{0});
    SECTION("before") {
        scene.have(1, lie, start);
        scene.have(2, scene.version(3, 2), start + 10ms);
    }
    SECTION("after") {
        scene.have(2, scene.version(3, 2), start);
        scene.have(1, lie, start + 10ms);
    }
    bool is_asked = false;
    for (auto now = start + 50ms; now < start + 3s; now += 50ms)
        is_asked |= wanted(scene.flush(now), sid) == LinkIds{2};
    CHECK(is_asked);
}

TEST_CASE("spread tells whoever announces something old what is new", "[spread]") {
    Scene scene;
    scene.table.put(scene.computers[3].record(5), first_hand(scene.computers[3]), start);
    scene.have(2, scene.version(3, 4), start);
    CHECK(announced(scene.flush(start + 50ms), scene.version(3, 5)) == LinkIds{2});
}

TEST_CASE("spread answers with the newest version and its age", "[spread]") {
    Scene scene;
    const auto& maker = scene.computers[3];
    scene.table.put(maker.record(5), told_by(scene.computers[1], 7min), start);
    Effects effects;
    const Sid unknown{};
    scene.spread.on_want(2, std::vector{unknown, maker.sid()}, start + 90s, effects);
    const auto records = sent<RecordsFrame>(effects, records_frame);
    REQUIRE(records.size() == 1);
    CHECK(records[0].link == 2);
    REQUIRE(records[0].frame.records.size() == 1);
    CHECK(records[0].frame.records[0].record == maker.record(5).bytes);
    CHECK(records[0].frame.records[0].age_seconds == 7 * 60 + 90);
    SECTION("but not when its lease is over") {
        scene.table.on_time(start + 90min);
        effects = {};
        scene.spread.on_want(2, std::vector{maker.sid()}, start + 90min, effects);
        CHECK(effects.frames.empty());
    }
}

TEST_CASE("spread passes on versions only as fast as their maker may make them", "[spread]") {
    Scene scene;
    std::size_t passed = 0;
    std::uint64_t seq = 1;
    std::uint64_t last = 0;
    const auto flush = [&](Instant now) {
        const auto told = scene.flush(now);
        for (const auto& each : sent<HaveFrame>(told, have_frame)) {
            if (each.link != 1) continue;
            ++passed;
            last = each.frame.versions.at(0).seq;
        }
    };
    auto now = start;
    for (; now < start + 100s; now += 100ms) {
        scene.receive(2, 3, ++seq, now);
        flush(now);
    }
    CHECK(passed >= 12);
    CHECK(passed <= 16);
    // What was held back is not lost: the newest comes at last.
    for (; now < start + 115s; now += 100ms) flush(now);
    CHECK(last == seq);
    CHECK_FALSE(scene.spread.next_deadline());
}

TEST_CASE("spread never waits for a moment that is over, whenever a version came", "[spread]") {
    const Scene known;
    for (auto after = 1800ms; after < 1900ms; ++after) {
        Spread spread{known.table};
        spread.set_neighbour(1, true, start);
        const auto sid = known.computers[3].sid();
        for (std::size_t i = 1; i < limits::own_version_burst; ++i) spread.on_news(sid, 2, start);
        spread.on_news(sid, 2, start + after);
        spread.on_news(sid, 2, start + after + 1ms);
        auto due = spread.next_deadline();
        for (int turn = 0; turn < 4 && due; ++turn) {
            Effects effects;
            spread.on_time(*due, effects);
            const auto next = spread.next_deadline();
            CHECK((!next || *next > *due));
            due = next;
        }
        CHECK_FALSE(due);
    }
}

TEST_CASE("spread ends a link on which too much is announced", "[spread]") {
    Scene scene;
    const std::vector<Version> many(limits::announce_entries_max, scene.version(3, 1));
    std::size_t accepted = 0;
    while (scene.spread.on_have(1, many, start)) accepted += many.size();
    CHECK(accepted <= limits::announced_per_link_burst);
    // Others are not affected, and it would be heard again later.
    CHECK(scene.spread.on_have(2, many, start));
    CHECK(scene.spread.on_have(1, many, start + 3s));
}

TEST_CASE("spread sends long lists in frames of bounded size", "[spread]") {
    Scene scene;
    const auto many = made_up(1000);
    scene.spread.on_have(1, many, start);
    std::size_t count = 0;
    for (auto now = start + 50ms; now < start + 60s; now += 50ms) {
        const auto frames = sent<WantFrame>(scene.flush(now), want_frame);
        for (const auto& each : frames) {
            CHECK(each.frame.sids.size() <= limits::wants_per_link_max);
            count += each.frame.sids.size();
            for (const auto& sid : each.frame.sids) scene.spread.on_received(1, {sid, 1}, now);
        }
    }
    CHECK(count == many.size());
    CHECK(scene.spread.wants() == 0);
    CHECK_FALSE(scene.spread.next_deadline());
}

TEST_CASE("spread awaits few answers on one link at a time, and asks on when some have come",
          "[spread]") {
    Scene scene;
    const auto many = made_up(1000);
    scene.spread.on_have(1, many, start);
    std::size_t asked = 0;
    const auto ask = [&](Instant now) {
        std::vector<Sid> sids;
        for (const auto& each : sent<WantFrame>(scene.flush(now), want_frame))
            sids.insert(sids.end(), each.frame.sids.begin(), each.frame.sids.end());
        asked += sids.size();
        return sids;
    };
    const auto first = ask(start);
    CHECK(first.size() == limits::wants_per_link_max);
    CHECK(ask(start + 500ms).empty());
    for (std::size_t i = 0; i < 10; ++i) scene.spread.on_received(1, {first[i], 1}, start + 600ms);
    CHECK(scene.spread.next_deadline() == start + 600ms);
    CHECK(ask(start + 600ms).size() == 10);
    // Whoever does not answer at all is asked for the rest nevertheless, if nobody else has it.
    for (auto now = start + 1s; now < start + 10s; now += 100ms) ask(now);
    CHECK(asked == many.size());
    CHECK(scene.spread.wants() == 0);
    CHECK(scene.spread.pending() == 0);
    CHECK_FALSE(scene.spread.next_deadline());
}

TEST_CASE("spread asks whoever often does not answer when nobody else has it", "[spread]") {
    Scene scene;
    const auto lies = made_up(static_cast<std::size_t>(limits::wants_unanswered_burst) + 1);
    const auto sid = scene.computers[3].sid();
    const auto news = scene.version(3, 2);
    scene.spread.on_have(1, lies, start);
    scene.flush(start);
    scene.flush(start + limits::want_patience);
    auto now = start + 2s;
    SECTION("it announces first") {
        scene.have(1, news, now);
        CHECK(wanted(scene.flush(now), sid) == LinkIds{1});  // Nobody else has it yet.
        scene.have(2, news, now + 10ms);
        CHECK(wanted(scene.flush(now + 10ms), sid) == LinkIds{2});
        scene.have(3, news, now + 20ms);
        CHECK(wanted(scene.flush(now + 10ms + limits::want_patience), sid) == LinkIds{3});
        CHECK(wanted(scene.flush(now + 10ms + 2 * limits::want_patience), sid) == LinkIds{1});
    }
    SECTION("it announces more") {
        scene.have(2, news, now);
        scene.have(1, scene.version(3, 9), now);
        CHECK(wanted(scene.flush(now), sid) == LinkIds{2});
        scene.receive(2, 3, 2, now + 100ms);
        // It may be true.
        CHECK(wanted(scene.flush(now + 100ms), sid) == LinkIds{1});
        scene.receive(1, 3, 9, now + 200ms);
        CHECK(scene.spread.wants() == 0);
    }
    SECTION("not for ever") {
        now += limits::slow_link_memory;
        scene.have(1, news, now);
        scene.have(2, news, now);
        CHECK(wanted(scene.flush(now), sid) == LinkIds{1});
    }
    SECTION("what it was still to be asked for is asked of others") {
        Scene other;
        const auto many = made_up(limits::wants_per_link_max + 50);
        other.spread.on_have(1, many, start);
        other.spread.on_have(2, many, start);
        CHECK(sent<WantFrame>(other.flush(start), want_frame).size() == 1);
        std::size_t asked = 0;
        for (const auto& each :
             sent<WantFrame>(other.flush(start + limits::want_patience), want_frame)) {
            CHECK(each.link == 2);
            asked += each.frame.sids.size();
        }
        CHECK(asked == limits::wants_per_link_max);
        for (const auto& each :
             sent<WantFrame>(other.flush(start + 2 * limits::want_patience), want_frame))
            asked += each.frame.sids.size();
        CHECK(asked >= many.size());
    }
}

TEST_CASE("spread gives one link each version three times a minute at most", "[spread]") {
    Scene scene;
    const auto& maker = scene.computers[3];
    const auto ask = [&](LinkId link, Instant now) {
        Effects effects;
        CHECK(scene.spread.on_want(link, std::vector{maker.sid(), maker.sid()}, now, effects));
        std::size_t records = 0;
        for (const auto& each : sent<RecordsFrame>(effects, records_frame))
            records += each.frame.records.size();
        return records;
    };
    CHECK(ask(2, start) == 2);
    CHECK(ask(2, start + 1s) == 1);
    CHECK(ask(2, start + 59s) == 0);
    CHECK(ask(3, start + 59s) == 2);
    SECTION("then again") { CHECK(ask(2, start + limits::answers_window) == 2); }
    SECTION("a newer one at once") {
        scene.table.put(maker.record(2), first_hand(maker), start + 59s);
        CHECK(ask(2, start + 59s) == 2);
    }
}

TEST_CASE("spread ends a link on which more is wanted than anybody awaits", "[spread]") {
    Scene scene;
    Effects effects;
    std::vector<Sid> sids(limits::wants_per_link_max, scene.computers[3].sid());
    CHECK(scene.spread.on_want(1, sids, start, effects));
    sids.push_back(sids[0]);
    CHECK_FALSE(scene.spread.on_want(1, sids, start, effects));
}

TEST_CASE("spread waits for a bounded number of records", "[spread]") {
    Scene scene;
    for (const auto& each : made_up(limits::gossip_entries_max + 100))
        scene.spread.want_from(1, each, start);
    CHECK(scene.spread.wants() == limits::gossip_entries_max);
    CHECK(scene.spread.pending() == limits::gossip_entries_max);
    for (auto now = start; now < start + 30s; now += 1s) scene.flush(now);
    CHECK(scene.spread.wants() == 0);
}

TEST_CASE("spread tells each neighbour of a doubt the witnesses that it has not named itself",
          "[spread]") {
    Scene scene;
    const auto& subject = scene.computers[3];
    const auto first = scene.computers[0].witness(subject, 1);
    const auto second = scene.computers[1].witness(subject, 1);
    const auto learn = [&](const Witness& witness) {
        REQUIRE(scene.table.add_witness(subject.sid(), witness));
        scene.spread.on_doubted(subject.sid(), std::vector{witness.device}, start);
    };
    const auto told = [&](Instant when) {
        std::map<LinkId, std::vector<Doubt>> doubts;
        for (const auto& each : sent<DoubtsFrame>(scene.flush(when), doubts_frame)) {
            CHECK_FALSE(each.frame.is_reconciled);
            doubts[each.link] = each.frame.doubts;
        }
        return doubts;
    };
    const auto later = start + limits::announce_tick;
    const std::vector one{doubt_of(subject, 1, {first})};
    const std::vector other{doubt_of(subject, 1, {second})};
    const std::vector both{doubt_of(subject, 1, {first, second})};

    learn(first);
    scene.spread.on_told(2, one[0]);
    CHECK(scene.spread.next_deadline() == later);
    SECTION("all that is news in one frame") {
        learn(second);
        scene.spread.on_told(3, one[0]);
        CHECK(told(later) ==
              std::map<LinkId, std::vector<Doubt>>{{1, both}, {2, other}, {3, other}});
    }
    SECTION("and later ones without those that it knows") {
        CHECK(told(later) == std::map<LinkId, std::vector<Doubt>>{{1, one}, {3, one}});
        learn(second);
        CHECK(told(later + limits::announce_tick) ==
              std::map<LinkId, std::vector<Doubt>>{{1, other}, {2, other}, {3, other}});
    }
    SECTION("unless it was refuted in the meantime") {
        scene.table.put(subject.record(2), first_hand(subject), start);
        CHECK(told(later).empty());
    }
}

TEST_CASE("spread tells of very many doubts in frames that a link carries", "[spread]") {
    const auto computers = make_computers(limits::witnesses_max + 1);
    std::vector<Witness> witnesses;
    for (std::size_t i = 1; i < computers.size(); ++i)
        witnesses.push_back(computers[i].witness(computers[0], 1));
    const std::vector doubts(limits::gossip_entries_max, doubt_of(computers[0], 1, witnesses));
    Effects effects;
    send_doubts(1, true, doubts, effects);
    std::size_t told = 0;
    for (const auto& frame : effects.frames) {
        CHECK(frame.body.size() <= limits::fragmented_body_bytes_max);
        told +=
            wire::decode<DoubtsFrame>(frame.body, limits::fragmented_body_bytes_max)->doubts.size();
    }
    CHECK(told == doubts.size());
}

}  // namespace earshot::gossip
