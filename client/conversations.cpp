#include "client/conversations.hpp"

#include <string>
#include <utility>
#include <vector>

#include "client/preview.hpp"
#include "client/read.hpp"
#include "core/base/limits.hpp"

namespace earshot::client {
namespace {

constexpr std::size_t conversations_max = limits::people_max;
constexpr std::size_t typing_max = 16;
constexpr std::size_t preview_bytes_max = 200;

}  // namespace

bool ConversationOrder::operator()(const Conversation& a, const Conversation& b) const {
    if (a.time != b.time) return a.time > b.time;
    return a.id < b.id;
}

Conversations::Conversations(Link& link)
    : pages_(link, {"conversation.list", "conversations", conversation_from, conversations_max},
             [this](std::vector<Conversation> rows) { on_all(std::move(rows)); }) {}

const Conversation* Conversations::find_with(std::string_view person) const {
    const auto found = std::ranges::find_if(
        list_.rows(), [&](const Conversation& row) { return row.peer == person; });
    return found == list_.rows().end() ? nullptr : &*found;
}

std::int64_t Conversations::unread() const {
    std::int64_t unread = 0;
    for (const auto& row : list_.rows())
        if (!row.muted && !row.request) unread += row.unread;
    return unread;
}

const Conversation* Conversations::next_unread(std::string_view current) const {
    const auto& rows = list_.rows();
    const auto here = list_.find_row(current);
    const std::size_t first = here ? *here + 1 : 0;
    for (const bool is_quiet : {false, true})
        for (std::size_t step = 0; step < rows.size(); ++step) {
            const auto& row = rows[(first + step) % rows.size()];
            if (row.unread > 0 && row.id != current && (row.muted || row.request) == is_quiet)
                return &row;
        }
    return nullptr;
}

void Conversations::on_all(std::vector<Conversation> rows) {
    for (auto& row : rows)
        if (const auto* old = list_.find(row.id)) row.typing = old->typing;
    is_loaded_ = true;
    list_.assign(std::move(rows));
    if (when_loaded_) when_loaded_();
}

void Conversations::put(const control::Object& object) {
    auto conversation = conversation_from(object);
    if (!conversation) return;
    if (const auto* old = list_.find(conversation->id)) {
        conversation->typing = old->typing;
        // Events leave it out: of drafts tells draft.changed.
        if (!object.contains("draft")) conversation->draft = old->draft;
    }
    list_.put(*std::move(conversation));
}

void Conversations::put_draft(std::string_view conversation, const std::string& body) {
    const auto* const known = list_.find(conversation);
    if (!known) return;
    auto row = *known;
    row.draft = body.empty() ? std::nullopt : std::optional{body};
    list_.put(std::move(row));
}

void Conversations::on_event(std::string_view name, const control::Object& fields) {
    if (name == "conversation.added" || name == "conversation.updated" ||
        name == "conversation.changed") {
        if (const auto* object = control::find_object(fields, "conversation")) put(*object);
    } else if (name == "conversation.removed") {
        list_.erase(text_in(fields, "conversation"));
    } else if (name == "draft.changed") {
        const auto* const inside = control::find_object(fields, "draft");
        const auto& draft = inside ? *inside : fields;
        put_draft(text_in(draft, "conversation"), text_in(draft, "body"));
    } else if (name == "message.added") {
        on_message(fields, false);
    } else if (name == "request.added") {
        on_message(fields, true);
    } else if (name == "message.stateChanged") {
        on_state_changed(fields);
    } else if (name == "person.updated") {
        on_person(fields);
    } else if (name == "typing.changed") {
        on_typing(fields);
    }
}

void Conversations::on_message(const control::Object& fields, bool is_request) {
    const auto* const object = control::find_object(fields, "message");
    const auto message = object ? message_from(*object) : std::nullopt;
    const auto* const known = message ? list_.find(message->conversation) : nullptr;
    if (!known || message->time < known->time) return;
    auto row = *known;
    row.time = message->time;
    row.last_message = message->id;
    row.preview = preview_of(message->text, preview_bytes_max);
    row.preview_own = message->own;
    row.preview_state = message->state;
    row.request = row.request || is_request;
    std::erase(row.typing, message->author);
    list_.put(std::move(row));
}

void Conversations::on_state_changed(const control::Object& fields) {
    const auto* const known = list_.find(text_in(fields, "conversation"));
    if (!known || known->last_message != text_in(fields, "id")) return;
    const auto state = message_state_from(text_in(fields, "state"));
    if (!may_follow(known->preview_state, state)) return;
    auto row = *known;
    row.preview_state = state;
    list_.put(std::move(row));
}

/// Who is accepted asks no more.
void Conversations::on_person(const control::Object& fields) {
    const auto* const object = control::find_object(fields, "person");
    const auto person = object ? person_from(*object) : std::nullopt;
    if (!person || person->standing != Standing::accepted) return;
    const auto* const known = find_with(person->id);
    if (!known || !known->request) return;
    auto row = *known;
    row.request = false;
    list_.put(std::move(row));
}

void Conversations::on_typing(const control::Object& fields) {
    const auto* const known = list_.find(text_in(fields, "conversation"));
    if (!known) return;
    auto row = *known;
    const auto person = text_in(fields, "person");
    std::erase(row.typing, person);
    if (flag_in(fields, "active") && row.typing.size() < typing_max) row.typing.push_back(person);
    list_.put(std::move(row));
}

void Conversations::on_lost() {
    const auto rows = list_.rows();
    for (auto row : rows) {
        row.typing.clear();
        list_.put(std::move(row));
    }
}

}  // namespace earshot::client
