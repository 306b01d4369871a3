#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "core/engine/host.hpp"
#include "node/control/event_feed.hpp"
#include "node/control/turns.hpp"
#include "node/net/links.hpp"
#include "node/runtime/log.hpp"
#include "node/store/sqlite_store.hpp"

/// Runs the engine's turns: whatever arrived while the loop was busy shares one, and what a turn
/// decided goes out after its commit, to links, dials, clients and subscribers. Between turns, when
/// nothing waits, it does the store's housekeeping. One thread, the engine's.
namespace earshot::node {

namespace asio = boost::asio;

class Pump final : public control::Turns,
                   private engine::LinkPorts,
                   private net::LinkSink,
                   private net::StreamSink {
public:
    /// References outlive the pump.
    struct Places {
        store::SqliteStore& store;
        control::EventFeed& feed;
        runtime::Log& log;
    };

    Pump(const asio::any_io_executor& executor, const Places& places, const engine::Parts& parts);

    Result<void> start(Now now);
    /// Everything a link says comes here; `links` outlives the pump's last turn.
    net::Links::Sinks sinks() { return {*this, *this}; }
    void attach(net::Links& links) { links_ = &links; }

    void push(engine::Input input);
    void submit(Work work, Done done) override;
    /// Called after a turn that changed the stored seeds.
    std::function<void()> on_seeds_changed;
    /// Called after a turn that has new orders for discovery.
    std::function<void(const gossip::Search&)> on_search;
    /// Called after a turn that changed a setting.
    std::function<void(std::string_view key)> on_setting_changed;

    const engine::Engine* engine() const { return host_.engine(); }
    std::size_t link_count() const { return host_.link_count(); }
    /// Asks a few peers to connect to this port of ours.
    void ask_dial_back(std::uint16_t port);
    void ask_who_reaches(const PersonId& person);
    /// What they said since then: whether one of them reached us.
    std::optional<bool> dialled_back_since(Instant then) const;
    /// When somebody else was last seen to use our identity.
    std::optional<Instant> twin_seen() const { return twin_seen_; }
    /// Tells everybody on a link that we leave.
    void leave();
    /// Runs what waits, once more, and then no turn any more.
    void finish();

private:
    struct Call {
        Done done;
        std::optional<control::Outcome> outcome;
    };

    void request_turn();
    void run_turn();
    void answer_calls(const std::optional<Error>& failure);
    void apply(const link::DialEffects& orders);
    void set_alarm();
    void keep_house(Instant now);
    void index_when_idle();
    void index_messages();
    void erase_later();

    Result<void> send(LinkId link, std::uint8_t type, ByteView body) override;
    void close(LinkId link, link::ByeReason reason) override;
    Instant heard(LinkId link) const override;
    void probe(LinkId link) override;
    void on_stream(const relay::StreamEffect& effect) override;

    void on_dial_failed(net::DialId dial, bool is_refused) override;
    void on_connected(net::LinkDriver& link) override;
    void on_established(net::LinkDriver& link, const link::Peer& peer) override;
    void on_received(net::LinkDriver& link, std::uint8_t type, Bytes body) override;
    void on_aging(net::LinkDriver& link) override;
    void on_ended(net::LinkDriver& link, const link::Ended& ended) override;
    void on_stream_said(StreamId stream, Bytes bytes) override;
    void on_stream_over(StreamId stream) override;
    bool is_full() const override;

    asio::any_io_executor executor_;
    Places places_;
    engine::Host host_;
    net::Links* links_ = nullptr;              // Set once, before the first input.
    std::deque<std::shared_ptr<Call>> calls_;  // Shared with the input that runs it.
    asio::steady_timer alarm_;
    std::optional<Instant> alarm_at_;
    asio::steady_timer idle_;
    asio::steady_timer erasing_;
    Instant housekeeping_at_{};
    std::optional<Instant> twin_seen_;
    std::optional<Instant> reached_at_;  ///< By a peer that we asked to.
    std::optional<Instant> not_reached_at_;
    bool turn_requested_ = false;
    bool was_full_ = false;
    bool finished_ = false;
};

}  // namespace earshot::node
