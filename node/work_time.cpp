#include "node/work_time.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "node/runtime/clock.hpp"

namespace earshot::node {

void WorkTime::set(const std::string& hours) {
    const auto parsed = notify::WorkingHours::parse(hours);
    hours_ = parsed ? *parsed : notify::WorkingHours{};
    look();
}

void WorkTime::look() {
    const bool is_off = !hours_.includes(runtime::minute_of_week(runtime::now().wall));
    if (std::exchange(is_off_, is_off) != is_off) on_changed_(is_off);
}

asio::awaitable<void> WorkTime::run() {
    constexpr auto interval = std::chrono::seconds{10};
    asio::steady_timer timer{executor_};
    while (true) {
        look();
        timer.expires_after(interval);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

}  // namespace earshot::node
