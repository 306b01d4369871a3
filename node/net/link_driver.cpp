#include "node/net/link_driver.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
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

LinkDriver::LinkDriver(tcp::socket socket, ConnectionFacts facts, link::Link link, LinkSink& sink,
                       std::span<std::byte> scratch)
    : socket_(std::move(socket)),
      facts_(std::move(facts)),
      link_(std::move(link)),
      sink_(sink),
      scratch_(scratch),
      output_added_(socket_.get_executor(), never),
      deadline_(socket_.get_executor(), never),
      room_made_(socket_.get_executor(), never) {
    tune(socket_);
    boost::system::error_code ignored;
    socket_.non_blocking(true, ignored);
}

asio::awaitable<void> LinkDriver::run() {
    std::exception_ptr failure;
    try {
        co_await runtime::race(socket_.get_executor(), read_loop(), write_loop(), time_loop());
    } catch (...) {
        failure = std::current_exception();
    }
    boost::system::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    socket_.close(ignored);
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

std::optional<Address> LinkDriver::local() const {
    boost::system::error_code error;
    const auto endpoint = socket_.local_endpoint(error);
    return error ? std::nullopt : std::optional{from_asio(endpoint).address};
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
        auto [wait_error] = co_await socket_.async_wait(tcp::socket::wait_read, use_tuple);
        if (wait_error) co_return;
        boost::system::error_code error;
        const auto size = socket_.read_some(asio::buffer(scratch_.data(), scratch_.size()), error);
        if (error == asio::error::would_block || error == asio::error::try_again) continue;
        if (error) {
            link_.on_end(steady_now(), events_);
            deliver();
            co_return;
        }
        link_.on_bytes(scratch_.first(size), steady_now(), events_);
        deliver();
        output_added_.cancel();
        note_deadline();
    }
    // The last words are still being written.
    asio::steady_timer forever(socket_.get_executor(), never);
    co_await forever.async_wait(use_tuple);
}

asio::awaitable<void> LinkDriver::write_loop() {
    Bytes pending;
    for (;;) {
        pending = link_.take_output(std::move(pending));
        if (!pending.empty()) {
            auto [error, size] =
                co_await asio::async_write(socket_, asio::buffer(pending), use_tuple);
            if (error) co_return;
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
