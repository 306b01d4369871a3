#include <algorithm>

#include "core/base/limits.hpp"
#include "node/control/calls.hpp"
#include "node/control/lookups.hpp"
#include "node/control/views.hpp"

namespace earshot::control {
namespace {

constexpr std::size_t page_default = 50;
constexpr std::size_t outbox_rows_max = 500;
constexpr std::size_t outbox_bytes_max = 512 * 1024;

/// Whom a call means by `to` or `who`, or else by `conversation`.
std::variant<PersonId, Failure> peer_of(const Call& call, std::string_view person_param) {
    const auto who = find_text(call.params, person_param);
    const auto conversation = find_text(call.params, "conversation");
    if (who.has_value() == conversation.has_value()) {
        Failure failure{FailureKind::invalid_params, "one of the two says whom: not both"};
        failure.fields["param"] = text_json(person_param);
        return failure;
    }
    return who ? find_person(call.engine, *who) : find_peer(call.engine, *conversation);
}

Outcome send_failure(const Error& error) {
    switch (error.kind) {
        case ErrorKind::too_large: {
            Failure failure{FailureKind::too_large, std::string{error.what}};
            failure.fields["limit"] = limits::text_bytes_max;
            return failure;
        }
        case ErrorKind::refused: return fail(FailureKind::blocked, error.what);
        case ErrorKind::malformed: return wrong_param("body", error.what);
        default: return fail(error);
    }
}

Outcome send_message(const Call& call) {
    const auto peer = peer_of(call, "to");
    if (const auto* failure = std::get_if<Failure>(&peer)) return *failure;
    const auto& to = std::get<PersonId>(peer);
    const auto* person = call.engine.people().find(to);
    if (find_flag(call.params, "require_verified").value_or(false) &&
        (person == nullptr || !person->verified))
        return fail(FailureKind::not_verified, "nobody compared this person's key yet");
    const auto sent =
        call.engine.send_text(to, *find_text(call.params, "body"), call.now, call.effects);
    if (!sent) return send_failure(sent.error());
    Object result;
    result["id"] = text_json(sent->id.text());
    result["conversation"] = text_json(sent->conversation.text());
    result["state"] = "queued";
    const auto shown = call.engine.shown(to);
    result["to"] = text_json(to.text());
    result["presence"] = text_json(presence_name(shown.state));
    result["answers"] = shown.answers;
    return Json(std::move(result));
}

/// Which conversation a call means by `who` or `conversation`. What was said with somebody who was
/// forgotten can still be read.
std::variant<ConversationId, Failure> conversation_of(const Call& call) {
    const auto peer = peer_of(call, "who");
    if (const auto* failure = std::get_if<Failure>(&peer)) return *failure;
    if (const auto named = find_text(call.params, "conversation"))
        return *ConversationId::from_text(*named);
    const auto conversation = call.engine.conversation_with(std::get<PersonId>(peer));
    if (!conversation) return failure_of(conversation.error());
    return *conversation;
}

Outcome list_messages(const Call& call) {
    const auto found = conversation_of(call);
    if (const auto* failure = std::get_if<Failure>(&found)) return *failure;
    const auto& conversation = std::get<ConversationId>(found);
    store::Page page;
    page.limit =
        static_cast<std::size_t>(find_integer(call.params, "limit").value_or(page_default));
    if (const auto before = find_text(call.params, "before")) {
        const auto message = find_message(call.engine, *before);
        if (const auto* failure = std::get_if<Failure>(&message)) return *failure;
        page.before = std::get<store::Message>(message).id;
    }
    const auto stored = call.engine.stores().messages.page(conversation, page);
    if (!stored) return fail(stored.error());
    // From the newest back, so that what does not fit is what a client asks for next.
    BoundedArray newest_first;
    for (auto message = stored->rbegin(); message != stored->rend(); ++message)
        if (!newest_first.add(message_json(call.engine, *message))) break;
    Object result;
    result["more"] = newest_first.is_cut() || stored->size() == page.limit;
    auto messages = newest_first.take();
    std::ranges::reverse(messages);
    result["messages"] = std::move(messages);
    return Json(std::move(result));
}

Outcome show_message(const Call& call) {
    const auto message = find_message(call.engine, *find_text(call.params, "id"));
    if (const auto* failure = std::get_if<Failure>(&message)) return *failure;
    return Json(message_json(call.engine, std::get<store::Message>(message)));
}

Result<std::vector<store::Outgoing>> waiting_after(const Call& call, std::uint64_t position) {
    auto& outbox = call.engine.stores().outbox;
    EARSHOT_TRY(const auto people, outbox.waiting());
    std::vector<store::Outgoing> all;
    for (const auto& person : people) {
        EARSHOT_TRY(auto rows,
                    outbox.outgoing_after(person.to, position, outbox_rows_max, outbox_bytes_max));
        // Only what is listed is kept: the payloads of many people would be much.
        for (auto& row : rows) {
            row.payload.clear();
            all.push_back(std::move(row));
        }
        std::ranges::sort(all, {}, &store::Outgoing::position);
        if (all.size() > outbox_rows_max) all.resize(outbox_rows_max);
    }
    return all;
}

Outcome list_outbox(const Call& call) {
    const auto after = find_integer(call.params, "after").value_or(0);
    const auto rows = waiting_after(call, static_cast<std::uint64_t>(after));
    if (!rows) return fail(rows.error());
    BoundedArray outgoing;
    for (const auto& row : *rows) {
        const auto message = call.engine.stores().messages.find_message(row.id);
        if (!message) return fail(message.error());
        Object object;
        object["id"] = text_json(row.id.text());
        object["to"] = text_json(row.to.text());
        object["to_name"] = text_json(name_of(call.engine, row.to));
        if (*message) object["text"] = text_json((*message)->text);
        object["queued"] = static_cast<std::int64_t>(row.queued.time_since_epoch().count());
        object["position"] = static_cast<std::int64_t>(row.position);
        if (call.engine.is_put_off(row.to)) object["put_off"] = true;
        if (!outgoing.add(std::move(object))) break;
    }
    Object result;
    result["more"] = outgoing.is_cut() || rows->size() == outbox_rows_max;
    result["outgoing"] = outgoing.take();
    return Json(std::move(result));
}

Outcome retry_outbox(const Call& call) {
    std::optional<PersonId> only;
    if (const auto id = find_text(call.params, "id")) {
        const auto message = find_message(call.engine, *id);
        if (const auto* failure = std::get_if<Failure>(&message)) return *failure;
        const auto row =
            call.engine.stores().outbox.find_outgoing(std::get<store::Message>(message).id);
        if (!row) return fail(row.error());
        if (!*row) return fail(FailureKind::not_found, "this message does not wait");
        only = (*row)->to;
    }
    Object result;
    result["retried"] = static_cast<std::int64_t>(call.engine.retry(only, call.now, call.effects));
    return Json(std::move(result));
}

Outcome cancel_outgoing(const Call& call) {
    const auto message = find_message(call.engine, *find_text(call.params, "id"));
    if (const auto* failure = std::get_if<Failure>(&message)) return *failure;
    const auto done =
        call.engine.cancel(std::get<store::Message>(message).id, call.now, call.effects);
    if (!done) return fail(done.error());
    Object result;
    result["canceled"] = true;
    return Json(std::move(result));
}

constexpr Handler table[] = {
    {"message.send", send_message}, {"message.list", list_messages},
    {"message.get", show_message},  {"outbox.list", list_outbox},
    {"outbox.retry", retry_outbox}, {"outbox.cancel", cancel_outgoing},
};

}  // namespace

std::span<const Handler> message_handlers() noexcept { return table; }

}  // namespace earshot::control
