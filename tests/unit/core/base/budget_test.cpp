#include "core/base/budget.hpp"

#include "tests/support/catch.hpp"

namespace earshot {
namespace {

using namespace std::chrono_literals;

constexpr Instant start{1h};

}  // namespace

TEST_CASE("budget gives a burst, then a rate, and says when", "[budget]") {
    constexpr Rate rate{.burst = 2, .per_second = 0.5};
    Budget budget{rate, start};
    CHECK(budget.is_full(rate, start));
    CHECK_FALSE(budget.take(rate, 3, start));
    CHECK(budget.take(rate, 2, start));
    CHECK_FALSE(budget.is_full(rate, start + 3s));
    const auto next = budget.next(rate);
    CHECK(next >= start + 2s);
    CHECK(next <= start + 2s + 1ms);
    CHECK_FALSE(budget.take(rate, 1, start + 2s - 1ms));
    CHECK(budget.take(rate, 1, next));
    CHECK(budget.is_full(rate, next + 1h));
    CHECK_FALSE(budget.take(rate, 3, next + 1h));
    CHECK(budget.take(rate, 1, next + 1h));
    CHECK(budget.next(rate, 2) == next + 1h + 2s + 1ms);
}

TEST_CASE("budget takes back what was taken for nothing, up to its burst", "[budget]") {
    constexpr Rate rate{.burst = 2, .per_second = 0.5};
    Budget budget{rate, start};
    CHECK(budget.take(rate, 2, start));
    budget.give_back(rate, 1, start);
    CHECK(budget.take(rate, 1, start));
    CHECK_FALSE(budget.take(rate, 1, start));
    budget.give_back(rate, 2, start + 2s);
    CHECK_FALSE(budget.take(rate, 3, start + 2s));
    CHECK(budget.take(rate, 2, start + 2s));
}

TEST_CASE("budget has enough when it said that it would, whatever was taken when", "[budget]") {
    constexpr Rate rate{.burst = 5, .per_second = 0.1};
    for (auto after = 1ms; after < 4s; after += 1ms) {
        Budget budget{rate, start};
        REQUIRE(budget.take(rate, 4, start));
        REQUIRE(budget.take(rate, 1, start + after));
        REQUIRE_FALSE(budget.take(rate, 1, start + after + 1ms));
        const auto next = budget.next(rate);
        INFO("after " << after.count() << " ms");
        CHECK(next <= start + 10s + 2ms);
        CHECK(budget.take(rate, 1, next));
    }
}

TEST_CASE("of many each has a budget, and whose is full makes room for another", "[budget]") {
    constexpr Rate rate{.burst = 2, .per_second = 1};
    Budgets<int> budgets{rate, 2};
    CHECK(budgets.take(1, 2, start));
    CHECK_FALSE(budgets.take(1, 1, start));
    CHECK(budgets.next(1) > start);
    CHECK(budgets.take(2, 1, start));
    CHECK_FALSE(budgets.take(3, 1, start));
    CHECK_FALSE(budgets.next(3));
    CHECK(budgets.take(3, 1, start + 1s));
    CHECK_FALSE(budgets.take(1, 2, start + 1s));

    budgets.forget(1);
    CHECK(budgets.take(1, 2, start + 1s));
}

}  // namespace earshot
