#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/conversation/conversation_book.hpp"
#include "core/conversation/read_mark.hpp"
#include "core/delivery/app.hpp"
#include "core/delivery/outbox.hpp"

/// Takes read marks of others: our messages up to them become read, limits::settled_per_turn_max
/// of them a turn. What had arrived, and what the mark says has, is read; what is still on its way
/// is not, whatever stands behind it. A mark that does not move on changes nothing. Not
/// thread-safe; everything in `Places` outlives it.
namespace earshot::conversation {

class PeerMarks {
public:
    struct Places {
        store::MessageStore& messages;
        delivery::Outbox& outbox;
        ConversationBook& book;
    };
    PeerMarks(const PersonId& own, const Places& places) : own_(own), places_(places) {}
    /// What was not finished, after the book was loaded.
    void load(Instant now);

    /// Precondition: the mark is of the conversation's other person, and for us.
    Result<delivery::Outcome> on_mark(store::Conversation& row, const ReadMark& mark, Now now);
    void on_removed(const ConversationId& id) { passes_.erase(id); }

    Result<void> on_time(Now now, delivery::Effects& effects);
    std::optional<Instant> next_deadline() const;

    /// A message that was read before its acknowledgement came.
    struct Proven {
        PersonId by;
        MessageId id;
    };
    std::vector<Proven> take_proven() { return std::exchange(proven_, {}); }

private:
    /// On its way through our messages up to the mark.
    struct Pass {
        Instant due{};
        bool is_running = true;  ///< Else it only says when the next one may start.
        std::optional<store::Place> behind{};
        std::optional<std::uint64_t> open{};  ///< HLC of the first that is still on its way.
        std::size_t seen = 0;
    };
    static void start(Pass& pass, const store::Conversation& row);
    /// Goes on through at most `room` messages, and returns how many it took.
    Result<std::size_t> step(Pass& pass, store::Conversation& row, std::size_t room, Now now,
                             delivery::Effects& effects);
    Result<void> settle(Pass& pass, const store::Conversation& row, const store::Entry& entry,
                        Now now, delivery::Effects& effects);
    void finish(Pass& pass, store::Conversation& row, Instant now);

    PersonId own_;
    Places places_;
    std::map<ConversationId, Pass> passes_;
    std::vector<Proven> proven_;
};

}  // namespace earshot::conversation
