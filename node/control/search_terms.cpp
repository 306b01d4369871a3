#include "node/control/search_terms.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/base/text.hpp"

namespace earshot::control {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_control(char c) { return (c >= 0 && c < ' ') || c == 0x7f; }

void add(std::vector<store::SearchTerm>& terms, std::string_view text, bool may_go_on) {
    store::SearchTerm term{std::string{text}, may_go_on};
    std::ranges::replace_if(term.text, is_control, ' ');
    if (!std::ranges::all_of(term.text, is_space)) terms.push_back(std::move(term));
}

}  // namespace

std::vector<store::SearchTerm> search_terms(std::string_view text) {
    std::vector<store::SearchTerm> terms;
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    while (!text.empty() && terms.size() < limits::search_terms_max) {
        if (is_space(text.front())) {
            text.remove_prefix(1);
            continue;
        }
        if (text.front() == '"') {
            text.remove_prefix(1);
            add(terms, take_until(text, '"'), false);
            continue;
        }
        const auto word = text.substr(
            0, static_cast<std::size_t>(
                   std::ranges::find_if(text, [](char c) { return is_space(c) || c == '"'; }) -
                   text.begin()));
        text.remove_prefix(word.size());
        add(terms, word, text.empty());
    }
    return terms;
}

}  // namespace earshot::control
