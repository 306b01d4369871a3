#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "core/engine/turn.hpp"
#include "core/link/link.hpp"

/// An engine with its links: what comes from links becomes inputs, and the effects of a committed
/// turn go back to them. The daemon and the simulator host an engine with this same code; they
/// differ only in what carries the bytes and who tells the time. Not thread-safe.
namespace earshot::engine {

/// The established links that a host writes to; over sockets, or over simulated wires.
class LinkPorts : public gossip::Hearing {
public:
    /// Queues a frame. `busy` when too much waits to be written already.
    virtual Result<void> send(LinkId link, std::uint8_t type, ByteView body) = 0;
    /// Says goodbye; `Host::on_ended` follows, later or from within.
    virtual void close(LinkId link, link::ByeReason reason) = 0;
    /// As link::Link::probe.
    virtual void probe(LinkId link) = 0;
    /// What streams through others bring, and that they begin and end.
    virtual void on_stream(const relay::StreamEffect& effect) = 0;
};

/// What the end of an established link says of whoever was at its other end.
gossip::LinkEnd link_end(const link::Ended& ended);

class Host {
public:
    /// `ports` outlives the host.
    Host(const Parts& parts, LinkPorts& ports) : turns_(parts, ports), ports_(ports) {}

    Result<void> start(Now now) { return turns_.start(now); }
    void push(Input input) { turns_.push(std::move(input)); }

    void on_established(LinkUp up);
    /// Links that were never established are ignored.
    void on_ended(LinkId link, const link::Ended& ended);

    /// What is left for the owner after links got theirs.
    struct Outcome {
        std::vector<store::Event> events;
        std::vector<PresenceChanged> presence;
        std::vector<typing::Change> typing;
        std::vector<notify::Change> notices;
        std::vector<ConversationId> drafts;
        std::vector<link::DialEffect> dials;
        std::vector<TryEndpoint> tries;
        std::vector<bool> dialled_back;
        std::optional<gossip::Search> search;
        bool seeds_changed = false;
        bool runs_twice = false;
        std::optional<Error>
            failure;  ///< Nothing of the turn happened; the links are being closed.
    };
    Outcome run(Now now);

    bool has_inputs() const { return turns_.input_count() > 0; }
    std::size_t input_count() const { return turns_.input_count(); }
    std::optional<Instant> next_deadline() const { return turns_.next_deadline(); }
    const Engine* engine() const { return turns_.engine(); }
    std::size_t link_count() const { return links_.size(); }
    void close_all(link::ByeReason reason);

private:
    void apply(const Effects& effects);

    Turns turns_;
    LinkPorts& ports_;
    std::set<LinkId> links_;
};

}  // namespace earshot::engine
