#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/link/keepalive.hpp"
#include "tests/sim/channel.hpp"

/// A link whose frames travel whole and in the clear, between sides that believe what the other
/// says it is: for large networks, where what links do with bytes is not the question. Handshake,
/// keepalive and end take the same messages and times as those of link::Link; it does not age.
namespace earshot::sim {

class FrameChannel final : public Channel {
public:
    /// What it needs to know of its own computer and of whom to meet.
    struct Ends {
        std::shared_ptr<const link::Peer> own;
        std::optional<link::Expected> expected;
    };

    FrameChannel(link::Role role, Ends ends, Instant now);

    void on_segment(const Segment& segment, Instant now, link::Events& events) override;
    void on_end(Instant now, link::Events& events) override;
    void on_time(Instant now, link::Events& events) override;
    std::optional<Instant> next_deadline() const override;
    Result<void> send(std::uint8_t type, ByteView body, std::size_t waiting_bytes) override;
    void close(link::ByeReason reason, Instant now, link::Events& events) override;
    void probe(Instant now) override;
    Instant heard() const override { return keepalive_.heard(); }
    std::vector<Segment> take_output() override { return std::exchange(output_, {}); }
    bool is_finished() const override { return state_ == State::finished; }

private:
    enum class State : std::uint8_t { handshaking, confirming, open, closing, finished };

    void on_handshake(const Segment& segment, link::Events& events);
    void on_frame(const Segment& segment, link::Events& events);
    void put(std::uint8_t type, Bytes body = {});
    void say_hello();
    void establish(link::Events& events);
    void end(link::EndReason reason, bool clean, link::Events& events);
    void fail(link::EndReason reason, link::Events& events);

    link::Role role_;
    Ends ends_;
    State state_ = State::handshaking;
    std::shared_ptr<const link::Peer> peer_;
    Instant now_;
    Instant started_;
    link::Keepalive keepalive_;
    std::optional<Instant> close_deadline_;
    link::ByeReason bye_ = link::ByeReason::none;
    std::vector<Segment> output_;
};

}  // namespace earshot::sim
