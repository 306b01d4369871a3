#include "core/typing/typing.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/typing/frames.hpp"
#include "core/wire/archive.hpp"

namespace earshot::typing {
namespace {

Bytes frame_of(const ConversationId& conversation, bool is_active) {
    return wire::encode(TypingFrame{conversation, is_active, {}});
}

}  // namespace

std::optional<Bytes> Typing::on_typed(const PersonId& to, const ConversationId& conversation,
                                      bool is_active, Instant now) {
    const auto known = ours_.find(to);
    if (!is_active) {
        if (known == ours_.end()) return std::nullopt;
        ours_.erase(known);
        return frame_of(conversation, false);
    }
    if (known != ours_.end() && known->second.told + limits::typing_repeat > now)
        return std::nullopt;
    if (known == ours_.end() && ours_.size() >= limits::typing_max) return std::nullopt;
    ours_.insert_or_assign(to, Ours{conversation, now});
    return frame_of(conversation, true);
}

bool Typing::on_frame(const Sender& from, ByteView body, Instant now) {
    if (!budgets_.take(from.link, 1, now)) return true;
    const auto frame = wire::decode<TypingFrame>(body, limits::typing_frame_bytes_max);
    if (!frame) return false;
    if (frame->conversation != from.conversation) return true;  // Of a kind that is unknown here.
    const auto known = theirs_.find(from.person);
    if (!frame->is_active) {
        on_over(from.person);
        return true;
    }
    if (known == theirs_.end() && theirs_.size() >= limits::typing_max) return true;
    if (known == theirs_.end()) tell(from.person, from.conversation, true);
    theirs_.insert_or_assign(from.person, Theirs{from.conversation, now + limits::typing_life});
    return true;
}

void Typing::on_over(const PersonId& person) {
    const auto known = theirs_.find(person);
    if (known == theirs_.end()) return;
    tell(person, known->second.conversation, false);
    theirs_.erase(known);
}

void Typing::on_time(Instant now) {
    // Whoever says nothing any more is taken to have stopped, on the other side, too.
    std::erase_if(ours_,
                  [&](const auto& each) { return each.second.told + limits::typing_life <= now; });
    std::vector<PersonId> over;
    for (const auto& [person, theirs] : theirs_)
        if (theirs.until <= now) over.push_back(person);
    for (const auto& person : over) on_over(person);
}

std::optional<Instant> Typing::next_deadline() const {
    std::optional<Instant> earliest;
    const auto consider = [&](Instant at) { earliest = std::min(at, earliest.value_or(at)); };
    for (const auto& [person, ours] : ours_) consider(ours.told + limits::typing_life);
    for (const auto& [person, theirs] : theirs_) consider(theirs.until);
    return earliest;
}

}  // namespace earshot::typing
