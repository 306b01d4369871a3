#pragma once

#include <vector>

#include "core/conversation/own_marks.hpp"
#include "core/conversation/peer_marks.hpp"
#include "core/delivery/app.hpp"
#include "core/identity/contact_book.hpp"
#include "crypto/sign.hpp"

/// Read marks as delivery knows them: a kind of payload, between contacts only. A mark is never
/// answered by a mark. Not thread-safe; everything in `Places` outlives it.
namespace earshot::conversation {

class ReadMarks final : public delivery::App {
public:
    struct Places {
        store::MessageStore& messages;
        identity::ContactBook& people;
        delivery::Outbox& outbox;
        ConversationBook& book;
    };
    /// `own_key` is our account key.
    ReadMarks(const crypto::SignPublicKey& own_key, const Places& places);
    /// After the book was loaded.
    void load(Instant now);

    OwnMarks& own() { return own_marks_; }
    const OwnMarks& own() const { return own_marks_; }
    std::vector<PeerMarks::Proven> take_proven() { return peer_marks_.take_proven(); }
    /// The conversation goes.
    Result<void> on_removed(store::Conversation& row);

    /// Whoever is no contact sends messages first.
    bool has_room(const PersonId& from, std::size_t sealed_bytes) const override;
    Result<delivery::Outcome> on_payload(const delivery::Arrival& arrival, Now now,
                                         delivery::Effects& effects) override;
    Result<void> on_answered(const delivery::Answer& answer, Now now,
                             delivery::Effects& effects) override;

    Result<void> on_time(Now now, delivery::Effects& effects) {
        return peer_marks_.on_time(now, effects);
    }
    std::optional<Instant> next_deadline() const;

private:
    crypto::SignPublicKey own_key_;
    PersonId own_;
    Places places_;
    OwnMarks own_marks_;
    PeerMarks peer_marks_;
};

}  // namespace earshot::conversation
