#include "node/net/link_driver.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

#include "core/base/limits.hpp"
#include "node/runtime/clock.hpp"
#include "node/runtime/race.hpp"

namespace earshot::net {
namespace {

constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);  // Errors as values.
constexpr auto never = asio::steady_timer::time_point::max();

Instant steady_now() { return runtime::now().steady; }

}  // namespace

LinkDriver::LinkDriver(std::unique_ptr<ByteStream> stream, ConnectionFacts facts, link::Link link,
                       LinkSink& sink, std::span<std::byte> scratch)
    : stream_(std::move(stream)),
      facts_(std::move(facts)),
      link_(std::move(link)),
      sink_(sink),
      scratch_(scratch),
      output_added_(stream_->executor(), never),
      deadline_(stream_->executor(), never),
      room_made_(stream_->executor(), never) {}

asio::awaitable<void> LinkDriver::run() {
    std::exception_ptr failure;
    try {
        co_await runtime::race(stream_->executor(), read_loop(), write_loop(), time_loop());
    } catch (...) {
        failure = std::current_exception();
    }
    stream_->close();
    if (!link_.finished()) link_.on_end(steady_now(), events_);
    deliver();
    if (failure) std::rethrow_exception(failure);
}

Result<void> LinkDriver::send(std::uint8_t type, ByteView body) {
    auto sent = link_.send(type, body);
    output_added_.cancel();
    return sent;
}

void LinkDriver::close(link::ByeReason reason) {
    link_.close(reason, steady_now(), events_);
    output_added_.cancel();
    deadline_.cancel();  // `time_loop` tells the sink, so that no call comes from inside this one.
}

void LinkDriver::probe() {
    link_.probe(steady_now());
    output_added_.cancel();
    note_deadline();
}

void LinkDriver::resume() { room_made_.cancel(); }

void LinkDriver::deliver() {
    while (!events_.empty()) {
        auto events = std::exchange(events_, {});
        for (auto& event : events) {
            if (auto* established = std::get_if<link::Established>(&event))
                sink_.on_established(*this, established->peer);
            else if (auto* received = std::get_if<link::Received>(&event))
                sink_.on_received(*this, received->type, std::move(received->body));
            else if (std::get_if<link::Aging>(&event))
                sink_.on_aging(*this);
            else if (const auto* ended = std::get_if<link::Ended>(&event);
                     ended && !std::exchange(end_told_, true))
                sink_.on_ended(*this, *ended);
        }
    }
}

void LinkDriver::note_deadline() {
    const auto next = link_.next_deadline();
    if (link_.finished() || (next && *next < waits_until_)) deadline_.cancel();
}

asio::awaitable<void> LinkDriver::read_loop() {
    while (!link_.finished()) {
        if (sink_.is_full()) {
            co_await room_made_.async_wait(use_tuple);
            continue;
        }
        const bool is_readable = co_await stream_->wait_readable();
        if (!is_readable) co_return;
        const auto size = stream_->read(scratch_);
        if (size == 0) continue;
        if (!size) {
            link_.on_end(steady_now(), events_);
            deliver();
            co_return;
        }
        link_.on_bytes(scratch_.first(*size), steady_now(), events_);
        deliver();
        output_added_.cancel();
        note_deadline();
    }
    // The last words are still being written.
    asio::steady_timer forever(stream_->executor(), never);
    co_await forever.async_wait(use_tuple);
}

asio::awaitable<void> LinkDriver::write_loop() {
    Bytes pending;
    for (;;) {
        pending = link_.take_output(std::move(pending));
        if (!pending.empty()) {
            const bool is_written = co_await stream_->write(pending);
            if (!is_written) co_return;
            continue;
        }
        if (link_.finished()) co_return;  // Only now, so that its last words are sent.
        pending = Bytes{};                // An idle link holds no buffer.
        co_await output_added_.async_wait(use_tuple);
    }
}

asio::awaitable<void> LinkDriver::time_loop() {
    while (!link_.finished()) {
        const auto next = link_.next_deadline();
        waits_until_ = next.value_or(Instant::max());
        deadline_.expires_at(next ? runtime::timer_expiry(*next) : never);
        co_await deadline_.async_wait(use_tuple);
        link_.on_time(steady_now(), events_);
        deliver();
        output_added_.cancel();
    }
    deliver();
    // A peer that does not read must not keep the socket.
    deadline_.expires_after(limits::link_drain);
    co_await deadline_.async_wait(use_tuple);
}

}  // namespace earshot::net
