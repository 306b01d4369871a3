#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/identity/identity.hpp"
#include "core/link/handshake_gate.hpp"
#include "core/link/link_options.hpp"
#include "crypto/entropy.hpp"
#include "node/net/link_driver.hpp"
#include "node/net/link_sink.hpp"
#include "node/runtime/log.hpp"
#include "node/runtime/task_group.hpp"

/// All connections of the daemon: those being dialled, those in their handshake and those that are
/// established. Strangers' handshakes are bounded by link::HandshakeGate, links by
/// limits::links_max. Confined to its executor's thread.
namespace earshot::net {

/// What every link is made with. References outlive `Links`.
struct LinkParts {
    const identity::LocalIdentity& identity;
    crypto::Entropy& entropy;
    /// Of a new link with who is there; `expected` unset.
    std::function<link::LinkOptions(link::Role, const Address& remote)> options;
    /// Whether an address is in a prefix of one of our interfaces.
    std::function<bool(const Address&)> is_on_link;
};

class Links final : private LinkSink {
public:
    /// Who is told. References outlive `Links`.
    struct Sinks {
        LinkSink& links;
        StreamSink& streams;
    };
    /// `log` outlives this.
    Links(asio::any_io_executor executor, LinkParts parts, const Sinks& sinks, runtime::Log& log);

    /// Somebody connected to us: a handshake begins, unless they have too many already.
    void accept(tcp::socket socket, const Endpoint& remote);
    /// Connects; then `on_connected`, else `on_dial_failed`. `expected`: whom to meet there.
    void dial(DialId dial, const Endpoint& endpoint, std::optional<link::Expected> expected);
    /// A link over a stream through the one at the other end of link `via`; whoever is to be met
    /// there is dialled, as it were.
    void start_stream(StreamId stream, LinkId via, std::optional<link::Expected> expected);
    RelayedStream* find_stream(StreamId stream);
    /// Gives a connection attempt up, without a word to the sink. Unknown ids are ignored.
    void cancel_dial(DialId dial);
    std::size_t dialing() const noexcept { return dials_.size(); }

    /// Connects and says nothing; `done` hears whether somebody took the call.
    void try_endpoint(const Endpoint& endpoint, std::function<void(bool)> done);

    LinkDriver* find(LinkId id);
    void resume();  ///< Reading goes on.
    /// When something last came on it; long ago where there is no such link.
    Instant heard(LinkId id) const;
    std::size_t size() const noexcept { return drivers_.size(); }
    std::size_t unfinished() const noexcept { return gate_.unfinished(); }

    /// Says goodbye on every link, gives up what is being dialled. No connection begins any more,
    /// whatever the engine still asks for: nobody is dialled again who has just been left.
    void close_all(link::ByeReason reason);
    /// Ends what `close_all` did not end in time.
    void cancel();
    /// Until no connection is left.
    asio::awaitable<void> join();

private:
    void on_dial_failed(DialId dial, bool is_refused) override;
    void on_connected(LinkDriver& link) override;
    void on_established(LinkDriver& link, const link::Peer& peer) override;
    void on_received(LinkDriver& link, std::uint8_t type, Bytes body) override;
    void on_aging(LinkDriver& link) override;
    void on_ended(LinkDriver& link, const link::Ended& ended) override;
    bool is_full() const override { return sink_.is_full(); }

    struct Dial {
        tcp::socket socket;
        bool given_up = false;
    };

    static void give_up(Dial& dial);
    LinkDriver& start(std::unique_ptr<ByteStream> stream, ConnectionFacts facts, link::Role role,
                      link::LinkOptions options);
    asio::awaitable<void> run_link(LinkId id);
    asio::awaitable<void> run_try(Endpoint endpoint, std::function<void(bool)> done);
    asio::awaitable<void> run_dial(DialId dial, Endpoint endpoint,
                                   std::optional<link::Expected> expected);

    LinkParts parts_;
    LinkSink& sink_;
    StreamSink& stream_sink_;
    runtime::Log& log_;
    link::HandshakeGate gate_;
    std::uint64_t next_link_ = 1;
    std::map<LinkId, std::unique_ptr<LinkDriver>> drivers_;
    std::map<StreamId, RelayedStream*> streams_;  ///< Owned by their drivers.
    std::map<DialId, Dial> dials_;                ///< A map, because sockets in use must not move.
    std::vector<std::byte> scratch_;
    asio::any_io_executor executor_;
    bool is_closing_ = false;  ///< `close_all` was called.
    runtime::TaskGroup tasks_;
};

}  // namespace earshot::net
