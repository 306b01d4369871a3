#include <algorithm>
#include <vector>

#include "core/base/limits.hpp"
#include "node/control/calls.hpp"
#include "node/control/lookups.hpp"
#include "node/control/views.hpp"

namespace earshot::control {
namespace {

using Row = const store::Conversation*;

std::vector<Row> newest_first(const conversation::ConversationBook& book) {
    std::vector<Row> rows;
    for (const auto& [id, row] : book.all()) rows.push_back(&row);
    std::ranges::sort(rows, [](Row one, Row other) {
        return one->active != other->active ? one->active > other->active : one->id < other->id;
    });
    return rows;
}

/// Events tell of drafts apart.
Result<Object> with_draft(const engine::Engine& engine, const store::Conversation& row) {
    EARSHOT_TRY(auto object, conversation_json(engine, row));
    EARSHOT_TRY(const auto draft, engine.draft(row.id));
    object["draft"] = draft.empty() ? Json{} : text_json(draft);
    return object;
}

Outcome list_conversations(const Call& call) {
    const auto rows = newest_first(call.engine.conversations());
    auto next = rows.begin();
    if (const auto from = find_text(call.params, "after")) {
        const auto last = ConversationId::from_text(*from);
        next = std::ranges::find_if(rows, [&](Row row) { return row->id == last; });
        if (next != rows.end()) ++next;
    }
    BoundedArray conversations;
    for (; next != rows.end(); ++next) {
        auto object = with_draft(call.engine, **next);
        if (!object) return fail(object.error());
        if (!conversations.add(*std::move(object))) break;
    }
    Object result;
    result["more"] = conversations.is_cut();
    result["conversations"] = conversations.take();
    return Json(std::move(result));
}

Outcome show(const Call& call, const store::Conversation& row) {
    auto object = with_draft(call.engine, row);
    if (!object) return fail(object.error());
    return Json(*std::move(object));
}

Outcome open_conversation(const Call& call) {
    const auto who = find_person(call.engine, *find_text(call.params, "who"));
    if (const auto* failure = std::get_if<Failure>(&who)) return *failure;
    const auto& person = std::get<PersonId>(who);
    const auto id = call.engine.conversation_with(person);
    if (!id) return fail(id.error());
    if (const auto* row = call.engine.conversations().find(*id)) return show(call, *row);
    store::Conversation fresh;
    fresh.id = *id;
    fresh.peer = person;
    return show(call, fresh);
}

Outcome mark_read(const Call& call) {
    const auto id = ConversationId::from_text(*find_text(call.params, "conversation"));
    const auto* row = id ? call.engine.conversations().find(*id) : nullptr;
    if (row == nullptr) return fail(FailureKind::not_found, "no conversation has this id");
    std::optional<MessageId> up_to;
    if (const auto named = find_text(call.params, "up_to")) {
        const auto message = find_message(call.engine, *named);
        if (const auto* failure = std::get_if<Failure>(&message)) return *failure;
        up_to = std::get<store::Message>(message).id;
    }
    const auto marked = call.engine.mark_read(*id, up_to, call.now);
    if (!marked) return fail(marked.error());
    return show(call, *row);
}

Outcome set_typing(const Call& call) {
    const auto peer = find_peer(call.engine, *find_text(call.params, "conversation"));
    if (const auto* failure = std::get_if<Failure>(&peer)) return *failure;
    call.engine.set_typing(std::get<PersonId>(peer), *find_flag(call.params, "active"), call.now,
                           call.effects);
    return Json(Object{});
}

Outcome show_draft(const Call& call, std::string_view conversation) {
    auto draft = draft_json(call.engine, *ConversationId::from_text(conversation));
    if (!draft) return fail(draft.error());
    return Json(*std::move(draft));
}

Outcome read_draft(const Call& call) {
    const auto conversation = *find_text(call.params, "conversation");
    const auto peer = find_peer(call.engine, conversation);
    if (const auto* failure = std::get_if<Failure>(&peer)) return *failure;
    return show_draft(call, conversation);
}

Outcome set_draft(const Call& call) {
    const auto conversation = *find_text(call.params, "conversation");
    const auto peer = find_peer(call.engine, conversation);
    if (const auto* failure = std::get_if<Failure>(&peer)) return *failure;
    const auto set = call.engine.set_draft(*ConversationId::from_text(conversation),
                                           *find_text(call.params, "body"), call.effects);
    if (!set && set.error().kind == ErrorKind::too_large) {
        Failure failure{FailureKind::too_large, std::string{set.error().what}};
        failure.fields["limit"] = limits::text_bytes_max;
        return failure;
    }
    if (!set && set.error().kind == ErrorKind::malformed)
        return wrong_param("body", set.error().what);
    if (!set) return fail(set.error());
    return show_draft(call, conversation);
}

constexpr Handler table[] = {
    {"draft.get", read_draft},
    {"draft.set", set_draft},
    {"typing.set", set_typing},
    {"conversation.list", list_conversations},
    {"conversation.open", open_conversation},
    {"conversation.markRead", mark_read},
};

}  // namespace

std::span<const Handler> conversation_handlers() noexcept { return table; }

}  // namespace earshot::control
