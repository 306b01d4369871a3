#include "discovery/throttle.hpp"

#include "tests/support/catch.hpp"

namespace earshot::discovery {
using namespace std::chrono_literals;

TEST_CASE("throttle allows one event of each key in an interval") {
    Throttle<int> throttle{1s, 10};
    const Instant start{};
    CHECK(throttle.allow(1, start));
    CHECK(throttle.allow(2, start));
    CHECK_FALSE(throttle.allow(1, start + 999ms));
    CHECK(throttle.allow(1, start + 1s));
    CHECK_FALSE(throttle.allow(1, start + 1500ms));
}

TEST_CASE("throttle refuses keys beyond its bound until old ones have passed") {
    Throttle<int> throttle{1s, 10};
    const Instant start{};
    for (int key = 0; key < 10; ++key) CHECK(throttle.allow(key, start));
    CHECK_FALSE(throttle.allow(10, start + 500ms));
    CHECK(throttle.allow(10, start + 1s));
    for (int key = 11; key < 20; ++key) CHECK(throttle.allow(key, start + 1s));
    CHECK_FALSE(throttle.allow(20, start + 1s));
}

}  // namespace earshot::discovery
