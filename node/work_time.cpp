#include "node/work_time.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "node/runtime/clock.hpp"

namespace earshot::node {

void WorkTime::set(const std::string& hours) {
    const auto parsed = notify::WorkingHours::parse(hours);
    hours_ = parsed ? *parsed : notify::WorkingHours{};
    look();
    timer_.cancel();
}

void WorkTime::look() {
    const bool is_off = !hours_.includes(runtime::minute_of_week(runtime::now().wall));
    if (std::exchange(is_off_, is_off) != is_off) on_changed_(is_off);
}

asio::awaitable<void> WorkTime::run() {
    constexpr auto interval = std::chrono::seconds{10};
    while (true) {
        look();
        if (hours_.are_always())
            timer_.expires_at(asio::steady_timer::time_point::max());
        else
            timer_.expires_after(interval);
        // Ends early where the hours are set, and throws where this is cancelled.
        co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

}  // namespace earshot::node
