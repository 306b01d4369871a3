#include "discovery/helper_source.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/base/limits.hpp"

namespace earshot::discovery {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using std::chrono_literals::operator""s;

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);
/// A helper that lived so long was well: the next failure is a new one.
constexpr auto healthy_after = 30s;
constexpr auto interfaces_valid = 1s;

}  // namespace

HelperSource::HelperSource(const asio::any_io_executor& executor, HelperOptions options,
                           Sightings& sightings)
    : options_(std::move(options)),
      sightings_(sightings),
      book_(options_.backend),
      changed_(executor) {}

void HelperSource::announce(const Announcement& announcement) {
    announcement_ = announcement;
    if (process_ != nullptr) (void)tell(Command{announcement});
}

void HelperSource::show_on(const Audience& audience) {
    if (audience_ == audience) return;
    audience_ = audience;
    if (process_ != nullptr) (void)tell(Command{audience});
}

void HelperSource::look(bool is_on) {
    if (look_.is_on == is_on) return;
    look_.is_on = is_on;
    if (!is_on) forget_all();
    if (process_ != nullptr) (void)tell(Command{look_});
}

void HelperSource::forget_all() {
    for (const auto& instance : book_.take_all()) sightings_.on_lost(name(), instance);
}

/// A fresh stack does both; and it has no timers left from before a sleep.
void HelperSource::look_again() {
    if (process_ == nullptr) return;
    starts_again_ = true;
    boost::system::error_code ignored;
    process_->socket().shutdown(asio::socket_base::shutdown_both, ignored);
}

SourceState HelperSource::state() const {
    if (!is_running_) return {options_.backend, "off"};
    if (!stack_state_) return {options_.backend, has_answered_ ? "restarting" : "starting"};
    switch (*stack_state_) {
        case StackState::announced: return {options_.backend, "announced"};
        case StackState::listening: return {options_.backend, "listening"};
        case StackState::absent:
        case StackState::starting: break;
    }
    return {options_.backend, "starting"};
}

asio::awaitable<void> HelperSource::run() {
    // The goodbye is said after the cancellation.
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto stop = co_await asio::this_coro::cancellation_state;
    const auto executor = co_await asio::this_coro::executor;
    is_running_ = true;
    has_answered_ = false;
    Clock::duration backoff = limits::helper_restart_first;
    while (!is_cancelled(stop)) {
        const auto started = Clock::now();
        if (auto process = HelperProcess::start(executor, options_.program)) {
            process_ = &*process;
            co_await serve(*process);
            process_ = nullptr;
            co_await process->finish();
        }
        has_answered_ = true;
        set_state(std::nullopt);
        forget_all();
        if (is_cancelled(stop)) break;
        if (std::exchange(starts_again_, false)) continue;

        if (Clock::now() - started > healthy_after) backoff = limits::helper_restart_first;
        co_await pause_for(backoff);
        backoff = std::min<Clock::duration>(backoff * 2, limits::helper_restart_max);
    }
    is_running_ = false;
}

/// Until the helper ends or says something it never says, or until cancelled.
asio::awaitable<void> HelperSource::serve(HelperProcess& process) {
    has_greeted_ = false;
    UseInterfaces use;
    use.names = options_.interfaces;
    if (!tell(Command{audience_}) || !tell(Command{look_}) || !tell(Command{use})) co_return;
    if (announcement_ && !tell(Command{*announcement_})) co_return;

    std::array<char, 4096> buffer;
    LineSplitter lines;
    for (;;) {
        const auto [error, size] =
            co_await process.socket().async_read_some(asio::buffer(buffer), quiet);
        if (error || !lines.add({buffer.data(), size})) co_return;
        while (const auto line = lines.take_line())
            if (!on_line(*line)) co_return;
    }
}

/// A few hundred bytes into an empty socket: if they do not fit, the helper has stopped reading
/// and ends.
bool HelperSource::tell(const Command& command) {
    const auto line = to_line(command);
    auto& socket = process_->socket();
    const auto sent =
        ::send(socket.native_handle(), line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent == static_cast<ssize_t>(line.size())) return true;
    boost::system::error_code ignored;
    socket.shutdown(asio::socket_base::shutdown_both, ignored);
    return false;
}

bool HelperSource::on_line(std::string_view line) {
    const auto report = parse_report(line);
    if (!report) return false;
    if (std::holds_alternative<Hello>(*report)) return !std::exchange(has_greeted_, true);
    if (!has_greeted_) return false;
    if (const auto* state = std::get_if<StackState>(&*report)) set_state(*state);
    if (const auto* found = std::get_if<Found>(&*report)) on_found(*found);
    if (const auto* lost = std::get_if<Lost>(&*report)) on_lost(*lost);
    return true;
}

void HelperSource::set_state(std::optional<StackState> state) {
    if (state && *state != StackState::starting) has_answered_ = true;
    stack_state_ = state;
    changed_.notify();
}

void HelperSource::on_found(const Found& found) {
    // Said before the helper heard that nobody wants to know.
    if (!look_.is_on || !is_worth_telling(found)) return;
    if (const auto sighting = book_.on_found(found)) sightings_.on_sighted(*sighting);
}

void HelperSource::on_lost(const Lost& lost) {
    if (const auto instance = book_.on_lost(lost)) sightings_.on_lost(name(), *instance);
}

bool HelperSource::is_worth_telling(const Found& found) {
    if (announcement_ && announcement_->instance == found.instance) return false;
    const auto find = [&] {
        return std::ranges::find(interfaces_, found.path.interface, &Interface::index);
    };
    auto heard_on = find();
    // What is refused here is not said again: a new interface must be known.
    if (heard_on == interfaces_.end() || Clock::now() - listed_at_ > interfaces_valid) {
        listed_at_ = Clock::now();
        auto all = list_interfaces();
        if (!all) return false;
        interfaces_ = usable_interfaces(*std::move(all), options_.interfaces);
        heard_on = find();
    }
    return heard_on != interfaces_.end() && is_worth_dialling(found.endpoint, *heard_on);
}

}  // namespace earshot::discovery
