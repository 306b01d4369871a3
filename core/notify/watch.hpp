#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"

/// Of whose coming a person wants to be told: once, when they are at their computer and were not
/// before. Not thread-safe; holds at most limits::watched_people_max.
namespace earshot::notify {

/// Who was waited for is here.
struct Arrival {
    PersonId person;

    friend bool operator==(const Arrival&, const Arrival&) = default;
};

class Watch {
public:
    using IsHere = std::function<bool(const PersonId&)>;

    /// Whoever is here already is told of when they come again. False: there are too many.
    bool add(const PersonId& person, bool is_here);
    bool remove(const PersonId& person) { return watched_.erase(person) > 0; }
    bool contains(const PersonId& person) const { return watched_.contains(person); }
    bool empty() const { return watched_.empty(); }

    /// Who is not here now will have come when they are.
    void look(const IsHere& is_here);
    /// Who has come. They are not watched any more.
    std::vector<PersonId> take_come(const IsHere& is_here);

    /// As it is kept, and read again: nobody is here at first. What is no id is passed over.
    std::string text() const;
    void load(std::string_view text);

private:
    std::map<PersonId, bool> watched_;  ///< Whether they were away since.
};

}  // namespace earshot::notify
