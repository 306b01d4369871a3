#include "client/people.hpp"

#include <tuple>

#include "client/read.hpp"
#include "core/base/limits.hpp"
#include "core/base/text.hpp"

namespace earshot::client {

bool PeopleOrder::operator()(const Person& a, const Person& b) const {
    if (a.nearby != b.nearby) return a.nearby;
    const auto first = case_folded(a.name);
    const auto second = case_folded(b.name);
    return std::tie(first, a.id) < std::tie(second, b.id);
}

void People::load() { load_page({}, ++load_); }

void People::load_page(std::vector<Person> so_far, unsigned load) {
    control::Object params;
    if (!so_far.empty()) params["after"] = so_far.back().id;
    auto on_answer = [this, load, so_far = std::move(so_far)](const Answer& answer) {
        const auto* const result = result_of(answer);
        if (!result || load != load_) return;
        auto people = so_far;
        for (const auto* object : objects_in(*result, "people"))
            if (auto person = person_from(*object)) people.push_back(*std::move(person));
        const bool has_grown = people.size() > so_far.size();
        if (flag_in(*result, "more") && has_grown && people.size() < limits::people_max) {
            load_page(std::move(people), load);
            return;
        }
        std::erase_if(people, [](const Person& person) { return person.is_self; });
        is_loaded_ = true;
        list_.assign(std::move(people));
        if (when_loaded_) when_loaded_();
    };
    link_.call("people.list", params, std::move(on_answer));
}

void People::put(const control::Object& fields) {
    const auto* const object = control::find_object(fields, "person");
    auto person = object ? person_from(*object) : std::nullopt;
    if (person && !person->is_self) list_.put(*std::move(person));
}

void People::on_event(std::string_view name, const control::Object& fields) {
    if (name == "person.added" || name == "person.updated" || name == "person.nearby" ||
        name == "person.namesake" || name == "request.added") {
        put(fields);
        return;
    }
    if (name == "person.removed") {
        list_.erase(text_in(fields, "person"));
        return;
    }
    if (name != "presence.changed" && name != "person.left") return;
    const auto* const known = list_.find(text_in(fields, "person"));
    if (!known) return;
    auto person = *known;
    if (name == "person.left") {
        person.nearby = false;
        person.presence = Presence::offline;
    } else {
        person.presence = presence_from(text_in(fields, "presence"));
        person.status_text = text_in(fields, "status_text");
        person.answers = flag_in(fields, "answers", true);
        person.nearby = person.presence != Presence::offline;
    }
    list_.put(std::move(person));
}

}  // namespace earshot::client
