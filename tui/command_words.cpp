#include "tui/command_words.hpp"

#include <variant>

#include "cli/render.hpp"
#include "core/base/visible.hpp"
#include "tui/say.hpp"

namespace earshot::tui {
namespace {

Say sentence_of(cli::UsageProblem problem) {
    using enum cli::UsageProblem;
    switch (problem) {
        case no_option: return Say::usage_no_option;
        case word_too_many: return Say::usage_word_too_many;
        case no_verb: return Say::usage_no_verb;
        case missing: return Say::usage_missing;
        case wants_positive: return Say::usage_wants_positive;
        case wants_number: return Say::usage_wants_number;
        case wants_duration: return Say::usage_wants_duration;
        case wants_choice: return Say::usage_wants_choice;
        case needs_word: return Say::usage_needs_word;
        case unparsed: return Say::usage_unparsed;
    }
    return Say::usage_unparsed;
}

std::string advice_of(const cli::UsageError& error, const Texts& texts) {
    using enum cli::UsageAdvice;
    switch (error.advice) {
        case none: return {};
        case near_option: return texts(Say::usage_near, {visible(error.advised)});
        case near_verb: return texts(Say::usage_near, {'/' + visible(error.advised)});
        case dashes: return texts(Say::usage_dashes, {visible(error.advised)});
        case quotes: return std::string{texts(Say::usage_quotes)};
    }
    return {};
}

}  // namespace

std::string command_words(const NoCommand& wrong, const Texts& texts) {
    if (const auto* const sense = std::get_if<NoSense>(&wrong.why)) {
        switch (*sense) {
            case NoSense::nothing: return {};
            case NoSense::open_quote: return std::string{texts(Say::usage_open_quote)};
            case NoSense::for_shells: return std::string{texts(Say::usage_for_shells)};
        }
    }
    const auto& error = std::get<cli::UsageError>(wrong.why);
    const auto words = texts(sentence_of(error.problem),
                             {visible(error.subject), cli::joined(error.choices, ", ")});
    const auto advice = advice_of(error, texts);
    return advice.empty() ? words : words + ' ' + advice;
}

}  // namespace earshot::tui
