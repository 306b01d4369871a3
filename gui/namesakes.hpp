#pragma once

#include <map>
#include <string>
#include <string_view>

#include "client/people.hpp"

/// Which names several people have. People choose their names, so a list of them must show
/// something else, too, beside each of those who are called the same.
namespace earshot::gui {

class Namesakes {
public:
    /// Everybody, ourselves included by `own_name`.
    void count(const std::vector<client::Person>& people, std::string_view own_name);

    bool is_shared(std::string_view name) const;

private:
    std::map<std::string, int> bearers_;  ///< By the name without letter case.
};

}  // namespace earshot::gui
