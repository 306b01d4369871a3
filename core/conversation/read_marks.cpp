#include "core/conversation/read_marks.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/identity/ids.hpp"
#include "core/wire/archive.hpp"

namespace earshot::conversation {

ReadMarks::ReadMarks(const crypto::SignPublicKey& own_key, const Places& places)
    : own_key_(own_key),
      own_(identity::person_id(own_key)),
      places_(places),
      own_marks_(own_, {places.messages, places.people, places.outbox, places.book}),
      peer_marks_(own_, {places.messages, places.outbox, places.book}) {}

void ReadMarks::load(Instant now) {
    own_marks_.load(now);
    peer_marks_.load(now);
}

Result<void> ReadMarks::on_removed(store::Conversation& row) {
    peer_marks_.on_removed(row.id);
    return own_marks_.on_removed(row);
}

bool ReadMarks::has_room(const PersonId& from, std::size_t /*sealed_bytes*/) const {
    return places_.people.is_accepted(from);
}

Result<delivery::Outcome> ReadMarks::on_payload(const delivery::Arrival& arrival, Now now,
                                                delivery::Effects& /*effects*/) {
    if (identity::message_id(arrival.payload) != arrival.id) return delivery::Outcome::refused;
    const auto mark = wire::decode<ReadMark>(arrival.payload, limits::read_mark_bytes_max);
    const auto* const reader = places_.people.find(arrival.from);
    if (!mark || reader == nullptr || !places_.people.is_accepted(arrival.from))
        return delivery::Outcome::refused;
    const auto expected =
        identity::direct_conversation_id(own_key_, crypto::SignPublicKey{reader->account_key});
    // Reflected, moved to another conversation, or said in somebody else's name.
    if (mark->reader != arrival.from || mark->author != own_ || mark->conversation != expected)
        return delivery::Outcome::refused;
    auto* const row = places_.book.find(expected);
    if (row == nullptr) return delivery::Outcome::accepted;  // We have thrown it away.
    return peer_marks_.on_mark(*row, *mark, now);
}

Result<void> ReadMarks::on_answered(const delivery::Answer& answer, Now /*now*/,
                                    delivery::Effects& /*effects*/) {
    own_marks_.on_answered(answer.id);
    return {};
}

std::optional<Instant> ReadMarks::next_deadline() const {
    const auto own = own_marks_.next_deadline();
    const auto peer = peer_marks_.next_deadline();
    if (!own || !peer) return own ? own : peer;
    return std::min(*own, *peer);
}

}  // namespace earshot::conversation
