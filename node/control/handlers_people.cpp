#include <algorithm>
#include <optional>
#include <utility>

#include "node/control/calls.hpp"
#include "node/control/lookups.hpp"
#include "node/control/views.hpp"

namespace earshot::control {
namespace {

constexpr std::pair<gossip::State, std::string_view> choices[] = {
    {gossip::State::online, "online"},
    {gossip::State::away, "away"},
    {gossip::State::busy, "busy"},
    {gossip::State::left, "invisible"},
};

std::string_view choice_name(gossip::State state) {
    const auto* const found =
        std::ranges::find(choices, state, &std::pair<gossip::State, std::string_view>::first);
    return found == std::end(choices) ? "online" : found->second;
}

std::optional<gossip::State> find_choice(std::string_view name) {
    const auto* const found =
        std::ranges::find(choices, name, &std::pair<gossip::State, std::string_view>::second);
    return found == std::end(choices) ? std::nullopt : std::optional{found->first};
}

Outcome list_people(const Call& call) {
    const auto filter = find_text(call.params, "filter").value_or("all");
    if (filter != "all" && filter != "nearby")
        return wrong_param("filter", "filter is `all` or `nearby`");
    const auto from = find_text(call.params, "after");
    const auto after = from ? PersonId::from_text(*from) : std::nullopt;
    BoundedArray people;
    for (const auto& [id, person] : call.engine.people().people()) {
        if (after && id <= *after) continue;
        if (filter == "nearby" && !call.engine.is_online(id)) continue;
        if (!people.add(person_json(call.engine, person))) break;
    }
    Object result;
    result["more"] = people.is_cut();
    result["people"] = people.take();
    return Json(std::move(result));
}

Outcome show_person(const Call& call) {
    const auto who = find_person(call.engine, *find_text(call.params, "who"));
    if (const auto* failure = std::get_if<Failure>(&who)) return *failure;
    const auto* person = call.engine.people().find(std::get<PersonId>(who));
    if (!person) return fail(FailureKind::not_found, "nobody has this name or id");
    return Json(person_json(call.engine, *person));
}

Json presence_json(const engine::Engine& engine) {
    const auto& choice = engine.presence_choice();
    Object object;
    object["state"] = text_json(choice_name(choice.state));
    object["text"] = text_json(choice.text);
    object["until"] = choice.until ? millis(*choice.until) : Json{};
    object["off_hours"] = engine.is_off_hours();
    return object;
}

Outcome show_presence(const Call& call) { return presence_json(call.engine); }

Outcome set_presence(const Call& call) {
    engine::PresenceChoice choice;
    const auto state = find_choice(*find_text(call.params, "state"));
    if (!state) return wrong_param("state", "a state is online, away, busy or invisible");
    choice.state = *state;
    choice.text = find_text(call.params, "text").value_or("");
    if (const auto time = find_integer(call.params, "for_ms"))
        choice.until = call.now.wall + Duration{*time};
    const auto chosen = call.engine.set_presence(std::move(choice), call.now);
    if (!chosen) return fail(chosen.error());
    return presence_json(call.engine);
}

constexpr Handler table[] = {
    {"presence.get", show_presence},
    {"presence.set", set_presence},
    {"people.list", list_people},
    {"people.get", show_person},
};

}  // namespace

std::span<const Handler> people_handlers() noexcept { return table; }

}  // namespace earshot::control
