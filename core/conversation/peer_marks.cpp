#include "core/conversation/peer_marks.hpp"

#include <algorithm>

#include "core/base/limits.hpp"

namespace earshot::conversation {
namespace {

/// Behind everything that stands at this clock reading.
store::Place end_of(std::uint64_t hlc) {
    store::Place place{hlc, {}};
    place.id.bytes.fill(std::byte{0xff});
    return place;
}

bool is_settled(const store::Conversation& row) {
    return !row.peer_read || row.peer_settled >= row.peer_read->hlc;
}

}  // namespace

void PeerMarks::load(Instant now) {
    for (const auto& [id, row] : places_.book.all())
        if (!is_settled(row)) start(passes_.emplace(id, Pass{.due = now}).first->second, row);
}

void PeerMarks::start(Pass& pass, const store::Conversation& row) {
    pass.is_running = true;
    pass.behind.reset();
    if (row.peer_settled > 0) pass.behind = end_of(row.peer_settled);
    pass.open.reset();
    pass.seen = 0;
}

Result<delivery::Outcome> PeerMarks::on_mark(store::Conversation& row, const ReadMark& mark,
                                             Now now) {
    EARSHOT_TRY(const auto message, places_.messages.find_message(mark.up_to));
    if (!message) return delivery::Outcome::accepted;  // We have thrown it away.
    if (message->conversation != row.id || message->author != own_)
        return delivery::Outcome::refused;
    const auto place = place_of(*message);
    if (row.peer_read &&
        (place < *row.peer_read || (place == *row.peer_read && mark.since >= row.peer_since)))
        return delivery::Outcome::accepted;
    const bool looks_back = mark.since < row.peer_since;
    row.peer_read = place;
    row.peer_since = mark.since;
    places_.book.on_noted(row);
    const auto [pass, is_first] = passes_.try_emplace(row.id, Pass{.due = now.steady});
    if (is_first || looks_back || !pass->second.is_running) start(pass->second, row);
    return delivery::Outcome::accepted;
}

Result<void> PeerMarks::on_time(Now now, delivery::Effects& effects) {
    auto room = limits::settled_per_turn_max;
    for (auto each = passes_.begin(); each != passes_.end() && room > 0;) {
        auto& [id, pass] = *each;
        auto* const row = places_.book.find(id);
        const bool is_due = pass.due <= now.steady;
        if (row == nullptr || (is_due && !pass.is_running)) {
            each = passes_.erase(each);
            continue;
        }
        if (is_due) {
            EARSHOT_TRY(const auto taken, step(pass, *row, room, now, effects));
            room -= taken;
        }
        ++each;
    }
    return {};
}

Result<std::size_t> PeerMarks::step(Pass& pass, store::Conversation& row, std::size_t room, Now now,
                                    delivery::Effects& effects) {
    EARSHOT_TRY(const auto entries,
                places_.messages.first_of(row.id, {own_, pass.behind, row.peer_read}, room));
    for (const auto& entry : entries) EARSHOT_CHECK(settle(pass, row, entry, now, effects));
    pass.seen += entries.size();
    if (entries.size() < room)
        finish(pass, row, now.steady);
    else
        pass.behind = entries.back().place;
    return entries.size();
}

Result<void> PeerMarks::settle(Pass& pass, const store::Conversation& row,
                               const store::Entry& entry, Now now, delivery::Effects& effects) {
    using State = store::MessageState;
    const auto& id = entry.place.id;
    if (entry.state == State::queued || entry.state == State::carried) {
        if (entry.author_seq < row.peer_since) {
            if (!pass.open) pass.open = entry.place.hlc;
            return {};
        }
        EARSHOT_TRY(const auto kind,
                    places_.outbox.on_answer(row.peer, id, delivery::Outcome::accepted, now));
        if (kind) proven_.push_back({row.peer, id});
    } else if (entry.state != State::delivered) {
        return {};
    }
    return places_.book.set_state(&row, id, {State::read, now.wall}, effects);
}

void PeerMarks::finish(Pass& pass, store::Conversation& row, Instant now) {
    pass.is_running = false;
    pass.due = now + limits::read_mark_interval;
    // What is on its way behind very many others is not waited for.
    const bool waits = pass.open && *pass.open > 0 && pass.seen <= limits::settled_again_max;
    row.peer_settled = waits ? *pass.open - 1 : row.peer_read->hlc;
    places_.book.on_noted(row);
}

std::optional<Instant> PeerMarks::next_deadline() const {
    std::optional<Instant> earliest;
    for (const auto& [id, pass] : passes_)
        if (pass.is_running) earliest = std::min(pass.due, earliest.value_or(pass.due));
    return earliest;
}

}  // namespace earshot::conversation
