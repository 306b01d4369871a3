#include "core/conversation/hybrid_clock.hpp"

#include <limits>

#include "tests/support/catch.hpp"

namespace earshot::conversation {
namespace {

constexpr WallTime at(std::int64_t milliseconds) { return WallTime{Duration{milliseconds}}; }

}  // namespace

TEST_CASE("hybrid clock shows wall time when it is ahead of everything seen", "[hybrid_clock]") {
    CHECK(next_hlc(0, at(1000)) == std::uint64_t{1000} << 16);
}

TEST_CASE("hybrid clock counts on when wall time stands still or goes back", "[hybrid_clock]") {
    const auto first = next_hlc(0, at(1000));
    const auto second = next_hlc(first, at(1000));
    const auto third = next_hlc(second, at(10));
    CHECK(second == first + 1);
    CHECK(third == second + 1);
}

TEST_CASE("hybrid clock stands after whatever was received", "[hybrid_clock]") {
    CHECK(next_hlc(hlc_received_max, at(1000)) == hlc_received_max + 1);
}

TEST_CASE("hybrid clock survives clocks before 1970 and beyond reason", "[hybrid_clock]") {
    CHECK(next_hlc(0, at(-5)) == 1);
    const auto latest = next_hlc(0, at(std::numeric_limits<std::int64_t>::max()));
    CHECK(latest <= hlc_received_max);
}

}  // namespace earshot::conversation
