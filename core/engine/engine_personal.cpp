#include <algorithm>

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/engine/engine.hpp"
#include "core/engine/people.hpp"
#include "core/engine/personal.hpp"

/// What concerns only our own person: what they have begun to write, and of what they are told.
namespace earshot::engine {

Result<std::string> Engine::draft(const ConversationId& id) const {
    EARSHOT_TRY(auto stored, parts_.stores.settings.find_setting(draft_setting(id)));
    return std::move(stored).value_or("");
}

Result<void> Engine::set_draft(const ConversationId& id, std::string_view body, Effects& effects) {
    if (body.size() > limits::text_bytes_max)
        return Error{ErrorKind::too_large, "a text has at most 64 KiB"};
    if (!is_utf8(body)) return Error{ErrorKind::malformed, "the text is not UTF-8"};
    EARSHOT_TRY(const auto before, draft(id));
    if (before == body) return {};
    auto& settings = parts_.stores.settings;
    EARSHOT_CHECK(body.empty() ? settings.remove_setting(draft_setting(id))
                               : settings.put_setting(draft_setting(id), body));
    effects.drafts.push_back(id);
    return {};
}

Result<bool> Engine::is_muted(const ConversationId& id) const {
    EARSHOT_TRY(const auto level, parts_.stores.settings.find_setting(level_setting(id)));
    return level == "none";
}

Result<void> Engine::set_muted(const ConversationId& id, bool is_muted) {
    auto& settings = parts_.stores.settings;
    EARSHOT_CHECK(is_muted ? settings.put_setting(level_setting(id), "none")
                           : settings.remove_setting(level_setting(id)));
    if (is_muted) notices_.on_read(id);
    if (const auto* row = book_.find(id)) book_.on_changed(*row);
    return {};
}

Result<void> Engine::snooze(Duration time, Now now) {
    snoozed_until_ =
        time > Duration{} ? now.wall + std::min<Duration>(time, limits::snooze_max) : WallTime{};
    return parts_.stores.settings.put_setting(
        snooze_setting, std::to_string(snoozed_until_.time_since_epoch().count()));
}

Result<void> Engine::load_personal() {
    auto& settings = parts_.stores.settings;
    EARSHOT_TRY(const auto snooze, settings.find_setting(snooze_setting));
    snoozed_until_ = WallTime{Duration{static_cast<std::int64_t>(number_in(snooze.value_or("")))}};
    EARSHOT_TRY(const auto watched, settings.find_setting(watch_setting));
    watch_.load(watched.value_or(""));
    return {};
}

/// Not where only their computer is.
bool Engine::is_at_desk(const PersonId& person) const {
    const auto state = shown(person).state;
    return state == gossip::State::online || state == gossip::State::busy;
}

Result<void> Engine::keep_watch() {
    return parts_.stores.settings.put_setting(watch_setting, watch_.text());
}

Result<void> Engine::set_watched(const PersonId& person, bool is_watched, Now now,
                                 Effects& effects) {
    if (people_.find(person) == nullptr)
        return Error{ErrorKind::not_found, "nobody with this id is known"};
    if (watch_.contains(person) == is_watched) return {};
    if (!is_watched)
        watch_.remove(person);
    else if (!watch_.add(person, is_at_desk(person)))
        return Error{ErrorKind::busy, "so many people are waited for already"};
    EARSHOT_CHECK(keep_watch());
    return announce_person(parts_.stores.events, person, identity::Change::updated, now, effects);
}

Result<void> Engine::run_watch(bool is_quiet, Now now, Effects& effects) {
    if (watch_.empty()) return {};
    const auto is_here = [this](const PersonId& person) { return is_at_desk(person); };
    watch_.look(is_here);
    if (is_quiet) return {};  // Whoever is still here afterwards is told of then.
    const auto come = watch_.take_come(is_here);
    if (come.empty()) return {};
    for (const auto& person : come) {
        effects.notices.emplace_back(notify::Arrival{person});
        EARSHOT_CHECK(
            announce_person(parts_.stores.events, person, identity::Change::updated, now, effects));
    }
    return keep_watch();
}

Result<void> Engine::forget_personal(const PersonId& person, Effects& effects) {
    EARSHOT_TRY(const auto id, conversations_.conversation_with(person));
    EARSHOT_CHECK(set_draft(id, {}, effects));
    if (watch_.remove(person)) EARSHOT_CHECK(keep_watch());
    return parts_.stores.settings.remove_setting(level_setting(id));
}

/// Waiting made it old, and not only a clock that is wrong: its author has not been here for long.
bool Engine::is_late(const PersonId& author, WallTime sent, Now now) const {
    if (now.wall - sent < limits::notice_old) return false;
    return std::ranges::none_of(links_, [&](const auto& each) {
        return each.second.peer.person == author &&
               now.steady - each.second.since > limits::notice_old;
    });
}

Result<void> Engine::run_notices(const std::vector<conversation::Conversations::Received>& received,
                                 Now now, Effects& effects) {
    const bool is_quiet = roster_->choice().state == gossip::State::busy || is_off_hours() ||
                          snoozed_until_ > now.wall;
    EARSHOT_CHECK(run_watch(is_quiet, now, effects));
    for (const auto& each : received) {
        // What they look at was read at once.
        const auto* const row = book_.find(each.conversation);
        if (is_quiet || each.is_request || row == nullptr || row->unread == 0) continue;
        EARSHOT_TRY(const bool muted, is_muted(each.conversation));
        if (muted) continue;
        notices_.on_message(
            {each.conversation, each.author, each.message, is_late(each.author, each.sent, now)},
            now.steady);
    }
    for (const auto& id : notices_.conversations())
        if (const auto* const row = book_.find(id); row == nullptr || row->unread == 0)
            notices_.on_read(id);
    notices_.on_time(now.steady);
    for (const auto& change : notices_.take_changes()) effects.notices.push_back(change);
    return {};
}

}  // namespace earshot::engine
