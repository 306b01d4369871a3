#include "core/gossip/health.hpp"

#include "core/gossip/accusers.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {

TEST_CASE("health holds judgement for 15 s after half of the links were lost at once", "[health]") {
    Health health;
    health.on_link_lost(4, start);
    CHECK_FALSE(health.is_held(start));
    health.on_link_lost(3, start + 20s);
    CHECK(health.is_held(start + 20s));
    CHECK(health.held_until() == start + 35s);
    CHECK(health.is_held(start + 35s - 1ms));
    CHECK_FALSE(health.is_held(start + 35s));
}

TEST_CASE("health does not care about a few of many, or one of one", "[health]") {
    Health health;
    SECTION("one of one") {
        health.on_link_lost(1, start);
        CHECK_FALSE(health.is_held(start));
    }
    SECTION("few of many") {
        for (std::size_t lost = 0; lost < 4; ++lost) health.on_link_lost(10 - lost, start);
        CHECK_FALSE(health.is_held(start));
        health.on_link_lost(6, start);
        CHECK(health.is_held(start));
    }
    SECTION("half of all, but slowly") {
        for (int lost = 0; lost < 10; ++lost)
            health.on_link_lost(static_cast<std::size_t>(10 - lost), start + lost * 21s);
        CHECK_FALSE(health.is_held(start + 190s));
    }
    SECTION("few of the many that there are by now") {
        health.on_link_lost(2, start);
        health.on_link_lost(40, start + 10min);
        health.on_link_lost(39, start + 10min);
        CHECK_FALSE(health.is_held(start + 10min));
    }
}

TEST_CASE("health holds judgement after a late turn and after waking up", "[health]") {
    Health health;
    health.on_late(start);
    CHECK(health.held_until() == start + 15s);
    health.on_woke(start + 10s);
    CHECK(health.held_until() == start + 25s);
}

TEST_CASE("accusers are listened to 64 times, and then every five seconds", "[accusers]") {
    Accusers accusers;
    const auto alice = Computer{1}.sid();
    for (std::size_t i = 0; i < limits::doubts_per_accuser_burst; ++i)
        CHECK(accusers.may_accuse(alice, Accused::met, start));
    CHECK_FALSE(accusers.may_accuse(alice, Accused::met, start));
    CHECK(accusers.may_accuse(Computer{2}.sid(), Accused::met, start));
    CHECK_FALSE(accusers.may_accuse(alice, Accused::met, start + 5s - 1ms));
    CHECK(accusers.may_accuse(alice, Accused::met, start + 5s));
    CHECK_FALSE(accusers.may_accuse(alice, Accused::met, start + 5s));
}

TEST_CASE("accusers are ignored for an hour after three doubts that were refuted", "[accusers]") {
    Accusers accusers;
    const auto alice = Computer{1}.sid();
    accusers.on_refuted(alice, Accused::met, start);
    accusers.on_refuted(alice, Accused::met, start + 9min);
    SECTION("in ten minutes") {
        accusers.on_refuted(alice, Accused::met, start + 10min);
        CHECK_FALSE(accusers.may_accuse(alice, Accused::met, start + 10min));
        CHECK_FALSE(accusers.may_accuse(alice, Accused::met, start + 70min - 1ms));
        CHECK(accusers.may_accuse(alice, Accused::met, start + 70min));
    }
    SECTION("not in a longer time") {
        accusers.on_refuted(alice, Accused::met, start + 10min + 1ms);
        CHECK(accusers.may_accuse(alice, Accused::met, start + 11min));
    }
}

TEST_CASE("accusers pay for doubts that are open or were wrong, not for those that came true",
          "[accusers]") {
    Accusers accusers;
    const auto alice = Computer{1}.sid();
    for (int times = 0; times < 3; ++times) {
        for (std::size_t i = 0; i < limits::doubts_per_accuser_burst; ++i)
            REQUIRE(accusers.may_accuse(alice, Accused::met, start));
        CHECK_FALSE(accusers.may_accuse(alice, Accused::met, start));
        for (std::size_t i = 0; i < limits::doubts_per_accuser_burst; ++i)
            accusers.give_back(alice, Accused::met, start);
    }
    // No more than that.
    accusers.give_back(alice, Accused::met, start);
    for (std::size_t i = 0; i < limits::doubts_per_accuser_burst; ++i)
        REQUIRE(accusers.may_accuse(alice, Accused::met, start));
    CHECK_FALSE(accusers.may_accuse(alice, Accused::met, start));
}

TEST_CASE("accusers are judged apart by those whom nobody has met", "[accusers]") {
    Accusers accusers;
    const auto alice = Computer{1}.sid();
    SECTION("what they said") {
        for (std::size_t i = 0; i < limits::doubts_per_accuser_burst; ++i)
            REQUIRE(accusers.may_accuse(alice, Accused::unmet, start));
        CHECK_FALSE(accusers.may_accuse(alice, Accused::unmet, start));
    }
    SECTION("and what was wrong of it") {
        for (std::size_t i = 0; i < limits::doubts_refuted_max; ++i)
            accusers.on_refuted(alice, Accused::unmet, start);
        CHECK_FALSE(accusers.may_accuse(alice, Accused::unmet, start));
    }
    CHECK(accusers.may_accuse(alice, Accused::met, start));
}

TEST_CASE("accusers are bounded, however many there are", "[accusers]") {
    Accusers accusers;
    Sid sid;
    for (std::uint32_t i = 0; i < limits::gossip_entries_max + 1000; ++i) {
        sid.bytes[0] = static_cast<std::byte>(i);
        sid.bytes[1] = static_cast<std::byte>(i >> 8);
        accusers.may_accuse(sid, Accused::met, start);
        accusers.may_accuse(sid, Accused::unmet, start);
    }
    CHECK(accusers.size() <= limits::accusers_max);
}

}  // namespace earshot::gossip
