#include "discovery/helper/helper.hpp"

#include <sys/timerfd.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <utility>

#include "core/base/limits.hpp"
#include "discovery/link_watch.hpp"

namespace earshot::discovery::helper {
namespace {

namespace asio = boost::asio;
using asio::experimental::awaitable_operators::operator||;
using discovery::StackState;
using Clock = std::chrono::steady_clock;

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);
/// More than that unread means that the daemon does not live.
constexpr std::size_t unsent_bytes_max = 1024 * 1024;

Instant now() {
    const auto since = Clock::now().time_since_epoch();
    return Instant{std::chrono::duration_cast<Duration>(since)};
}

Clock::time_point clock_time(Instant instant) {
    return Clock::time_point{instant.time_since_epoch()};
}

}  // namespace

Helper::Helper(const asio::any_io_executor& executor, int commands_fd, int reports_fd,
               MakeStack make_stack)
    : commands_(executor, commands_fd),
      reports_(executor, reports_fd),
      make_stack_(std::move(make_stack)),
      has_unsent_(executor),
      time_changed_(executor),
      broken_(executor) {}

Helper::~Helper() = default;

asio::awaitable<void> Helper::run() {
    report(discovery::Hello{});
    tell_state();
    co_await (read_commands() || write_reports() || follow_links() || keep_time() ||
              clock_is_set() || broken_.wait());
}

asio::awaitable<void> Helper::read_commands() {
    std::array<char, 4096> buffer;
    discovery::LineSplitter lines;
    while (!is_broken_) {
        const auto [error, size] = co_await commands_.async_read_some(asio::buffer(buffer), quiet);
        if (error) co_return;
        if (!lines.add({buffer.data(), size})) co_return;
        while (const auto line = lines.take_line()) {
            const auto command = discovery::parse_command(*line);
            if (!command || !obey(*command)) co_return;
        }
    }
}

asio::awaitable<void> Helper::write_reports() {
    const auto stop = co_await asio::this_coro::cancellation_state;
    for (;;) {
        while (!unsent_.empty()) {
            const auto sending = std::exchange(unsent_, {});
            const auto [error, size] =
                co_await asio::async_write(reports_, asio::buffer(sending), quiet);
            if (error) co_return;
        }
        co_await has_unsent_.wait();
        if (discovery::is_cancelled(stop)) co_return;
    }
}

asio::awaitable<void> Helper::follow_links() {
    const auto stop = co_await asio::this_coro::cancellation_state;
    discovery::LinkWatch links{co_await asio::this_coro::executor};
    for (;;) {
        co_await links.changed();
        if (discovery::is_cancelled(stop)) co_return;
        refresh();
    }
}

asio::awaitable<void> Helper::keep_time() {
    const auto stop = co_await asio::this_coro::cancellation_state;
    asio::steady_timer timer{co_await asio::this_coro::executor};
    for (;;) {
        take(publishing_.on_time(now()));
        look_up_due();
        auto due = publishing_.next_deadline();
        if (const auto other = resolving_.next_deadline(); other && (!due || *other < *due))
            due = other;
        timer.expires_at(due ? clock_time(*due) : Clock::time_point::max());
        co_await (timer.async_wait(asio::use_awaitable) || time_changed_.wait());
        if (discovery::is_cancelled(stop)) co_return;
    }
}

/// Returns when somebody sets the wall clock, or the computer wakes up. Avahi keeps its timeouts
/// in wall-clock time: after a step back of an hour it would be silent for an hour. A fresh start
/// is the cure, and announces us on waking.
asio::awaitable<void> Helper::clock_is_set() {
    const auto executor = co_await asio::this_coro::executor;
    const int fd = ::timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    asio::posix::stream_descriptor timer{executor};
    itimerspec never{};
    never.it_value.tv_sec = 8'000'000'000;  // The year 2223.
    if (fd >= 0) timer.assign(fd);
    if (fd < 0 ||
        ::timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, nullptr) != 0) {
        co_await broken_.wait();
        co_return;
    }
    co_await timer.async_wait(asio::posix::descriptor_base::wait_read, quiet);
}

bool Helper::obey(const discovery::Command& command) {
    if (const auto* use = std::get_if<discovery::UseInterfaces>(&command)) {
        if (stack_ != nullptr) return false;  // Said once, first.
        allowed_ = use->names;
        refresh();
        stack_ = make_stack_(allowed_, *this);
        if (stack_ == nullptr || is_broken_) return false;
        refresh();
        return true;
    }
    if (const auto* audience = std::get_if<discovery::Audience>(&command)) audience_ = *audience;
    if (const auto* announcement = std::get_if<discovery::Announcement>(&command))
        announcement_ = *announcement;
    if (const auto* look = std::get_if<discovery::Look>(&command)) look_ = *look;
    refresh();
    return true;
}

/// Compares what should be published with what is, after any change of either.
void Helper::refresh() {
    auto all = discovery::list_interfaces();
    if (!all) return;  // Nothing changes, then.
    interfaces_.clear();
    auto usable = discovery::usable_interfaces(*std::move(all), allowed_);
    for (const auto& interface : usable) interfaces_.emplace(interface.index, interface);
    if (stack_ == nullptr || !is_usable_) return;
    look();
    std::erase_if(usable, [&](const auto& each) { return !audience_.includes(each.name); });
    WantedRecords wanted;
    if (announcement_) wanted = records_to_publish(*announcement_, usable);
    take(publishing_.on_wanted(std::move(wanted), now()));
    tell_state();
    time_changed_.notify();
}

void Helper::look() {
    if (!stack_->browse(look_.is_on)) return on_broken();
    if (look_.is_on) return;
    for (const auto& key : resolving_.take_all()) stack_->abandon(key);
}

void Helper::take(const std::vector<PublishingStep>& steps) {
    for (const auto& step : steps) {
        if (const auto* withdraw = std::get_if<Withdraw>(&step)) {
            stack_->withdraw(withdraw->path);
            published_.erase(withdraw->path);
            continue;
        }
        const auto& publish = std::get<Publish>(step);
        if (stack_->publish(publish.path, publish.records)) published_.insert(publish.path);
    }
    if (!steps.empty()) tell_state();
}

void Helper::look_up_due() {
    if (stack_ == nullptr || !is_usable_) return;
    for (const auto& key : resolving_.take_due(now())) stack_->resolve(key);
}

void Helper::tell_state() {
    auto state = StackState::starting;
    if (is_usable_)
        state = published_.empty() ? StackState::listening : StackState::announced;
    else if (stack_ != nullptr)
        state = StackState::absent;
    if (told_state_ == state) return;
    told_state_ = state;
    report(state);
}

void Helper::report(const discovery::Report& report) {
    unsent_ += discovery::to_line(report);
    if (unsent_.size() > unsent_bytes_max) on_broken();
    has_unsent_.notify();
}

bool Helper::is_used(const ServiceKey& key) const {
    if (announcement_ && announcement_->instance == key.instance) return false;
    return interfaces_.contains(key.path.interface);
}

void Helper::on_usable() {
    is_usable_ = true;
    if (stack_ != nullptr) refresh();
}

void Helper::on_appeared(const ServiceKey& key) {
    if (!interfaces_.contains(key.path.interface)) refresh();  // A new one, perhaps.
    if (!is_used(key)) return;
    resolving_.on_appeared(key, now());
    time_changed_.notify();
}

void Helper::on_vanished(const ServiceKey& key) {
    if (stack_ != nullptr) stack_->abandon(key);
    if (resolving_.on_vanished(key)) report(discovery::Lost{key.path, key.instance});
    time_changed_.notify();
}

void Helper::on_resolved(const ServiceKey& key, const Endpoint& endpoint,
                         const discovery::Tags& tags) {
    resolving_.on_resolved(key);
    report(discovery::Found{key.path, key.instance, endpoint, tags});
    time_changed_.notify();
}

void Helper::on_unresolved(const ServiceKey& key) {
    resolving_.on_unresolved(key, now());
    time_changed_.notify();
}

void Helper::on_broken() {
    is_broken_ = true;
    broken_.notify();
}

}  // namespace earshot::discovery::helper
