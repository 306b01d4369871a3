#include <algorithm>
#include <iterator>

#include "core/base/limits.hpp"
#include "node/control/calls.hpp"
#include "node/control/lookups.hpp"
#include "node/control/search_terms.hpp"
#include "node/control/snippet.hpp"
#include "node/control/views.hpp"

namespace earshot::control {
namespace {

constexpr std::size_t hits_default = 30;
/// One call looks at so many times limits::searched_per_call_max messages before it says that
/// there may be more.
constexpr int searches_max = 4;

std::optional<WallTime> find_time(const Call& call, std::string_view param) {
    const auto time = find_integer(call.params, param);
    return time ? std::optional{WallTime{Duration{*time}}} : std::nullopt;
}

std::variant<store::Search, Failure> search_of(const Call& call) {
    const auto text = *find_text(call.params, "text");
    if (text.size() > limits::search_bytes_max) {
        Failure failure{FailureKind::too_large, "what is looked for is too long"};
        failure.fields["limit"] = limits::search_bytes_max;
        return failure;
    }
    store::Search search;
    search.terms = search_terms(text);
    if (const auto named = find_text(call.params, "conversation")) {
        search.conversation = ConversationId::from_text(*named);
        if (!search.conversation)
            return Failure{FailureKind::not_found, "no conversation has this id"};
    }
    if (const auto who = find_text(call.params, "from")) {
        auto author = find_person(call.engine, *who);
        if (auto* failure = std::get_if<Failure>(&author)) return std::move(*failure);
        search.author = std::get<PersonId>(author);
    }
    if (const auto named = find_text(call.params, "before")) {
        auto message = find_message(call.engine, *named);
        if (auto* failure = std::get_if<Failure>(&message)) return std::move(*failure);
        search.before = std::get<store::Message>(message).id;
    }
    search.since = find_time(call, "since");
    search.until = find_time(call, "until");
    search.limit =
        static_cast<std::size_t>(find_integer(call.params, "limit").value_or(hits_default));
    return search;
}

/// Goes on where one search ended early without having found enough.
Result<store::Found> find(store::SearchStore& store, store::Search search) {
    store::Found all;
    for (int tries = 0; tries < searches_max; ++tries) {
        EARSHOT_TRY(auto found, store.search(search));
        search.limit -= found.hits.size();
        std::ranges::move(found.hits, std::back_inserter(all.hits));
        all.next = search.before = found.next;
        if (!all.next || search.limit == 0) break;
    }
    return all;
}

Object hit_json(const engine::Engine& engine, const store::Hit& hit) {
    const auto& conversation = hit.message.conversation;
    const auto* const row = engine.conversations().find(conversation);
    const auto snippet = snippet_of(hit.message.text, hit.matches);
    Array matches;
    for (const auto& [start, length] : snippet.matches) {
        matches.push_back(static_cast<std::int64_t>(start));
        matches.push_back(static_cast<std::int64_t>(length));
    }
    Object object;
    object["message"] = message_json(engine, hit.message);
    object["conversation"] = text_json(conversation.text());
    object["peer_name"] = text_json(row ? name_of(engine, row->peer) : std::string{});
    object["snippet"] = text_json(snippet.text);
    object["matches"] = std::move(matches);
    return object;
}

Outcome query(const Call& call) {
    auto search = search_of(call);
    if (auto* failure = std::get_if<Failure>(&search)) return std::move(*failure);
    auto found = find(call.engine.stores().search, std::get<store::Search>(std::move(search)));
    if (!found) return fail(found.error());
    BoundedArray hits;
    for (std::size_t i = 0; i < found->hits.size(); ++i) {
        if (hits.add(hit_json(call.engine, found->hits[i]))) continue;
        found->next = found->hits[i - 1].message.id;
        break;
    }
    Object result;
    result["hits"] = hits.take();
    result["more"] = found->next.has_value();
    if (found->next) result["next"] = text_json(found->next->text());
    return Json(std::move(result));
}

constexpr Handler table[] = {{"search.query", query}};

}  // namespace

std::span<const Handler> search_handlers() noexcept { return table; }

}  // namespace earshot::control
