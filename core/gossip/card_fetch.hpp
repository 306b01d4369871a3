#pragma once

#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/limits.hpp"
#include "core/gossip/effects.hpp"
#include "core/gossip/frames.hpp"

/// Fetches cards by hash from whoever told us of them, a few at a time. A card is its hash: it can
/// come from anybody. docs/PROTOCOL.md, "Card".
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
        std::vector<LinkId> from;  ///< The first is the one that is asked.
        std::optional<Instant> asked_until;
    };

    void ask_next(const CardHash& card, Wanted& wanted);
    void land(Wanted& wanted);

    std::map<CardHash, Wanted> wanted_;
    std::deque<CardHash> queue_;  ///< Not asked for yet, the oldest first.
    std::size_t in_flight_ = 0;
    std::map<LinkId, std::size_t> in_flight_on_;  ///< Of these, where there are any.
};

}  // namespace earshot::gossip
