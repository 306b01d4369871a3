#include "core/gossip/suspicion.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {
namespace {

/// We and some others that are online; the second is doubted by those after it. Somebody beside
/// them, with whom we have a link, could be asked.
struct Scene {
    static constexpr LinkId asked = 99;
    std::vector<Computer> computers;
    const Computer& self = computers[0];
    const Computer& subject = computers[1];
    Table table{start};
    Ears ears{};
    Links links{ears};
    Suspicion suspicion{table, links, self.sid()};

    explicit Scene(std::size_t online)
        : computers(make_computers(std::max<std::size_t>(online, 6) + 1)) {
        links.add({asked, computers.back().device(), true}, start);
        for (std::size_t i = 0; i < online; ++i)
            table.put(computers[i].record(1), first_hand(computers[i]), start);
    }
    void doubt_by(std::size_t witness, Instant now, Evidence evidence = Evidence::silence) {
        REQUIRE(table.add_witness(subject.sid(), computers[witness].witness(subject, 1, evidence)));
        suspicion.on_doubted(subject.sid(), now);
    }
    bool is_believed(Instant now) {
        const auto verdicts = suspicion.on_time(now);
        return verdicts.size() == 1 && verdicts[0].sid == subject.sid();
    }
    bool is_confirmed(Instant now) {
        const auto verdicts = suspicion.on_time(now);
        REQUIRE(verdicts.size() == 1);
        return verdicts[0].is_confirmed;
    }
    /// How long it takes from `start`.
    Duration wait() const { return *suspicion.next_deadline() - start; }
};

constexpr std::size_t us = 0;

}  // namespace

TEST_CASE("suspicion waits for as many witnesses as there can be", "[suspicion]") {
    SECTION("nobody else can confirm") {
        Scene scene{2};
        scene.doubt_by(us, start);
        CHECK(scene.wait() == 6s);
    }
    SECTION("nobody is reached who could") {
        Scene scene{6};
        scene.links.remove(Scene::asked);
        scene.doubt_by(us, start);
        CHECK(scene.wait() == 6s);
    }
    SECTION("one other can") {
        Scene scene{3};
        scene.doubt_by(us, start);
        CHECK(scene.wait() == 60s);
        scene.doubt_by(2, start + 1s);
        CHECK(scene.wait() == 6s);
    }
    SECTION("two are enough") {
        Scene scene{6};
        scene.doubt_by(2, start);
        CHECK(scene.wait() == 60s);
        scene.doubt_by(3, start + 1s);
        CHECK(scene.wait() == 25'930ms);  // 60 - 54 ln 2 / ln 3
        scene.doubt_by(4, start + 2s);
        CHECK(scene.wait() == 6s);
    }
}

TEST_CASE("suspicion ends at once when its witnesses come late", "[suspicion]") {
    Scene scene{6};
    scene.doubt_by(2, start);
    scene.doubt_by(3, start + 20s);
    scene.doubt_by(4, start + 20s);
    CHECK(scene.wait() == 20s);
    CHECK(scene.is_believed(start + 20s));
    CHECK(scene.suspicion.size() == 0);
    CHECK_FALSE(scene.suspicion.next_deadline());
}

TEST_CASE("suspicion believes two computers that were refused after half a second", "[suspicion]") {
    Scene scene{6};
    scene.doubt_by(2, start, Evidence::refused);
    CHECK(scene.wait() == 6s);  // Time enough for whoever is there to say so.
    scene.doubt_by(3, start + 5s, Evidence::refused);
    CHECK(scene.wait() == 5s + 500ms);
}

TEST_CASE("suspicion believes one who was refused and one who heard nothing as soon",
          "[suspicion]") {
    Scene scene{6};
    scene.doubt_by(2, start);
    CHECK(scene.wait() == 60s);
    scene.doubt_by(3, start + 5s, Evidence::refused);
    CHECK(scene.wait() == 5s + 500ms);
}

TEST_CASE("suspicion believes our own refusal after half a second", "[suspicion]") {
    Scene scene{6};
    SECTION("but not our own silence") {
        scene.doubt_by(us, start);
        CHECK(scene.wait() == 60s);
    }
    SECTION("alone") {
        scene.doubt_by(us, start, Evidence::refused);
        CHECK(scene.wait() == 500ms);
    }
    SECTION("after others") {
        scene.doubt_by(2, start);
        scene.doubt_by(us, start + 3s, Evidence::refused);
        CHECK(scene.wait() == 3s + 500ms);
    }
}

TEST_CASE("suspicion believes one refusal where nobody can confirm it", "[suspicion]") {
    Scene scene{2};
    REQUIRE(scene.table.add_witness(
        scene.subject.sid(), scene.computers[3].witness(scene.subject, 1, Evidence::refused)));
    scene.suspicion.on_doubted(scene.subject.sid(), start);
    CHECK(scene.wait() == 500ms);
}

TEST_CASE("suspicion does not arise against somebody we hear", "[suspicion]") {
    Scene scene{6};
    scene.links.add({1, scene.subject.device(), true}, start);
    scene.ears.hear(1, start);
    scene.doubt_by(2, start + 11s);
    CHECK(scene.suspicion.size() == 0);
    SECTION("until its link is gone") {
        scene.links.remove(1);
        scene.suspicion.on_link_down(scene.subject.sid(), start + 12s);
        CHECK(scene.wait() == 72s);
    }
    SECTION("nor ends against somebody we hear again") {
        scene.links.remove(1);
        scene.suspicion.on_link_down(scene.subject.sid(), start + 12s);
        scene.links.add({2, scene.subject.device(), true}, start + 60s);
        scene.ears.hear(2, start + 71s);
        CHECK(scene.suspicion.on_time(start + 72s).empty());
        CHECK_FALSE(scene.suspicion.next_deadline());
    }
}

TEST_CASE("suspicion says whether somebody who could know better was asked", "[suspicion]") {
    constexpr auto over = start + 10min;
    Scene scene{6};
    const auto meet = [&](std::size_t other, Instant when) {
        scene.links.add({other, scene.computers[other].device(), true}, when);
    };
    SECTION("not where one other says so alone") {
        scene.doubt_by(2, start);
        CHECK_FALSE(scene.is_confirmed(over));
    }
    SECTION("where two others do") {
        scene.doubt_by(2, start);
        scene.doubt_by(3, start);
        CHECK(scene.is_confirmed(over));
    }
    SECTION("where we heard nothing and nobody was met since") {
        scene.doubt_by(us, start);
        CHECK(scene.is_confirmed(over));
    }
    SECTION("not where we heard nothing and somebody was met since") {
        scene.doubt_by(us, start);
        scene.doubt_by(2, start);
        meet(3, start + 1s);
        CHECK_FALSE(scene.is_confirmed(over));
    }
    SECTION("where only those were met since who say so themselves") {
        scene.doubt_by(us, start);
        scene.doubt_by(2, start);
        meet(2, start + 1s);
        CHECK(scene.is_confirmed(over));
    }
    SECTION("where three say so, whoever was met since") {
        for (const auto witness : {us, std::size_t{2}, std::size_t{3}})
            scene.doubt_by(witness, start);
        meet(4, start + 1s);
        CHECK(scene.is_confirmed(over));
    }
    SECTION("where our dial was refused, whoever was met since") {
        scene.doubt_by(us, start, Evidence::refused);
        meet(3, start + 1ms);
        CHECK(scene.is_confirmed(over));
    }
}

TEST_CASE("suspicion ends when its subject is alive", "[suspicion]") {
    Scene scene{6};
    scene.doubt_by(2, start);
    scene.suspicion.on_alive(scene.subject.sid());
    CHECK(scene.suspicion.size() == 0);
    CHECK(scene.suspicion.on_time(start + 10min).empty());
}

TEST_CASE("suspicion does not arise against whoever is not there anyway", "[suspicion]") {
    Scene scene{6};
    scene.table.set_gone(scene.subject.sid(), start);
    scene.doubt_by(2, start);
    CHECK(scene.suspicion.size() == 0);
}

TEST_CASE("suspicion is more patient with whoever comes and goes often", "[suspicion]") {
    Scene scene{2};
    const auto flap = [&](Instant when) { scene.suspicion.on_flap(scene.subject.sid(), when); };
    SECTION("four times in ten minutes") {
        for (const auto minute : {-9min, -6min, -3min, 0min}) flap(start + minute);
        scene.doubt_by(us, start);
        CHECK(scene.wait() == 12s);
    }
    SECTION("not three times") {
        for (const auto minute : {-6min, -3min, 0min}) flap(start + minute);
        scene.doubt_by(us, start);
        CHECK(scene.wait() == 6s);
    }
    SECTION("not four times in a longer time") {
        for (const auto minute : {-11min, -6min, -3min, 0min}) flap(start + minute);
        scene.doubt_by(us, start);
        CHECK(scene.wait() == 6s);
    }
    SECTION("not for ever") {
        for (const auto minute : {-39min, -36min, -33min, -30min}) flap(start + minute);
        scene.doubt_by(us, start);
        CHECK(scene.wait() == 6s);
    }
}

TEST_CASE("suspicion can be held, and then goes on", "[suspicion]") {
    Scene scene{2};
    scene.doubt_by(us, start);
    scene.suspicion.hold(start + 30s);
    CHECK(scene.wait() == 30s);
    scene.suspicion.hold(start + 20s);
    CHECK(scene.wait() == 30s);
    CHECK(scene.is_believed(start + 30s));
}

}  // namespace earshot::gossip
