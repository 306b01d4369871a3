#pragma once

#include <string_view>
#include <vector>

#include "core/store/search_store.hpp"

/// What a person typed to look for, as words: all of them must occur. "In quotes" they are a
/// phrase, and a quote that is not closed reaches to the end. The last word may be unfinished, one
/// inside quotes may not. At most limits::search_terms_max of them; what follows is not looked at.
namespace earshot::control {

/// Precondition: UTF-8.
std::vector<store::SearchTerm> search_terms(std::string_view text);

}  // namespace earshot::control
