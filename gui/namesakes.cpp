#include "gui/namesakes.hpp"

#include "core/base/text.hpp"

namespace earshot::gui {

void Namesakes::count(const std::vector<client::Person>& people, std::string_view own_name) {
    bearers_.clear();
    for (const auto& person : people) ++bearers_[case_folded(person.name)];
    ++bearers_[case_folded(own_name)];
}

bool Namesakes::is_shared(std::string_view name) const {
    const auto found = bearers_.find(case_folded(name));
    return found != bearers_.end() && found->second > 1;
}

}  // namespace earshot::gui
