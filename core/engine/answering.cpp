#include "core/engine/answering.hpp"

#include <algorithm>

namespace earshot::engine {

void Answering::on_asked(const PersonId& person, Instant now) {
    open_.try_emplace(person, Question{.asked = now});
}

bool Answering::on_heard(const PersonId& person, Instant now) {
    const auto found = open_.find(person);
    if (found == open_.end()) return false;
    const bool was_silent = found->second.is_silent;
    found->second = {.asked = now};
    return was_silent;
}

Answering::Due Answering::on_time(Instant now) {
    Due due;
    for (auto& [person, question] : open_) {
        while (const auto when = question.due()) {
            if (*when > now) break;
            auto& done = question.is_looked_at ? question.is_silent : question.is_looked_at;
            (question.is_looked_at ? due.silent : due.looks).push_back(person);
            done = true;
        }
    }
    return due;
}

std::optional<Instant> Answering::next_deadline() const {
    std::optional<Instant> earliest;
    for (const auto& [person, question] : open_)
        if (const auto due = question.due()) earliest = std::min(*due, earliest.value_or(*due));
    return earliest;
}

bool Answering::is_silent(const PersonId& person) const {
    const auto found = open_.find(person);
    return found != open_.end() && found->second.is_silent;
}

}  // namespace earshot::engine
