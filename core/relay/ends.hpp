#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "core/relay/effects.hpp"
#include "core/relay/frames.hpp"
#include "core/relay/neighbours.hpp"
#include "crypto/entropy.hpp"

/// The streams that end here: those we asked a neighbour for, and those it offers us for somebody
/// else. What comes is taken at once, so credit is given back in halves of the window.
namespace earshot::relay {

class Ends {
public:
    /// References outlive this.
    Ends(const DeviceId& own, Neighbours& neighbours, const Guard& guard, crypto::Entropy& entropy);

    /// One end of a stream.
    struct End {
        LinkId via{};
        std::uint32_t number = 0;  ///< On that link.
        DeviceId far;              ///< As the one in the middle says.
        bool is_ours = false;
        bool is_open = false;
        Instant deadline{};  ///< Of the answer to our question.
        std::size_t room = limits::relay_window_bytes;
        std::size_t to_credit = 0;
    };

    /// Asks for a stream; nothing when there are too many already.
    std::optional<StreamId> ask(const DeviceId& device, LinkId via, Instant now, Effects& effects);
    void on_offer(LinkId link, const OpenFrame& offer, Effects& effects);
    void on_opened(StreamId stream, Effects& effects);
    void on_refused(StreamId stream);
    /// False: more than there was room for.
    bool on_data(StreamId stream, Bytes bytes, Effects& effects);
    bool on_credit(StreamId stream, std::size_t bytes, Effects& effects);
    void on_close(StreamId stream, Effects& effects);
    void on_link_down(LinkId link, Effects& effects);
    /// What runs over it says this. Never more than there is room for.
    void on_said(StreamId stream, ByteView bytes, Effects& effects);
    /// What ran over it has ended.
    void on_over(StreamId stream, Effects& effects);
    void on_time(Instant now, Effects& effects);
    std::optional<Instant> next_deadline() const;

    const End* find(StreamId stream) const;
    std::optional<StreamId> find(LinkId link, std::uint32_t number) const;
    bool uses(LinkId link) const { return count_via(link) > 0; }
    std::size_t size() const { return ends_.size(); }

    /// Of those we asked for, which are no more.
    std::vector<StreamId> take_over() { return std::exchange(over_, {}); }

private:
    std::size_t count_via(LinkId link) const;
    void forget(std::map<StreamId, End>::iterator end);

    DeviceId own_;
    Neighbours& neighbours_;
    const Guard& guard_;
    StreamId next_;
    std::map<StreamId, End> ends_;
    std::vector<StreamId> over_;
};

}  // namespace earshot::relay
