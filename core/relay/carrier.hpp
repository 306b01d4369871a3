#pragma once

#include <array>
#include <cstddef>
#include <list>
#include <optional>

#include "core/relay/effects.hpp"
#include "core/relay/frames.hpp"
#include "core/relay/neighbours.hpp"

/// The streams that pass through here, between two computers that both have a direct link with us.
/// We know who they are and how many bytes go to and fro, and nothing of what is in them. Each
/// direction passes at limits::relay_bytes_per_second; what is ahead of that waits here, no more
/// than the window.
namespace earshot::relay {

class Carrier {
public:
    /// References outlive this.
    Carrier(const DeviceId& own, Neighbours& neighbours, const Guard& guard)
        : own_(own), neighbours_(neighbours), guard_(guard) {}

    void on_open(LinkId link, const OpenFrame& open, Instant now, Effects& effects);
    void on_link_down(LinkId link, Effects& effects);
    void on_time(Instant now, Effects& effects);
    std::optional<Instant> next_deadline() const;

    /// One end of a stream, as seen from the middle.
    struct Side {
        LinkId link{};
        std::uint32_t number = 0;
        std::size_t room = limits::relay_window_bytes;  ///< For what goes to it.
        Bytes waiting;                                  ///< What came from it and is to go on.
        std::size_t to_credit = 0;                      ///< What came from it and went on.
        Budget budget;
        bool is_over = false;  ///< It said so: what waits still goes on.
    };
    struct Stream {
        std::array<Side, 2> sides;  ///< Who asked, and who was asked for.
        bool is_open = false;
        Instant deadline{};  ///< Of the answer, then of the next word.
    };
    /// A stream and one of its sides.
    struct Place {
        std::list<Stream>::iterator stream;
        std::size_t side = 0;
    };
    std::optional<Place> find(LinkId link, std::uint32_t number);

    // What a side says. False: no Earshot says that.
    void on_opened(const Place& place, Instant now, Effects& effects);
    void on_refused(const Place& place, std::uint8_t reason, Effects& effects);
    bool on_data(const Place& place, ByteView bytes, Instant now, Effects& effects);
    bool on_credit(const Place& place, std::size_t bytes, Instant now, Effects& effects);
    void on_close(const Place& place, Instant now, Effects& effects);

    bool uses(LinkId link) const;
    std::size_t size() const { return streams_.size(); }
    /// Bytes that wait here, for checks of their bound.
    std::size_t waiting_bytes() const;

private:
    std::optional<Refusal> objection(LinkId link, const DeviceId& to) const;
    void pump(std::list<Stream>::iterator stream, Instant now, Effects& effects);
    void pass(Side& from, Side& to, Instant now, Effects& effects);
    void end(std::list<Stream>::iterator stream, LinkId except, Effects& effects);

    DeviceId own_;
    Neighbours& neighbours_;
    const Guard& guard_;
    std::list<Stream> streams_;  ///< A list: places stay.
};

}  // namespace earshot::relay
