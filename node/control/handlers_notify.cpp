#include "node/control/calls.hpp"
#include "node/control/lookups.hpp"
#include "node/control/views.hpp"

namespace earshot::control {
namespace {

Outcome show(const Call& call) {
    auto& settings = call.engine.stores().settings;
    const auto privacy = settings.find_setting("notify.privacy");
    if (!privacy) return fail(privacy.error());
    const auto hours = settings.find_setting("notify.hours");
    if (!hours) return fail(hours.error());
    BoundedArray conversations;
    for (const auto& [person, known] : call.engine.people().people()) {
        const auto id = call.engine.conversation_with(person);
        if (!id) return fail(id.error());
        const auto is_muted = call.engine.is_muted(*id);
        if (!is_muted) return fail(is_muted.error());
        if (!*is_muted) continue;
        Object object;
        object["conversation"] = text_json(id->text());
        object["peer_name"] = text_json(name_of(call.engine, person));
        object["level"] = "none";
        if (!conversations.add(std::move(object))) break;
    }
    const auto until = call.engine.snoozed_until();
    Object result;
    result["snoozed_until"] = until > call.now.wall ? millis(until) : Json(std::int64_t{0});
    result["privacy"] = text_json(privacy->value_or("full"));
    result["hours"] = text_json(hours->value_or(""));
    result["off_hours"] = call.engine.is_off_hours();
    result["conversations"] = conversations.take();
    return Json(std::move(result));
}

Outcome set_level(const Call& call) {
    const auto conversation = *find_text(call.params, "conversation");
    const auto peer = find_peer(call.engine, conversation);
    if (const auto* failure = std::get_if<Failure>(&peer)) return *failure;
    const auto level = *find_text(call.params, "level");
    if (level != "all" && level != "none")
        return wrong_param("level", "a level is `all` or `none`");
    const auto done =
        call.engine.set_muted(*ConversationId::from_text(conversation), level == "none");
    if (!done) return fail(done.error());
    return show(call);
}

Outcome snooze(const Call& call) {
    const auto done = call.engine.snooze(Duration{*find_integer(call.params, "for_ms")}, call.now);
    if (!done) return fail(done.error());
    return show(call);
}

constexpr Handler table[] = {
    {"notify.get", show}, {"notify.set", set_level}, {"notify.snooze", snooze}};

}  // namespace

std::span<const Handler> notify_handlers() noexcept { return table; }

}  // namespace earshot::control
