#include <map>

#include "core/session/saved_session.hpp"
#include "tests/unit/core/session/two_sides.hpp"

/// Keys of messages that were waited for and never came are gone by themselves.
namespace earshot::session {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""s;
constexpr Duration day = 24h;

/// As the engine does: it is woken when something is due, and at no other time.
int pass_woken(Side& side, Duration time) {
    const auto end = side.now.steady + time;
    int turns = 0;
    while (side.sessions->next_deadline().value() <= end) {
        side.pass(std::max(Duration{}, *side.sessions->next_deadline() - side.now.steady));
        side.commit();
        ++turns;
    }
    side.pass(end - side.now.steady);
    side.commit();
    return turns;
}

std::size_t kept(Side& side, const Side& with) {
    std::size_t count = 0;
    for (const auto& row : must(side.stores.sessions.sessions_of(with.device())))
        count += must(decode_session(row.state)).ratchet.state().skipped.size();
    return count;
}

/// Bob got the last of three messages.
std::vector<Bytes> miss_two(TwoSides& f) {
    f.bob.give_keys(f.alice);
    const std::vector<Bytes> missed{f.alice.seal(f.bob, "one"), f.alice.seal(f.bob, "two")};
    REQUIRE(f.bob.open(f.alice, f.alice.seal(f.bob, "three")) == "three");
    f.bob.commit();
    REQUIRE(kept(f.bob, f.alice) == 2);
    return missed;
}

}  // namespace

TEST_CASE("keys of messages that never came go after thirty days, though nobody writes",
          "[session]") {
    TwoSides f;
    const auto missed = miss_two(f);
    const bool restarts = GENERATE(false, true);
    pass_woken(f.bob, 29 * day);
    CHECK(kept(f.bob, f.alice) == 2);
    if (restarts) f.bob.crash();  // Now the session lies in the store alone.
    SECTION("until then they open what comes") { CHECK(f.bob.open(f.alice, missed[1]) == "two"); }
    SECTION("then they are nowhere") {
        pass_woken(f.bob, day + 7h);
        CHECK(kept(f.bob, f.alice) == 0);
        for (const auto& sealed : missed) CHECK(f.bob.open(f.alice, sealed).empty());
        CHECK(f.bob.open(f.alice, f.alice.seal(f.bob, "four")) == "four");
    }
}

TEST_CASE("keys that grew old while the computer was off go when it starts", "[session]") {
    TwoSides f;
    miss_two(f);
    f.bob.now.wall += 31 * day;
    f.bob.crash();
    pass_woken(f.bob, 1s);
    CHECK(kept(f.bob, f.alice) == 0);
}

TEST_CASE("however many people somebody knows, a turn looks at the keys of a few", "[session]") {
    Side bob{1};
    std::map<DeviceId, std::unique_ptr<Side>> others;
    for (std::uint64_t seed = 2; seed < 22; ++seed) {
        auto other = std::make_unique<Side>(seed);
        bob.meet(*other);
        other->meet(bob);
        bob.give_keys(*other);
        other->seal(bob, "never comes");
        REQUIRE(bob.open(*other, other->seal(bob, "comes")) == "comes");
        others.emplace(other->device(), std::move(other));
    }
    bob.commit();
    bob.now.wall += 31 * day;
    bob.crash();
    std::size_t before = others.size();
    int turns = 0;
    while (before > 0) {
        REQUIRE(turns < 40);
        bob.pass(*bob.sessions->next_deadline() - bob.now.steady);
        bob.commit();
        ++turns;
        std::size_t left = 0;
        for (const auto& [device, other] : others) left += kept(bob, *other);
        CHECK(before - left <= 8);
        before = left;
    }
    CHECK(turns >= 3);
    CHECK(pass_woken(bob, 12h) < 60);  // Two rounds, and the prekeys' own hours.
}

}  // namespace earshot::session
