#include "core/notify/watch.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"

namespace earshot::notify {

bool Watch::add(const PersonId& person, bool is_here) {
    if (watched_.size() >= limits::watched_people_max && !contains(person)) return false;
    watched_.try_emplace(person, !is_here);
    return true;
}

void Watch::look(const IsHere& is_here) {
    for (auto& [person, was_away] : watched_) was_away = was_away || !is_here(person);
}

std::vector<PersonId> Watch::take_come(const IsHere& is_here) {
    std::vector<PersonId> come;
    for (const auto& [person, was_away] : watched_)
        if (was_away && is_here(person)) come.push_back(person);
    for (const auto& person : come) watched_.erase(person);
    return come;
}

std::string Watch::text() const {
    std::string text;
    for (const auto& [person, was_away] : watched_)
        text += (text.empty() ? "" : " ") + person.text();
    return text;
}

void Watch::load(std::string_view text) {
    while (!text.empty())
        if (const auto person = PersonId::from_text(take_until(text, ' '))) add(*person, false);
}

}  // namespace earshot::notify
