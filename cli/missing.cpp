#include "cli/missing.hpp"

#include <algorithm>

#include "cli/fields.hpp"

namespace earshot::cli {

std::int64_t Missing::before(const control::Object& message) {
    // Of our own we know why they are not here.
    const auto number = integer_in(message, "author_seq");
    if (flag_in(message, "own") || number <= 0) return 0;
    const auto [known, is_first] = last_.try_emplace(text_in(message, "author"), number);
    if (is_first) return 0;
    const auto missing = std::max<std::int64_t>(0, number - known->second - 1);
    known->second = std::max(known->second, number);
    return missing;
}

std::string missing_text(std::int64_t count, const std::string& author) {
    const auto which = count == 1 ? "a message" : std::to_string(count) + " messages";
    const auto* const verb = count == 1 ? "was" : "were";
    return which + " of " + author + " did not come, or " + verb + " taken back";
}

}  // namespace earshot::cli
