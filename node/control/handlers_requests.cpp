#include "node/control/others.hpp"

/// Who wrote to us unasked, and who is to be forgotten.
namespace earshot::control {
namespace {

Outcome list_requests(const Call& call) {
    BoundedArray requests;
    for (const auto& id : call.engine.requests()) {
        const auto* const person = call.engine.people().find(id);
        const auto conversation = call.engine.conversation_with(id);
        if (person == nullptr || !conversation) continue;
        const auto newest = call.engine.stores().messages.page(*conversation, {.limit = 1});
        if (!newest) return fail(newest.error());
        if (newest->empty()) continue;
        if (!requests.add(request_json(call.engine, *person, newest->front()))) break;
    }
    Object result;
    result["requests"] = requests.take();
    return Json(std::move(result));
}

Outcome accept(const Call& call) {
    return change_other(
        call, [&](const PersonId& id) { return call.engine.accept(id, call.now, call.effects); });
}

Outcome decline(const Call& call) {
    return change_other(
        call, [&](const PersonId& id) { return call.engine.decline(id, call.now, call.effects); });
}

Outcome forget(const Call& call) {
    const auto other = find_other(call);
    if (const auto* failure = std::get_if<Failure>(&other)) return *failure;
    const auto id = std::get<const store::Person*>(other)->id;
    Object result;
    result["person"] = named_json(id, name_of(call.engine, id));
    const bool with_history = find_flag(call.params, "history").value_or(false);
    const auto canceled = call.engine.forget(id, with_history, call.now, call.effects);
    if (!canceled) return fail(canceled.error());
    result["canceled"] = static_cast<std::int64_t>(*canceled);
    result["history"] = with_history;
    return Json(std::move(result));
}

constexpr Handler table[] = {
    {"people.forget", forget},
    {"requests.list", list_requests},
    {"requests.accept", accept},
    {"requests.decline", decline},
};

}  // namespace

std::span<const Handler> request_handlers() noexcept { return table; }

}  // namespace earshot::control
