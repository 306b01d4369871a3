#include "core/gossip/audits.hpp"

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {
namespace {

/// We know eight computers; we have a link to the first, the last two are gone.
struct Scene {
    std::vector<Computer> computers = make_computers(8);
    const Computer self{500};
    Table table{start};
    Ears ears{};
    Links links{ears};
    support::SeededEntropy entropy{7};
    Audits audits{{table, links, entropy}, self.sid(), start};
    Instant now = start;
    std::vector<Sid> first{};  ///< Whom to audit rather than others.

    Scene() {
        table.put(self.record(1), first_hand(self), start);
        for (const auto& each : computers) table.put(each.record(1), first_hand(each), start);
        links.add({1, computers[0].device(), true}, start);
        table.set_gone(computers[6].sid(), start);
        table.set_gone(computers[7].sid(), start);
    }
    /// Whom it wants to visit, deadline by deadline until then; nobody answers.
    std::vector<std::pair<Sid, Audits::Purpose>> pass(Duration time, bool is_held = false) {
        std::vector<std::pair<Sid, Audits::Purpose>> visits;
        const auto until = now + time;
        while (audits.next_deadline() && *audits.next_deadline() <= until) {
            REQUIRE(*audits.next_deadline() >= now);
            now = *audits.next_deadline();
            audits.on_time(is_held, first, now);
            const auto reaching = audits.reaching();
            for (const auto& visit : reaching) {
                visits.push_back(visit);
                CHECK(audits.on_unreachable(visit.first) == visit.second);
            }
        }
        now = until;
        return visits;
    }
    std::size_t name_of(const Sid& sid) const {
        for (std::size_t i = 0; i < computers.size(); ++i)
            if (computers[i].sid() == sid) return i;
        return computers.size();
    }
    bool link_up(LinkId link, const Computer& computer) {
        links.add({link, computer.device(), true}, now);
        return audits.on_link_up(link, now);
    }
};

}  // namespace

TEST_CASE("audits visit somebody online about every 30 s, and somebody gone every minute",
          "[audits]") {
    Scene scene;
    std::size_t audited = 0;
    std::size_t merged = 0;
    for (const auto& [sid, purpose] : scene.pass(1h)) {
        const auto name = scene.name_of(sid);
        if (purpose == Audits::Purpose::audit) {
            ++audited;
            CHECK(name >= 1);  // Not us, and nobody we have a link with.
            CHECK(name <= 5);
        } else {
            ++merged;
            CHECK(purpose == Audits::Purpose::merge);
            CHECK((name == 6 || name == 7));
        }
    }
    CHECK(audited >= 110);
    CHECK(audited <= 130);
    CHECK(merged >= 55);
    CHECK(merged <= 65);
}

TEST_CASE("audits visit those first every other time who are to be proven, where they can",
          "[audits]") {
    Scene scene;
    const auto& wanted = scene.computers[3];
    // We have a link with one of them, and another one is gone.
    scene.first = {scene.computers[0].sid(), wanted.sid(), scene.computers[6].sid()};
    std::size_t audited = 0;
    std::size_t of_wanted = 0;
    for (const auto& [sid, purpose] : scene.pass(1h)) {
        if (purpose != Audits::Purpose::audit) continue;
        ++audited;
        if (sid == wanted.sid()) ++of_wanted;
    }
    // All others have their share, and it has its own in the other half.
    CHECK(of_wanted > audited / 2);
    CHECK(of_wanted < audited * 3 / 4);
}

TEST_CASE("audits judge nobody while held, but look for lost parts of the mesh", "[audits]") {
    Scene scene;
    for (const auto& [sid, purpose] : scene.pass(10min, true))
        CHECK(purpose == Audits::Purpose::merge);
}

TEST_CASE("audits leave alone who said goodbye", "[audits]") {
    Scene scene;
    scene.table.put(scene.computers[7].record(2, State::left), first_hand(scene.computers[7]),
                    start);
    for (const auto& [sid, purpose] : scene.pass(30min)) {
        const auto name = scene.name_of(sid);
        CHECK((name >= 1 && name <= 6));
    }
}

TEST_CASE("audits that met nobody come again soon", "[audits]") {
    Scene scene;
    scene.audits.hurry(start);
    CHECK(scene.audits.next_deadline() == start + limits::audit_soon);
}

TEST_CASE("audits end a visit when tables were compared, or after five seconds", "[audits]") {
    Scene scene;
    const auto due = *scene.audits.next_deadline();
    scene.now = due;
    scene.audits.on_time(false, {}, due);
    REQUIRE(scene.audits.reaching().size() == 1);
    const auto& visited = scene.computers[scene.name_of(scene.audits.reaching().begin()->first)];
    CHECK(scene.link_up(9, visited));
    CHECK(scene.audits.reaching().empty());
    SECTION("compared") {
        scene.audits.on_compared(9);
        CHECK(scene.audits.take_over() == std::vector<LinkId>{9});
        CHECK(scene.audits.take_over().empty());
        CHECK(scene.audits.next_deadline() > due);
    }
    SECTION("no answer") {
        CHECK(scene.audits.next_deadline() == due + limits::visit_max);
        scene.audits.on_time(false, {}, due + limits::visit_max);
        CHECK(scene.audits.take_over() == std::vector<LinkId>{9});
    }
    SECTION("gone") {
        scene.audits.on_link_down(9);
        scene.audits.on_time(false, {}, due + limits::visit_max);
        CHECK(scene.audits.take_over().empty());
    }
    SECTION("of a link that is no visit") {
        CHECK_FALSE(scene.link_up(10, scene.computers[6]));
        scene.audits.on_compared(10);
        CHECK(scene.audits.take_over().empty());
    }
}

TEST_CASE("audits look after doubts of other tables, five a second", "[audits]") {
    Scene scene;
    for (std::size_t i = 1; i <= 5; ++i) scene.audits.verify(scene.computers[i].sid());
    scene.audits.verify(scene.computers[1].sid());
    CHECK(scene.audits.queued() == 5);
    CHECK(scene.audits.is_verifying(scene.computers[1].sid()));
    // Whoever has a newer version, or comes itself, needs no visit.
    scene.audits.on_news(scene.computers[1].sid());
    scene.link_up(9, scene.computers[2]);
    CHECK(scene.audits.queued() == 3);
    std::set<std::size_t> visited;
    for (const auto& [sid, purpose] : scene.pass(400ms)) {
        CHECK(purpose == Audits::Purpose::verify);
        visited.insert(scene.name_of(sid));
    }
    CHECK(visited == std::set<std::size_t>{3, 4, 5});
    CHECK(scene.audits.queued() == 0);
}

TEST_CASE("audits look first after those who have been known for longest", "[audits]") {
    Scene scene;
    const auto crowd = make_computers(100, 2000);
    for (const auto& each : crowd) {
        scene.table.put(each.record(1), told_by(scene.computers[0]), start + 1s);
        scene.audits.verify(each.sid());
    }
    scene.audits.verify(scene.computers[3].sid());
    const auto visits = scene.pass(0s);
    REQUIRE(visits.size() == 1);
    CHECK(visits[0].first == scene.computers[3].sid());
}

TEST_CASE("audits do not wait for somebody who is no longer known", "[audits]") {
    Scene scene;
    scene.audits.verify(Computer{99}.sid());
    scene.audits.on_time(false, {}, start);
    CHECK(scene.audits.reaching().empty());
    CHECK(scene.audits.queued() == 0);
}

TEST_CASE("audits have a bounded list of doubts to look after", "[audits]") {
    Scene scene;
    for (std::uint32_t i = 0; i < limits::verify_queue_max + 100; ++i) {
        Sid sid;
        sid.bytes[0] = static_cast<std::byte>(i);
        sid.bytes[1] = static_cast<std::byte>(i >> 8);
        scene.audits.verify(sid);
    }
    CHECK(scene.audits.queued() == limits::verify_queue_max);
}

}  // namespace earshot::gossip
