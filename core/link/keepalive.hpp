#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "core/base/limits.hpp"
#include "core/base/time.hpp"

/// When to say that we are there, and when the other side no longer is: docs/PROTOCOL.md, "Alive".
/// The owner sends what `on_time` says is due.
namespace earshot::link {

class Keepalive {
public:
    enum class Due : std::uint8_t { nothing, empty, ping, lost };

    explicit Keepalive(Instant now) : sent_(now), heard_(now) {}

    void on_sent(Instant now) { sent_ = now; }
    void on_heard(Instant now) {
        heard_ = now;
        answer_due_.reset();
    }

    /// A PING was sent because the peer may be gone: it has limits::probe_answer to say otherwise.
    void on_probe(Instant now) { answer_due_ = now + limits::probe_answer; }

    /// When the other side was last heard.
    Instant heard() const { return heard_; }

    Due on_time(Instant now) {
        if (answer_due_) {
            // Counted from the question, so that a computer that slept does not blame its peer.
            if (now >= *answer_due_) return Due::lost;
        } else if (now >= heard_ + limits::keepalive_ping) {
            answer_due_ = now + answer_time;
            return Due::ping;
        }
        return now >= sent_ + limits::keepalive_send ? Due::empty : Due::nothing;
    }

    Instant next_deadline() const {
        const auto silence = answer_due_ ? *answer_due_ : heard_ + limits::keepalive_ping;
        return std::min(sent_ + limits::keepalive_send, silence);
    }

private:
    /// How long a peer may take to answer a PING before it counts as gone.
    static constexpr Duration answer_time = limits::keepalive_lost - limits::keepalive_ping;

    Instant sent_;
    Instant heard_;
    std::optional<Instant> answer_due_;  ///< To a PING.
};

}  // namespace earshot::link
