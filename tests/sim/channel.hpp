#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/link/link.hpp"
#include "tests/sim/wire.hpp"

/// What makes a link of a wire, on one side of it. There are two: the real one, and one without
/// cryptography for networks of thousands.
namespace earshot::sim {

class Channel {
public:
    virtual ~Channel() = default;

    // As link::Link.
    virtual void on_segment(const Segment& segment, Instant now, link::Events& events) = 0;
    virtual void on_end(Instant now, link::Events& events) = 0;
    virtual void on_time(Instant now, link::Events& events) = 0;
    virtual std::optional<Instant> next_deadline() const = 0;
    /// `waiting_bytes`: what was sent before and has not arrived.
    virtual Result<void> send(std::uint8_t type, ByteView body, std::size_t waiting_bytes) = 0;
    virtual void close(link::ByeReason reason, Instant now, link::Events& events) = 0;
    virtual void probe(Instant now) = 0;
    virtual Instant heard() const = 0;
    virtual std::vector<Segment> take_output() = 0;
    virtual bool is_finished() const = 0;
};

/// The real link, over a stream of bytes.
class LinkChannel final : public Channel {
public:
    LinkChannel(link::Role role, const identity::LocalIdentity& identity, link::LinkOptions options,
                crypto::Entropy& entropy, Instant now)
        : link_(role, identity, std::move(options), entropy, now) {}

    void on_segment(const Segment& segment, Instant now, link::Events& events) override {
        link_.on_bytes(segment.bytes, now, events);
    }
    void on_end(Instant now, link::Events& events) override { link_.on_end(now, events); }
    void on_time(Instant now, link::Events& events) override { link_.on_time(now, events); }
    std::optional<Instant> next_deadline() const override { return link_.next_deadline(); }
    Result<void> send(std::uint8_t type, ByteView body, std::size_t) override {
        return link_.send(type, body);
    }
    void close(link::ByeReason reason, Instant now, link::Events& events) override {
        link_.close(reason, now, events);
    }
    void probe(Instant now) override { link_.probe(now); }
    Instant heard() const override { return link_.heard(); }
    std::vector<Segment> take_output() override;
    bool is_finished() const override { return link_.finished(); }

private:
    link::Link link_;
};

}  // namespace earshot::sim
