#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <optional>
#include <span>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "node/net/endpoints.hpp"

/// What a link runs over: a TCP connection, or a stream that another computer carries. Confined to
/// its executor's thread; one reader and one writer at a time.
namespace earshot::net {

class ByteStream {
public:
    virtual ~ByteStream() = default;

    virtual asio::any_io_executor executor() = 0;
    /// Our end's address; none where there is none, or where the system does not tell.
    virtual std::optional<Address> local() const = 0;
    /// Until `read` has something to say. False when it never will.
    virtual asio::awaitable<bool> wait_readable() = 0;
    /// How many bytes came, without waiting; none at the end of the stream, which may be an error.
    virtual std::optional<std::size_t> read(std::span<std::byte> into) = 0;
    /// Until all of `bytes`, which live so long, were taken. False when the stream is broken.
    virtual asio::awaitable<bool> write(ByteView bytes) = 0;
    /// Orderly, if it still can be. May be called again.
    virtual void close() = 0;
};

class TcpStream final : public ByteStream {
public:
    explicit TcpStream(tcp::socket socket);

    asio::any_io_executor executor() override { return socket_.get_executor(); }
    std::optional<Address> local() const override;
    asio::awaitable<bool> wait_readable() override;
    std::optional<std::size_t> read(std::span<std::byte> into) override;
    asio::awaitable<bool> write(ByteView bytes) override;
    void close() override;

private:
    tcp::socket socket_;
};

/// Who passes on what is written to streams through others.
class StreamSink {
public:
    virtual ~StreamSink() = default;
    virtual void on_stream_said(StreamId stream, Bytes bytes) = 0;
    /// Closed here; the last call about it.
    virtual void on_stream_over(StreamId stream) = 0;
};

/// Never writes more than there is room for, and holds no more unread than the sender had room for.
class RelayedStream final : public ByteStream {
public:
    /// `sink` outlives this.
    RelayedStream(const asio::any_io_executor& executor, StreamId stream, StreamSink& sink);

    // What comes from the other end.
    void on_bytes(ByteView bytes);
    void on_room(std::size_t bytes);
    void on_end();

    asio::any_io_executor executor() override { return readable_.get_executor(); }
    std::optional<Address> local() const override { return std::nullopt; }
    asio::awaitable<bool> wait_readable() override;
    std::optional<std::size_t> read(std::span<std::byte> into) override;
    asio::awaitable<bool> write(ByteView bytes) override;
    void close() override;

private:
    StreamId stream_;
    StreamSink& sink_;
    asio::steady_timer readable_;
    asio::steady_timer writable_;
    Bytes unread_;
    std::size_t room_;
    bool is_over_ = false;  ///< At the other end.
    bool is_closed_ = false;
};

}  // namespace earshot::net
