#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/limits.hpp"
#include "core/gossip/effects.hpp"
#include "core/gossip/frames.hpp"

/// Fetches cards by hash from whoever told us of them, a few at a time. A card is its hash: it can
/// come from anybody. A turn costs what it asks for, however many cards wait for theirs: in a
/// network that starts there are as many as computers, and as many turns. docs/PROTOCOL.md, "Card".
namespace earshot::gossip {

class CardFetch {
public:
    /// `from`: a link on which it may be asked for. Asking twice is asking once.
    void want(const CardHash& card, LinkId from);
    void forget(const CardHash& card);
    void on_link_down(LinkId link);
    /// Who was asked has none: the next is asked with the next `on_time`.
    void on_missing(const CardHash& card, LinkId from);

    /// Whether it was asked for; then it is taken off the list.
    bool on_card(const CardHash& card);

    void on_time(Instant now, Effects& effects);
    std::optional<Instant> next_deadline() const;
    std::size_t size() const { return wanted_.size(); }

private:
    struct Wanted {
        std::vector<LinkId> from;  ///< The first is the one that is asked. Never empty.
        std::uint64_t turn = 0;    ///< Its place in the queue, where it is not in flight.
    };
    /// One at a time is asked for on each link until it is full, the oldest first.
    struct PerLink {
        std::map<std::uint64_t, CardHash> queue;  ///< By turn.
        std::size_t in_flight = 0;
    };
    using Place = std::map<CardHash, Wanted>::iterator;

    std::map<LinkId, PerLink>::iterator next_link();
    void line_up(const CardHash& card, const Wanted& wanted);
    void leave_line(const CardHash& card, const Wanted& wanted);
    void ask_next(Place place);

    std::map<CardHash, Wanted> wanted_;
    std::map<LinkId, PerLink> links_;        ///< Those with cards to ask for, or asked for.
    std::map<CardHash, Instant> in_flight_;  ///< Until when an answer is awaited. A few.
    std::uint64_t next_turn_ = 0;
};

}  // namespace earshot::gossip
