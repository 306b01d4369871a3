#include "node/net/byte_stream.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "core/base/limits.hpp"

namespace earshot::net {
namespace {

constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);  // Errors as values.
constexpr auto never = asio::steady_timer::time_point::max();

}  // namespace

// A TCP connection

TcpStream::TcpStream(tcp::socket socket) : socket_(std::move(socket)) {
    tune(socket_);
    boost::system::error_code ignored;
    socket_.non_blocking(true, ignored);
}

std::optional<Address> TcpStream::local() const {
    boost::system::error_code error;
    const auto endpoint = socket_.local_endpoint(error);
    return error ? std::nullopt : std::optional{from_asio(endpoint).address};
}

asio::awaitable<bool> TcpStream::wait_readable() {
    auto [error] = co_await socket_.async_wait(tcp::socket::wait_read, use_tuple);
    co_return !error;
}

std::optional<std::size_t> TcpStream::read(std::span<std::byte> into) {
    boost::system::error_code error;
    const auto size = socket_.read_some(asio::buffer(into.data(), into.size()), error);
    if (error == asio::error::would_block || error == asio::error::try_again) return 0;
    return error ? std::nullopt : std::optional{size};
}

asio::awaitable<bool> TcpStream::write(ByteView bytes) {
    auto [error, size] =
        co_await asio::async_write(socket_, asio::buffer(bytes.data(), bytes.size()), use_tuple);
    co_return !error;
}

void TcpStream::close() {
    boost::system::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    socket_.close(ignored);
}

// A stream through somebody else

RelayedStream::RelayedStream(const asio::any_io_executor& executor, StreamId stream,
                             StreamSink& sink)
    : stream_(stream),
      sink_(sink),
      readable_(executor, never),
      writable_(executor, never),
      room_(limits::relay_window_bytes) {}

void RelayedStream::on_bytes(ByteView bytes) {
    unread_.insert(unread_.end(), bytes.begin(), bytes.end());
    readable_.cancel();
}

void RelayedStream::on_room(std::size_t bytes) {
    room_ += bytes;
    writable_.cancel();
}

void RelayedStream::on_end() {
    is_over_ = true;
    readable_.cancel();
    writable_.cancel();
}

asio::awaitable<bool> RelayedStream::wait_readable() {
    while (unread_.empty() && !is_over_) {
        auto [error] = co_await readable_.async_wait(use_tuple);
        (void)error;
    }
    co_return true;
}

std::optional<std::size_t> RelayedStream::read(std::span<std::byte> into) {
    if (unread_.empty()) return is_over_ ? std::nullopt : std::optional<std::size_t>{0};
    const auto size = std::min(unread_.size(), into.size());
    std::copy_n(unread_.begin(), size, into.begin());
    unread_.erase(unread_.begin(), unread_.begin() + static_cast<std::ptrdiff_t>(size));
    return size;
}

asio::awaitable<bool> RelayedStream::write(ByteView bytes) {
    while (!bytes.empty() && !is_over_) {
        if (room_ == 0) {
            auto [error] = co_await writable_.async_wait(use_tuple);
            (void)error;
            continue;
        }
        const auto part = bytes.first(std::min(room_, bytes.size()));
        room_ -= part.size();
        bytes = bytes.subspan(part.size());
        sink_.on_stream_said(stream_, to_bytes(part));
    }
    co_return !is_over_;
}

void RelayedStream::close() {
    if (std::exchange(is_closed_, true)) return;
    sink_.on_stream_over(stream_);
}

}  // namespace earshot::net
