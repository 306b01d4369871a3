#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>

/// Owners of coroutines.
namespace earshot::runtime {

namespace asio = boost::asio;

/// Owns the coroutines it starts: none is detached, none outlives `join`, no exception is lost.
/// Confined to its executor's thread.
class TaskGroup {
public:
    using OnFailure = std::function<void(std::string_view task, std::exception_ptr)>;

    TaskGroup(asio::any_io_executor executor, OnFailure on_failure);
    ~TaskGroup();  ///< Precondition: joined.
    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;

    /// After `cancel` nothing starts any more: the task is dropped before its first step.
    void start(std::string name, asio::awaitable<void> task);

    /// Asks every task to stop at its next suspension point.
    void cancel();

    /// Returns once the group is empty. A cancelled caller cancels the group, and still waits.
    asio::awaitable<void> join();

    std::size_t size() const noexcept { return tasks_->size(); }
    bool is_cancelled() const noexcept { return cancelled_; }

private:
    struct Task {
        std::string name;
        asio::cancellation_signal stop;
    };

    asio::any_io_executor executor_;
    OnFailure on_failure_;
    /// A list, because signals must not move. Shared with a `cancel` that is on its way.
    std::shared_ptr<std::list<Task>> tasks_ = std::make_shared<std::list<Task>>();
    bool cancelled_ = false;
    asio::steady_timer emptied_;
};

}  // namespace earshot::runtime
