#include "client/people.hpp"

#include <tuple>
#include <utility>
#include <vector>

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

People::People(Link& link)
    : pages_(link, {"people.list", "people", person_from, limits::people_max},
             [this](std::vector<Person> people) { on_all(std::move(people)); }) {}

void People::on_all(std::vector<Person> people) {
    std::erase_if(people, [](const Person& person) { return person.is_self; });
    is_loaded_ = true;
    list_.assign(std::move(people));
    if (when_loaded_) when_loaded_();
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
