#include "node/runtime/task_group.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <cassert>
#include <utility>

namespace earshot::runtime {
namespace {

bool is_cancellation(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        return error.code() == asio::error::operation_aborted;
    } catch (...) {
        return false;
    }
}

}  // namespace

TaskGroup::TaskGroup(asio::any_io_executor executor, OnFailure on_failure)
    : executor_(std::move(executor)),
      on_failure_(std::move(on_failure)),
      emptied_(executor_, asio::steady_timer::time_point::max()) {}

TaskGroup::~TaskGroup() { assert(tasks_->empty()); }

void TaskGroup::start(std::string name, asio::awaitable<void> task) {
    if (cancelled_) return;
    const auto it = tasks_->emplace(tasks_->end());
    it->name = std::move(name);
    auto when_done = [this, it](std::exception_ptr failure) {
        if (failure && !is_cancellation(failure)) on_failure_(it->name, failure);
        tasks_->erase(it);
        if (tasks_->empty()) emptied_.cancel();
    };
    asio::co_spawn(executor_, std::move(task),
                   asio::bind_cancellation_slot(it->stop.slot(), std::move(when_done)));
}

void TaskGroup::cancel() {
    cancelled_ = true;
    // On the event loop, because Asio's co_spawn puts a signal that comes from elsewhere off, and
    // then finds it gone when its task has ended meanwhile.
    asio::dispatch(executor_, [tasks = std::weak_ptr(tasks_)] {
        if (const auto alive = tasks.lock())
            for (auto& task : *alive) task.stop.emit(asio::cancellation_type::terminal);
    });
}

asio::awaitable<void> TaskGroup::join() {
    while (!tasks_->empty()) {
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) {
            cancel();
            co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
        }
        co_await emptied_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

}  // namespace earshot::runtime
