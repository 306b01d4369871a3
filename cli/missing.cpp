#include "cli/missing.hpp"

#include <algorithm>

#include "cli/fields.hpp"
#include "core/control/author_numbers.hpp"

namespace earshot::cli {

std::int64_t Missing::before(const control::Object& message) {
    // Of our own we know why they are not here.
    if (flag_in(message, "own")) return 0;
    const auto number = integer_in(message, "author_seq");
    auto& last = last_[text_in(message, "author")];
    const auto missing = control::missing_between(last, number);
    last = std::max(last, number);
    return missing;
}

std::string missing_text(std::int64_t count, const std::string& author) {
    const auto which = count == 1 ? "a message" : std::to_string(count) + " messages";
    const auto* const verb = count == 1 ? "was" : "were";
    return which + " of " + author + " did not come, or " + verb + " taken back";
}

}  // namespace earshot::cli
