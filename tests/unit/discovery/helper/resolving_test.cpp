#include "discovery/helper/resolving.hpp"

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"

namespace earshot::discovery::helper {
using namespace std::chrono_literals;

namespace {

ServiceKey numbered(std::uint32_t number) {
    Bytes bytes(12);
    append_u32(bytes, number);
    return {discovery::Path{1, false}, InstanceId::from_view(bytes)};
}

}  // namespace

TEST_CASE("lookup that fails is repeated after 1, 2, 4 ... 30 s") {
    Resolving resolving;
    Instant now{};
    resolving.on_appeared(numbered(1), now);
    for (const auto pause : {1s, 2s, 4s, 8s, 16s, 30s, 30s}) {
        REQUIRE(resolving.take_due(now).size() == 1);
        CHECK(resolving.take_due(now).empty());
        now += 5s;
        resolving.on_unresolved(numbered(1), now);
        CHECK(resolving.next_deadline() == now + pause);
        CHECK(resolving.take_due(now + pause - 1ms).empty());
        now += pause;
    }
    REQUIRE(resolving.take_due(now).size() == 1);
    resolving.on_resolved(numbered(1));
    CHECK_FALSE(resolving.next_deadline());
    CHECK(resolving.on_vanished(numbered(1)));
}

TEST_CASE("lookups at one time are bounded, and the longest waiting goes first") {
    Resolving resolving;
    const Instant start{};
    for (std::uint32_t i = 0; i < 100; ++i)
        resolving.on_appeared(numbered(100 - i), start + i * 1ms);
    const auto now = start + 1s;
    const auto first = resolving.take_due(now);
    REQUIRE(first.size() == limits::resolvers_max);
    CHECK(first.front() == numbered(100));
    CHECK_FALSE(resolving.next_deadline());  // Waits for an answer, not for time.
    CHECK(resolving.take_due(now).empty());

    resolving.on_resolved(first[0]);
    resolving.on_unresolved(first[1], now);
    CHECK_FALSE(resolving.on_vanished(first[2]));
    CHECK(resolving.take_due(now).size() == 3);
}

TEST_CASE("service that vanishes is looked up no more, whatever is still answered") {
    Resolving resolving;
    const Instant now{};
    resolving.on_appeared(numbered(1), now);
    REQUIRE(resolving.take_due(now).size() == 1);
    CHECK_FALSE(resolving.on_vanished(numbered(1)));
    resolving.on_resolved(numbered(1));
    resolving.on_unresolved(numbered(1), now);
    CHECK_FALSE(resolving.next_deadline());
    CHECK(resolving.take_due(now + 1h).empty());

    resolving.on_appeared(numbered(1), now);
    CHECK(resolving.take_due(now).size() == 1);
}

TEST_CASE("services beyond the bound are not remembered") {
    Resolving resolving;
    const Instant now{};
    for (std::uint32_t i = 0; i < limits::sightings_max + 10; ++i)
        resolving.on_appeared(numbered(i), now);
    std::size_t taken = 0;
    for (auto due = resolving.take_due(now); !due.empty(); due = resolving.take_due(now)) {
        taken += due.size();
        for (const auto& key : due) resolving.on_resolved(key);
    }
    CHECK(taken == limits::sightings_max);
}

TEST_CASE("services that never answer make room for a newcomer") {
    Resolving resolving;
    const Instant now{};
    for (std::uint32_t i = 0; i < limits::sightings_max; ++i)
        resolving.on_appeared(numbered(i), now);
    for (const auto& key : resolving.take_due(now)) resolving.on_unresolved(key, now);
    for (std::uint32_t i = 0; i < limits::resolvers_max; ++i) {
        resolving.on_appeared(numbered(1'000'000 + i), now);
        CHECK_FALSE(resolving.on_vanished(numbered(i)));  // Forgotten, whatever it was.
    }
    std::size_t newcomers = 0;
    for (auto due = resolving.take_due(now); !due.empty(); due = resolving.take_due(now))
        for (const auto& key : due) {
            newcomers += key >= numbered(1'000'000) ? 1 : 0;
            resolving.on_resolved(key);
        }
    CHECK(newcomers == limits::resolvers_max);
}

TEST_CASE("services are all forgotten when nobody looks any more, and looked up anew later") {
    Resolving resolving;
    const Instant now{};
    for (std::uint32_t i = 0; i < 3; ++i) resolving.on_appeared(numbered(i), now);
    REQUIRE(resolving.take_due(now).size() == 3);
    resolving.on_resolved(numbered(0));
    CHECK(resolving.take_all().size() == 3);
    CHECK_FALSE(resolving.next_deadline());
    CHECK_FALSE(resolving.on_vanished(numbered(0)));
    resolving.on_unresolved(numbered(1), now);  // Too late to matter.
    for (std::uint32_t i = 0; i < limits::resolvers_max; ++i)
        resolving.on_appeared(numbered(i), now);
    CHECK(resolving.take_due(now).size() == limits::resolvers_max);
}

}  // namespace earshot::discovery::helper
