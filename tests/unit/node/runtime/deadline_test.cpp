#include "node/runtime/deadline.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <stdexcept>
#include <string>

#include "node/runtime/clock.hpp"
#include "node/runtime/task_group.hpp"
#include "tests/support/catch.hpp"

namespace earshot::runtime {
namespace {

using namespace std::chrono_literals;

asio::awaitable<std::string> answer_after(Duration wait, bool& cancelled) {
    asio::steady_timer timer(co_await asio::this_coro::executor, wait);
    auto [error] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    cancelled = static_cast<bool>(error);
    co_return "answer";
}

asio::awaitable<std::string> fail() {
    throw std::runtime_error("a defect");
    co_return "";
}

TEST_CASE("deadline gives what the operation returns in time", "[deadline]") {
    asio::io_context context;
    bool cancelled = false;
    std::optional<std::string> answer;
    TaskGroup group{context.get_executor(), [](auto, auto) { FAIL(); }};
    group.start("asking", [](auto& result, bool& flag) -> asio::awaitable<void> {
        result = co_await within(1h, answer_after(0ms, flag));
    }(answer, cancelled));
    context.run();
    CHECK(answer == "answer");
    CHECK_FALSE(cancelled);
}

TEST_CASE("deadline cancels an operation that takes too long", "[deadline]") {
    asio::io_context context;
    bool cancelled = false;
    std::optional<std::string> answer = "unset";
    TaskGroup group{context.get_executor(), [](auto, auto) { FAIL(); }};
    group.start("asking", [](auto& result, bool& flag) -> asio::awaitable<void> {
        result = co_await within(1ms, answer_after(1h, flag));
    }(answer, cancelled));
    context.run();
    CHECK_FALSE(answer);
    CHECK(cancelled);
}

TEST_CASE("deadline passes exceptions and cancellation on", "[deadline]") {
    asio::io_context context;
    int failures = 0;
    TaskGroup group{context.get_executor(), [&](auto, auto) { ++failures; }};
    SECTION("an exception of the operation") {
        group.start("failing", []() -> asio::awaitable<void> { co_await within(1h, fail()); }());
        context.run();
        CHECK(failures == 1);
    }
    SECTION("the caller's cancellation") {
        bool cancelled = false;
        bool went_on = false;
        group.start("cancelled", [](bool& flag, bool& after) -> asio::awaitable<void> {
            co_await within(1h, answer_after(1h, flag));
            after = true;
            co_await asio::steady_timer(co_await asio::this_coro::executor, 1h)
                .async_wait(asio::use_awaitable);
            FAIL("a cancelled task goes on");
        }(cancelled, went_on));
        context.poll();
        group.cancel();
        context.run();
        CHECK(cancelled);
        CHECK(failures == 0);
    }
}

TEST_CASE("clock reaches an instant when its timer ends", "[clock]") {
    asio::io_context context;
    const auto due = now().steady + 2ms;
    asio::steady_timer timer(context, timer_expiry(due));
    bool reached = false;
    timer.async_wait([&](auto) { reached = now().steady >= due; });
    context.run();
    CHECK(reached);
}

}  // namespace
}  // namespace earshot::runtime
