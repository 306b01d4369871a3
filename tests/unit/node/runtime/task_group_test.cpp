#include "node/runtime/task_group.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

#include "tests/support/catch.hpp"

namespace earshot::runtime {
namespace {

using namespace std::chrono_literals;

struct Failures {
    std::vector<std::string> names;
    TaskGroup::OnFailure recorder() {
        return [this](std::string_view task, std::exception_ptr) { names.emplace_back(task); };
    }
};

asio::awaitable<void> wait_for_ever(bool& ended) {
    asio::steady_timer timer(co_await asio::this_coro::executor,
                             asio::steady_timer::time_point::max());
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    ended = true;
}

asio::awaitable<void> step(int& steps) {
    ++steps;
    co_return;
}

asio::awaitable<void> fail() {
    throw std::runtime_error("a defect");
    co_return;
}

asio::awaitable<void> join_and_note(TaskGroup& group, bool& joined) {
    co_await group.join();
    joined = true;
}

TEST_CASE("task group joins once its last task has ended", "[task_group]") {
    asio::io_context context;
    Failures failures;
    TaskGroup group{context.get_executor(), failures.recorder()};
    TaskGroup outer{context.get_executor(), failures.recorder()};
    bool ended = false;
    bool joined = false;
    int steps = 0;
    group.start("waiting", wait_for_ever(ended));
    group.start("stepping", step(steps));
    outer.start("joining", join_and_note(group, joined));

    context.poll();
    CHECK(steps == 1);
    CHECK(group.size() == 1);
    CHECK_FALSE(joined);

    group.cancel();
    context.run();
    CHECK(ended);
    CHECK(joined);
    CHECK(group.size() == 0);
    CHECK(failures.names.empty());
}

TEST_CASE("task group starts nothing once it is cancelled", "[task_group]") {
    asio::io_context context;
    Failures failures;
    TaskGroup group{context.get_executor(), failures.recorder()};
    int steps = 0;
    SECTION("not a new task") {
        group.cancel();
        group.start("late", step(steps));
        context.run();
        CHECK(steps == 0);
        CHECK(group.size() == 0);
    }
    SECTION("and a task that waits for its first step never gets past its first suspension") {
        bool ended = false;
        group.start("early", wait_for_ever(ended));
        group.cancel();
        context.run();
        CHECK(group.size() == 0);
    }
}

TEST_CASE("task group may be cancelled from outside while a task is just ending", "[task_group]") {
    asio::io_context context;
    Failures failures;
    TaskGroup group{context.get_executor(), failures.recorder()};
    asio::steady_timer timer(context, asio::steady_timer::time_point::max());
    group.start("ending", [](auto& wait) -> asio::awaitable<void> {
        co_await wait.async_wait(asio::as_tuple(asio::use_awaitable));
    }(timer));
    context.poll();
    timer.cancel();
    group.cancel();
    context.run();
    CHECK(group.size() == 0);
    CHECK(failures.names.empty());
}

TEST_CASE("task group reports a task that failed, by name", "[task_group]") {
    asio::io_context context;
    Failures failures;
    TaskGroup group{context.get_executor(), failures.recorder()};
    group.start("good", [](asio::io_context& io) -> asio::awaitable<void> {
        co_await asio::post(io, asio::use_awaitable);
    }(context));
    group.start("bad", fail());
    context.run();
    CHECK(failures.names == std::vector<std::string>{"bad"});
}

TEST_CASE("task group whose joiner is cancelled cancels its tasks and still waits",
          "[task_group]") {
    asio::io_context context;
    Failures failures;
    TaskGroup group{context.get_executor(), failures.recorder()};
    TaskGroup outer{context.get_executor(), failures.recorder()};
    bool ended = false;
    bool joined = false;
    group.start("waiting", wait_for_ever(ended));
    outer.start("joining", join_and_note(group, joined));
    context.poll();
    outer.cancel();
    context.run();
    CHECK(ended);
    CHECK(joined);
    CHECK(failures.names.empty());
}

}  // namespace
}  // namespace earshot::runtime
