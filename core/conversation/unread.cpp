#include "core/conversation/unread.hpp"

#include <algorithm>

namespace earshot::conversation {

void Unread::on_received(store::Conversation& row, const store::Message& message, bool counts) {
    const auto place = place_of(message);
    if (!row.heard || *row.heard < place) row.heard = place;
    if (!counts) return;
    ++row.unread;
    if (row.read && place < *row.read) ++row.late;
    if (!row.first_unread || place < *row.first_unread) row.first_unread = place;
}

Result<bool> Unread::read(store::Conversation& row, const std::optional<store::Place>& up_to) {
    if (row.unread == 0 || !row.heard) return false;
    const bool is_all = !up_to || *row.heard <= *up_to;
    auto place = row.heard;
    if (!is_all) {
        EARSHOT_TRY(place, last_up_to(row, *up_to));
    }
    // Only the number of those that came behind the mark is kept: they are passed together.
    const bool is_late = place && row.read && *place < *row.read && row.late > 0 &&
                         row.first_unread && *row.first_unread <= *place;
    if (is_late) place = row.read;
    if (!place || (row.read && *place < *row.read)) return false;
    auto passed = row.unread;
    if (!is_all) {
        EARSHOT_TRY(const auto count, messages_.count_of(row.id, {row.peer, row.read, place}));
        passed = std::min(row.unread, row.late + count);
    }
    if (passed == 0) return false;
    row.read = place;
    row.unread -= passed;
    row.late = 0;
    row.first_unread.reset();
    if (row.unread > 0) {
        EARSHOT_TRY(row.first_unread, first_after(row, *place));
    }
    return true;
}

Result<std::optional<store::Place>> Unread::last_up_to(const store::Conversation& row,
                                                       const store::Place& up_to) const {
    EARSHOT_TRY(const auto found, messages_.last_of(row.id, {row.peer, std::nullopt, up_to}, 1));
    return found.empty() ? std::nullopt : std::optional{found.front().place};
}

Result<std::optional<store::Place>> Unread::first_after(const store::Conversation& row,
                                                        const store::Place& after) const {
    EARSHOT_TRY(const auto found, messages_.first_of(row.id, {row.peer, after, std::nullopt}, 1));
    return found.empty() ? std::nullopt : std::optional{found.front().place};
}

}  // namespace earshot::conversation
