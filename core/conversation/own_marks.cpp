#include "core/conversation/own_marks.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/delivery/app.hpp"
#include "core/identity/ids.hpp"
#include "core/wire/archive.hpp"

namespace earshot::conversation {

void OwnMarks::load(Instant now) {
    for (const auto& [id, row] : places_.book.all()) {
        if (row.mark_waiting) waiting_.emplace(*row.mark_waiting, id);
        if (row.mark_untold) due_.emplace(id, now);
    }
}

bool OwnMarks::may_tell(const store::Conversation& row) const {
    return telling_ == Telling::yes && places_.people.is_accepted(row.peer);
}

Result<void> OwnMarks::set_telling(Telling telling, Instant now) {
    if (std::exchange(telling_, telling) == telling) return {};
    for (const auto& [id, known] : places_.book.all()) {
        auto& row = *places_.book.find(id);
        if (telling == Telling::later) {
            // What waits in the outbox would be told while we are not to be seen.
            if (!row.mark_waiting) continue;
            EARSHOT_CHECK(withdraw(row));
            row.mark_untold = true;
            places_.book.on_noted(row);
            continue;
        }
        if (telling == Telling::yes) {
            if (row.mark_untold) due_.emplace(id, now);
            continue;
        }
        EARSHOT_CHECK(withdraw(row));
        if (std::exchange(row.mark_untold, false)) places_.book.on_noted(row);
    }
    if (telling == Telling::no) due_.clear();
    return {};
}

void OwnMarks::on_read(store::Conversation& row, Instant now) {
    if (telling_ == Telling::no) return;
    row.mark_untold = true;
    places_.book.on_noted(row);
    const auto last = told_.find(row.id);
    due_.try_emplace(row.id, last == told_.end() ? now : last->second + limits::read_mark_interval);
}

void OwnMarks::on_accepted(const store::Conversation& row, Instant now) {
    if (row.mark_untold) due_.try_emplace(row.id, now);
}

Result<void> OwnMarks::on_removed(store::Conversation& row) {
    EARSHOT_CHECK(withdraw(row));
    row.mark_untold = false;
    places_.book.on_noted(row);
    due_.erase(row.id);
    return {};
}

Result<void> OwnMarks::withdraw(store::Conversation& row) {
    if (!row.mark_waiting) return {};
    const auto id = *row.mark_waiting;
    row.mark_waiting.reset();
    places_.book.on_noted(row);
    waiting_.erase(id);
    changes_.push_back({row.peer, id});
    const auto canceled = places_.outbox.cancel(id);
    // Whoever took back everything for this person did so with the mark, too.
    if (!canceled && canceled.error().kind != ErrorKind::not_found) return canceled;
    return {};
}

void OwnMarks::on_answered(const MessageId& id) {
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) return;
    if (auto* const row = places_.book.find(found->second)) {
        row->mark_waiting.reset();
        places_.book.on_noted(*row);
    }
    waiting_.erase(found);
}

Result<std::optional<ReadMark>> OwnMarks::mark_of(const store::Conversation& row) const {
    std::optional<ReadMark> nothing;
    if (!row.read) return nothing;
    EARSHOT_TRY(const auto theirs, places_.messages.last_of(row.id, {row.peer, {}, row.read},
                                                            limits::read_mark_look_back));
    if (theirs.empty() || theirs.front().author_seq == 0) return nothing;
    ReadMark mark;
    mark.conversation = row.id;
    mark.reader = own_;
    mark.author = row.peer;
    mark.up_to = theirs.front().place.id;
    mark.since = theirs.front().author_seq;
    for (std::size_t i = 1; i < theirs.size() && theirs[i].author_seq + 1 == mark.since; ++i)
        mark.since = theirs[i].author_seq;
    return std::optional{std::move(mark)};
}

Result<void> OwnMarks::tell(store::Conversation& row, Now now) {
    // Who has no room for it is told when more was read.
    if (!row.mark_untold || !may_tell(row) || places_.outbox.is_full(row.peer)) return {};
    EARSHOT_TRY(const auto mark, mark_of(row));
    row.mark_untold = false;
    places_.book.on_noted(row);
    if (!mark) return {};
    auto payload = wire::encode(*mark);
    const auto id = identity::message_id(payload);
    if (row.mark_waiting == id) return {};
    EARSHOT_CHECK(withdraw(row));
    EARSHOT_CHECK(
        places_.outbox.enqueue(row.peer, {id, delivery::read_mark_kind, std::move(payload)}, now));
    row.mark_waiting = id;
    waiting_.emplace(id, row.id);
    changes_.push_back({row.peer});
    told_.insert_or_assign(row.id, now.steady);
    return {};
}

Result<void> OwnMarks::on_turn_end(Now now) {
    if (telling_ != Telling::yes) return {};
    std::vector<ConversationId> ready;
    for (const auto& [id, at] : due_)
        if (at <= now.steady) ready.push_back(id);
    for (const auto& id : ready) {
        due_.erase(id);
        if (auto* const row = places_.book.find(id)) EARSHOT_CHECK(tell(*row, now));
    }
    std::erase_if(told_, [&](const auto& each) {
        return each.second + limits::read_mark_interval <= now.steady;
    });
    return {};
}

std::optional<Instant> OwnMarks::next_deadline() const {
    std::optional<Instant> earliest;
    if (telling_ != Telling::yes) return earliest;
    for (const auto& [id, at] : due_) earliest = std::min(at, earliest.value_or(at));
    return earliest;
}

}  // namespace earshot::conversation
