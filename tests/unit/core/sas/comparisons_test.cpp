#include "tests/unit/core/sas/two_people.hpp"

namespace earshot::sas {

using namespace std::chrono_literals;

TEST_CASE("comparing shows both people the same six digits once both have begun", "[sas]") {
    TwoPeople pair;
    REQUIRE(pair.start(pair.anna, pair.bob));
    pair.settle();
    CHECK(pair.of(pair.anna, pair.bob).stage == Stage::waiting);
    CHECK(pair.of(pair.bob, pair.anna).stage == Stage::asked);
    REQUIRE(pair.start(pair.bob, pair.anna));
    pair.settle();
    const auto code = pair.of(pair.anna, pair.bob).code;
    CHECK(code.size() == 6);
    CHECK(pair.of(pair.bob, pair.anna).code == code);

    REQUIRE(pair.confirm(pair.anna, pair.bob, code));
    pair.settle();
    CHECK(pair.of(pair.anna, pair.bob).stage == Stage::agreed);
    CHECK(pair.of(pair.bob, pair.anna).stage == Stage::comparing);  // Bob has not said anything.
    CHECK(pair.of(pair.bob, pair.anna).theirs == Verdict::same);
    REQUIRE(pair.confirm(pair.bob, pair.anna, code));
    pair.settle();
    CHECK(pair.of(pair.bob, pair.anna).stage == Stage::agreed);
    CHECK(pair.of(pair.anna, pair.bob).theirs == Verdict::same);
}

TEST_CASE("comparing works when both begin at the same moment", "[sas]") {
    TwoPeople pair;
    REQUIRE(pair.start(pair.bob, pair.anna));
    REQUIRE(pair.start(pair.anna, pair.bob));
    pair.settle();
    CHECK(pair.of(pair.anna, pair.bob).stage == Stage::comparing);
    CHECK(pair.of(pair.anna, pair.bob).code == pair.of(pair.bob, pair.anna).code);
}

TEST_CASE("comparing shows a new code at each try", "[sas]") {
    TwoPeople pair;
    pair.compare();
    const auto first = pair.of(pair.anna, pair.bob).code;
    REQUIRE(pair.stop(pair.anna, pair.bob, Verdict::canceled));
    pair.settle();
    pair.compare();
    CHECK(pair.of(pair.anna, pair.bob).code != first);
}

TEST_CASE("comparing fails on both sides when one person sees something else", "[sas]") {
    TwoPeople pair;
    pair.compare();
    SECTION("as they say") { REQUIRE(pair.stop(pair.bob, pair.anna, Verdict::different)); }
    SECTION("as the code that they were read says") {
        const auto confirmed = pair.confirm(pair.bob, pair.anna, "not it");
        REQUIRE_FALSE(confirmed);
        CHECK(confirmed.error().kind == ErrorKind::unauthenticated);
    }
    pair.settle();
    CHECK(pair.of(pair.anna, pair.bob).failure == Failure::different);
    CHECK(pair.of(pair.bob, pair.anna).failure == Failure::different);
    CHECK(pair.confirm(pair.anna, pair.bob, pair.of(pair.anna, pair.bob).code).error().kind ==
          ErrorKind::not_found);
}

TEST_CASE("comparing is tried three times an hour with one person", "[sas]") {
    TwoPeople pair;
    for (std::size_t i = 0; i < limits::sas_tries_max; ++i) {
        pair.compare();
        REQUIRE(pair.stop(pair.anna, pair.bob, Verdict::different));
        pair.settle();
    }
    CHECK(pair.start(pair.anna, pair.bob).error().kind == ErrorKind::busy);
    CHECK(pair.start(pair.bob, pair.anna).error().kind == ErrorKind::busy);
    pair.pass(30min);
    CHECK(pair.start(pair.anna, pair.bob).error().kind == ErrorKind::busy);
    pair.pass(30min);
    pair.compare();
}

TEST_CASE("comparing costs no try while only one person has begun", "[sas]") {
    TwoPeople pair;
    for (std::size_t i = 0; i < 2 * limits::sas_tries_max; ++i) {
        REQUIRE(pair.start(pair.anna, pair.bob));
        pair.settle();
        REQUIRE(pair.stop(pair.anna, pair.bob, Verdict::canceled));
        pair.settle();
        CHECK(pair.of(pair.bob, pair.anna).failure == Failure::canceled);
    }
    pair.compare();
}

TEST_CASE("comparing ends when the other person does not begin", "[sas]") {
    TwoPeople pair;
    REQUIRE(pair.start(pair.anna, pair.bob));
    pair.settle();
    REQUIRE(pair.anna.comparisons.next_deadline() == pair.now + limits::sas_wait_max);
    pair.pass(limits::sas_wait_max);
    CHECK(pair.of(pair.anna, pair.bob).failure == Failure::silent);
    CHECK(pair.of(pair.bob, pair.anna).stage == Stage::failed);
}

TEST_CASE("comparing ends with its link, and says so", "[sas]") {
    TwoPeople pair;
    pair.compare();
    Effects effects;
    pair.anna.comparisons.on_link_down(link_number + 1, pair.now, effects);
    CHECK(effects.changed.empty());
    pair.anna.comparisons.on_link_down(link_number, pair.now, effects);
    CHECK(effects.changed.size() == 1);
    CHECK(pair.of(pair.anna, pair.bob).failure == Failure::link_lost);
}

TEST_CASE("comparing is shown to nobody when a stranger begins, until our person does", "[sas]") {
    TwoPeople pair;
    pair.are_contacts = false;
    REQUIRE(pair.start(pair.anna, pair.bob));
    pair.settle();
    CHECK(pair.bob.comparisons.find(pair.anna.person) == nullptr);
    CHECK(pair.bob.told == 0);
    SECTION("then it goes on") {
        REQUIRE(pair.start(pair.bob, pair.anna));
        pair.settle();
        CHECK(pair.of(pair.bob, pair.anna).stage == Stage::comparing);
    }
    SECTION("otherwise nothing is left of it") {
        pair.pass(limits::sas_wait_max);
        pair.pass(1ms);
        CHECK_FALSE(pair.bob.comparisons.next_deadline());
    }
}

TEST_CASE("comparing is forgotten after an hour", "[sas]") {
    TwoPeople pair;
    pair.compare();
    REQUIRE(pair.confirm(pair.anna, pair.bob, pair.of(pair.anna, pair.bob).code));
    REQUIRE(pair.stop(pair.bob, pair.anna, Verdict::canceled));
    pair.settle();
    CHECK(pair.of(pair.anna, pair.bob).stage == Stage::agreed);
    CHECK(pair.of(pair.anna, pair.bob).theirs == Verdict::canceled);
    pair.pass(limits::sas_tries_window);
    CHECK(pair.anna.comparisons.find(pair.bob.person) == nullptr);
    CHECK_FALSE(pair.bob.comparisons.next_deadline());
}

}  // namespace earshot::sas
