#include "core/gossip/own_presence.hpp"

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {
namespace {

struct Scene {
    Computer self{1};
    support::SeededEntropy entropy{1};
    OwnPresence own;

    explicit Scene(std::uint64_t seq_before = 0, Now now = at({}))
        : own({self.identity(), crypto::ed25519, entropy, open_network}, {}, seq_before, now) {}

    std::uint64_t seq() const { return own.record().presence.seq; }
    /// Our record as another run would have made it.
    Presence foreign(std::uint64_t seq, unsigned instance) const {
        auto presence = self.presence(seq);
        presence.instance.bytes.fill(static_cast<std::byte>(instance));
        return presence;
    }
};

}  // namespace

TEST_CASE("own presence starts above what was kept and above the clock", "[own_presence]") {
    const auto clock = static_cast<std::uint64_t>(noon.time_since_epoch().count());
    CHECK(Scene{}.seq() == clock);
    CHECK(Scene{clock + 5}.seq() == clock + 6);
    CHECK(Scene{clock - 5}.seq() == clock);
    SECTION("whatever the clock says") {
        CHECK(Scene{7, {start, WallTime::min()}}.seq() == 8);
        CHECK(Scene{7, {start, WallTime{} - 24h}}.seq() == 8);
        CHECK(Scene{7, {start, WallTime::max()}}.seq() > clock);
    }
}

TEST_CASE("own presence says what it is told, in a new version", "[own_presence]") {
    Scene scene;
    const auto before = scene.seq();
    OwnPresence::Content content;
    scene.own.set(content, start);
    CHECK_FALSE(scene.own.on_time(start));  // Nothing changed.
    content.state = State::busy;
    content.footing = Footing::leaf;
    content.status_text = "in a meeting";
    content.endpoints.assign(limits::record_addresses_max + 3, *Endpoint::parse("10.0.0.7:47700"));
    scene.own.set(content, start);
    CHECK(scene.own.next_deadline() == start);
    REQUIRE(scene.own.on_time(start));
    const auto& presence = scene.own.record().presence;
    CHECK(presence.seq == before + 1);
    CHECK(presence.state == State::busy);
    CHECK(presence.footing == Footing::leaf);
    CHECK(presence.status_text() == "in a meeting");
    CHECK(presence.endpoints.size() == limits::record_addresses_max);
    CHECK(is_authentic(scene.own.record(), open_network, crypto::ed25519));
}

TEST_CASE("own presence renews its lease in time", "[own_presence]") {
    Scene scene;
    auto now = start;
    for (int i = 0; i < 20; ++i) {
        const auto due = scene.own.next_deadline();
        CHECK(due - now >= limits::record_refresh * 4 / 5);
        CHECK(due - now <= limits::record_refresh * 6 / 5);
        CHECK_FALSE(scene.own.on_time(due - 1ms));
        CHECK(scene.own.on_time(due));
        now = due;
    }
}

TEST_CASE("own presence contradicts at once, and after a burst every ten seconds",
          "[own_presence]") {
    Scene scene;
    auto now = start;
    for (std::size_t i = 0; i < limits::own_version_burst; ++i) {
        scene.own.on_doubted(scene.seq(), now);
        CHECK(scene.own.on_time(now));
    }
    for (int i = 0; i < 5; ++i) {
        scene.own.on_doubted(scene.seq(), now);
        CHECK_FALSE(scene.own.on_time(now));
        const auto due = scene.own.next_deadline();
        CHECK(due > now + 9s);
        CHECK(due <= now + 10s + 1ms);
        CHECK(scene.own.on_time(due));
        now = due;
    }
    SECTION("not a doubt about an earlier version") {
        scene.own.on_doubted(scene.seq() - 1, now + 1h);
        CHECK(scene.own.next_deadline() > now + 20min);
    }
}

TEST_CASE("own presence that must wait has one deadline, which is ahead", "[own_presence]") {
    Scene scene;
    const auto refresh = scene.own.next_deadline();
    auto now = refresh - 1ms;
    for (std::size_t i = 0; i < limits::own_version_burst; ++i) {
        scene.own.on_doubted(scene.seq(), now);
        // Used up just before the lease is to be renewed; so that is put off, not asked for in
        // vain.
        if (i + 1 < limits::own_version_burst) REQUIRE(scene.own.on_time(now));
    }
    REQUIRE(scene.own.on_time(now));
    for (int i = 0; i < 1000; ++i) {
        const auto due = scene.own.next_deadline();
        REQUIRE(due > now);
        now = due;
        scene.own.on_doubted(scene.seq(), now);
        scene.own.on_time(now);
    }
}

TEST_CASE("own presence goes above a version of an earlier run", "[own_presence]") {
    Scene scene;
    const auto foreign = scene.foreign(scene.seq() + 100, 2);
    CHECK_FALSE(scene.own.on_foreign(foreign, start));
    // Several neighbours tell of the same one.
    CHECK_FALSE(scene.own.on_foreign(foreign, start));
    REQUIRE(scene.own.on_time(start));
    CHECK(scene.seq() == foreign.seq + 1);
    CHECK_FALSE(scene.own.on_foreign(foreign, start + 1s));
    CHECK_FALSE(scene.own.on_time(start + 1s));
}

TEST_CASE("own presence runs twice when a foreign run goes on", "[own_presence]") {
    Scene scene;
    CHECK_FALSE(scene.own.on_foreign(scene.foreign(scene.seq() + 1, 2), start));
    REQUIRE(scene.own.on_time(start));
    CHECK(scene.own.on_foreign(scene.foreign(scene.seq() + 1, 2), start + 1s));
    // It does not fight: one version a minute.
    CHECK_FALSE(scene.own.on_time(start + 60s));
    CHECK(scene.own.on_time(start + 61s));
    SECTION("but not when they are far apart") {
        const auto later = start + 2h;
        scene.own.on_time(later);
        CHECK_FALSE(scene.own.on_foreign(scene.foreign(scene.seq() + 1, 3), later));
    }
}

TEST_CASE("own presence knows its own records", "[own_presence]") {
    Scene scene;
    CHECK_FALSE(scene.own.on_foreign(scene.own.record().presence, start));
    CHECK_FALSE(scene.own.on_foreign(scene.foreign(scene.seq() - 1, 2), start));
    CHECK_FALSE(scene.own.on_time(start));
}

}  // namespace earshot::gossip
