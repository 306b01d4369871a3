#include <algorithm>

#include "core/base/limits.hpp"
#include "core/delivery/app.hpp"
#include "node/control/calls.hpp"
#include "node/control/lookups.hpp"
#include "node/control/message_info.hpp"
#include "node/control/views.hpp"

namespace earshot::control {
namespace {

constexpr std::size_t page_default = 50;
constexpr std::size_t outbox_rows_max = 500;
constexpr std::size_t marks_max = 1;  ///< Read marks among them.
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

/// Messages of a conversation, oldest first, and whether there are others on either side.
struct Window {
    std::vector<store::Message> messages;
    bool has_older = false;
    bool has_newer = false;
};

/// One more than wanted is asked for: so it is known whether there is another.
Result<Window> window_before(store::MessageStore& messages, const ConversationId& id,
                             std::optional<MessageId> before, std::size_t limit) {
    Window window;
    EARSHOT_TRY(window.messages, messages.page(id, {.before = before, .limit = limit + 1}));
    window.has_older = window.messages.size() > limit;
    if (window.has_older) window.messages.erase(window.messages.begin());
    window.has_newer = before.has_value();
    return window;
}

Result<Window> window_after(store::MessageStore& messages, const ConversationId& id,
                            const MessageId& after, std::size_t limit) {
    Window window;
    EARSHOT_TRY(window.messages, messages.page(id, {.after = after, .limit = limit + 1}));
    window.has_newer = window.messages.size() > limit;
    if (window.has_newer) window.messages.pop_back();
    window.has_older = true;
    return window;
}

/// As many before the message as after it, as far as there are.
Result<Window> window_around(store::MessageStore& messages, const store::Message& middle,
                             std::size_t limit) {
    const auto& id = middle.conversation;
    EARSHOT_TRY(auto window, window_before(messages, id, middle.id, (limit - 1) / 2));
    window.messages.push_back(middle);
    EARSHOT_TRY(auto newer, window_after(messages, id, middle.id, limit - window.messages.size()));
    window.has_newer = newer.has_newer;
    std::ranges::move(newer.messages, std::back_inserter(window.messages));
    return window;
}

/// What fits into an answer, from the message with this number on to both sides.
Json window_json(const Call& call, const Window& window, std::size_t start) {
    BoundedArray fitting;
    auto first = start;
    auto end = start;
    for (bool goes_on = true; goes_on;) {
        goes_on = false;
        if (end < window.messages.size() &&
            fitting.add(message_json(call.engine, window.messages[end]))) {
            ++end;
            goes_on = true;
        }
        if (first > 0 && fitting.add_front(message_json(call.engine, window.messages[first - 1]))) {
            --first;
            goes_on = true;
        }
    }
    Object result;
    result["messages"] = fitting.take();
    result["more"] = window.has_older || first > 0;
    result["more_after"] = window.has_newer || end < window.messages.size();
    return result;
}

/// Which message a page is about, and where it lies from it.
struct Anchor {
    std::string_view side;  ///< before, after, around; empty: the newest.
    std::optional<store::Message> message{};
};

std::variant<Anchor, Failure> anchor_of(const Call& call) {
    Anchor anchor;
    for (const auto* side : {"before", "after", "around"}) {
        const auto id = find_text(call.params, side);
        if (!id) continue;
        if (anchor.message) {
            Failure failure{FailureKind::invalid_params, "one of before, after and around"};
            failure.fields["param"] = side;
            return failure;
        }
        auto message = find_message(call.engine, *id);
        if (auto* failure = std::get_if<Failure>(&message)) return std::move(*failure);
        anchor = {side, std::get<store::Message>(std::move(message))};
    }
    return anchor;
}

Outcome list_messages(const Call& call) {
    const auto found = conversation_of(call);
    if (const auto* failure = std::get_if<Failure>(&found)) return *failure;
    const auto& id = std::get<ConversationId>(found);
    const auto anchored = anchor_of(call);
    if (const auto* failure = std::get_if<Failure>(&anchored)) return *failure;
    const auto& [side, middle] = std::get<Anchor>(anchored);
    if (middle && middle->conversation != id)
        return fail(FailureKind::not_found, "this message is of another conversation");
    const auto limit =
        static_cast<std::size_t>(find_integer(call.params, "limit").value_or(page_default));
    auto& messages = call.engine.stores().messages;
    const auto before = middle ? std::optional{middle->id} : std::nullopt;
    const auto window = side == "around"  ? window_around(messages, *middle, limit)
                        : side == "after" ? window_after(messages, id, middle->id, limit)
                                          : window_before(messages, id, before, limit);
    if (!window) return fail(window.error());
    std::size_t start = window->messages.size();
    if (side == "after") start = 0;
    if (side == "around")
        start = static_cast<std::size_t>(
            std::ranges::find(window->messages, middle->id, &store::Message::id) -
            window->messages.begin());
    return window_json(call, *window, start);
}

Outcome show_message(const Call& call) {
    const auto message = find_message(call.engine, *find_text(call.params, "id"));
    if (const auto* failure = std::get_if<Failure>(&message)) return *failure;
    return Json(message_json(call.engine, std::get<store::Message>(message)));
}

Outcome tell_of_message(const Call& call) {
    const auto message = find_message(call.engine, *find_text(call.params, "id"));
    if (const auto* failure = std::get_if<Failure>(&message)) return *failure;
    auto info = message_info_json(call.engine, std::get<store::Message>(message));
    if (!info) return fail(info.error());
    return Json(*std::move(info));
}

Result<std::vector<store::Outgoing>> waiting_after(const Call& call, std::uint64_t position) {
    auto& outbox = call.engine.stores().outbox;
    EARSHOT_TRY(const auto people, outbox.waiting());
    std::vector<store::Outgoing> all;
    for (const auto& person : people) {
        EARSHOT_TRY(auto rows,
                    outbox.outgoing_after(person.to, position, outbox_rows_max + marks_max,
                                          outbox_bytes_max));
        // Only what is listed is kept: the payloads of many people would be much.
        for (auto& row : rows) {
            if (row.kind != delivery::conversation_kind) continue;
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
    {"message.send", send_message},     {"message.list", list_messages},
    {"message.get", show_message},      {"message.info", tell_of_message},
    {"outbox.list", list_outbox},       {"outbox.retry", retry_outbox},
    {"outbox.cancel", cancel_outgoing},
};

}  // namespace

std::span<const Handler> message_handlers() noexcept { return table; }

}  // namespace earshot::control
