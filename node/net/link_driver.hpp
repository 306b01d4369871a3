#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>

#include "core/base/endpoint.hpp"
#include "core/base/time.hpp"
#include "core/link/duplicates.hpp"
#include "core/link/link.hpp"
#include "node/net/byte_stream.hpp"
#include "node/net/link_sink.hpp"

/// Runs one link::Link over one stream of bytes: reads, writes, keeps its deadlines. Confined to
/// its executor's thread.
namespace earshot::net {

/// What is known of a connection before anybody has spoken.
struct ConnectionFacts {
    LinkId id{};
    Endpoint remote;
    std::optional<DialId> dial;        ///< Set when we dialled.
    Instant started{};                 ///< When the connection was made.
    std::optional<StreamId> stream{};  ///< It goes through somebody else; then no `remote`.
};

class LinkDriver {
public:
    /// `scratch` is where reads go, shared by all drivers of a thread: an idle link holds no
    /// buffer. `sink` and `scratch` outlive the driver.
    LinkDriver(std::unique_ptr<ByteStream> stream, ConnectionFacts facts, link::Link link,
               LinkSink& sink, std::span<std::byte> scratch);
    LinkDriver(const LinkDriver&) = delete;
    LinkDriver& operator=(const LinkDriver&) = delete;

    /// Until the link has ended and said its last words, or is cancelled. Tells `sink` of the end.
    asio::awaitable<void> run();

    /// As link::Link::send; what is queued before the next turn of the event loop leaves together.
    Result<void> send(std::uint8_t type, ByteView body);
    void close(link::ByeReason reason);
    void probe();
    void resume();  ///< The sink has room again.

    LinkId id() const noexcept { return facts_.id; }
    const ConnectionFacts& facts() const noexcept { return facts_; }
    std::optional<Address> local() const { return stream_->local(); }
    bool is_established() const noexcept { return link_.is_established(); }
    Instant heard() const noexcept { return link_.heard(); }
    std::optional<Duration> round_trip() const noexcept { return link_.round_trip(); }
    std::size_t output_bytes() const noexcept { return link_.output_bytes(); }

private:
    asio::awaitable<void> read_loop();
    asio::awaitable<void> write_loop();
    asio::awaitable<void> time_loop();
    void deliver();
    void note_deadline();

    std::unique_ptr<ByteStream> stream_;
    ConnectionFacts facts_;
    link::Link link_;
    LinkSink& sink_;
    std::span<std::byte> scratch_;
    link::Events events_;  ///< Told by the link, not yet to the sink.
    bool end_told_ = false;
    Instant waits_until_{};  ///< Of `time_loop`.
    asio::steady_timer output_added_;
    asio::steady_timer deadline_;
    asio::steady_timer room_made_;
};

}  // namespace earshot::net
