#include "cli/usage_text.hpp"

#include <utility>

#include "cli/render.hpp"

namespace earshot::cli {
namespace {

/// "a, b or c"
std::string alternatives(std::vector<std::string> words) {
    if (words.size() < 2) return joined(words, ", ");
    const auto last = std::move(words.back());
    words.pop_back();
    return joined(words, ", ") + " or " + last;
}

std::string what_of(const UsageError& error) {
    const auto& subject = error.subject;
    switch (error.problem) {
        case UsageProblem::no_option: return "there is no option " + subject;
        case UsageProblem::word_too_many: return "one word too many: '" + subject + "'";
        case UsageProblem::no_verb: return "there is no verb '" + subject + "'";
        case UsageProblem::missing: return subject + " is missing";
        case UsageProblem::wants_positive: return subject + " wants a number above zero";
        case UsageProblem::wants_number: return subject + " wants a number";
        case UsageProblem::wants_duration:
            return subject + " wants a time such as 10s, 500ms or 2m";
        case UsageProblem::wants_choice: return subject + " wants " + alternatives(error.choices);
        case UsageProblem::needs_word:
            return "'" + subject + "' needs one more word: " + joined(error.choices, ", ");
        case UsageProblem::unparsed: return subject;
    }
    return subject;
}

std::string hint_of(const UsageError& error) {
    switch (error.advice) {
        case UsageAdvice::none: return {};
        case UsageAdvice::near_option: return "did you mean " + error.advised + "?";
        case UsageAdvice::near_verb: return "did you mean: earshot " + error.advised + "?";
        case UsageAdvice::dashes:
            return "text that begins with a dash goes after --: earshot send WHO -- '" +
                   error.advised + "'";
        case UsageAdvice::quotes: return "quote the text: earshot send WHO 'several words'";
    }
    return {};
}

}  // namespace

UsageText text_of(const UsageError& error) { return {what_of(error), hint_of(error)}; }

}  // namespace earshot::cli
