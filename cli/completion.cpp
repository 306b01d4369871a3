#include "cli/completion.hpp"

#include <algorithm>
#include <optional>

#include "cli/render.hpp"
#include "cli/usage.hpp"
#include "core/control/schema.hpp"

namespace earshot::cli {
namespace {

const Parameter* find_option(std::span<const Parameter> parameters, std::string_view name) {
    for (const auto& parameter : parameters)
        if (!parameter.is_positional() && std::ranges::count(names_of(parameter), name) > 0)
            return &parameter;
    return nullptr;
}

std::string summary_of(const std::string& path) {
    if (const auto* verb = find_verb(path)) return std::string{verb->summary};
    if (const auto* group = find_verb_group(path)) return std::string{group->summary};
    return {};
}

/// Reads the words before the one to complete.
class Walk {
public:
    void take(const std::string& word) {
        if (awaited_) {
            note_profile(word);
            awaited_ = nullptr;
        } else if (!only_positional_ && word == "--") {
            only_positional_ = true;
        } else if (!only_positional_ && word.size() > 1 && word.front() == '-') {
            take_option(word);
        } else if (verb_) {
            ++positionals_;
        } else {
            path_ += (path_.empty() ? "" : " ") + word;
            verb_ = find_verb(path_);
        }
    }

    void expect(std::string_view beginning, Expected& expected) const {
        expected.profile = profile_;
        expected.profile_dir = profile_dir_;
        if (awaited_) {
            expect_value(*awaited_, expected);
        } else if (!only_positional_ && beginning.starts_with('-')) {
            if (verb_) expect_options(verb_->parameters, expected);
            expect_options(global_parameters(), expected);
        } else if (!verb_) {
            for (const auto word : words_below(path_)) {
                const auto path =
                    path_.empty() ? std::string{word} : path_ + " " + std::string{word};
                expected.candidates.push_back({std::string{word}, summary_of(path)});
            }
        } else if (const auto* parameter = positional()) {
            expect_value(*parameter, expected);
        }
    }

private:
    void take_option(const std::string& word) {
        const auto* option = verb_ ? find_option(verb_->parameters, word) : nullptr;
        if (!option) option = find_option(global_parameters(), word);
        if (option && !option->is_flag()) awaited_ = option;
    }

    void note_profile(const std::string& word) {
        if (awaited_->name == "--profile-dir") profile_dir_ = word;
        if (awaited_->name == "-p,--profile") profile_ = word;
    }

    const Parameter* positional() const {
        std::size_t position = 0;
        for (const auto& parameter : verb_->parameters) {
            if (!parameter.is_positional()) continue;
            if (position++ == positionals_ || parameter.is_repeatable()) return &parameter;
        }
        return nullptr;
    }

    static void expect_options(std::span<const Parameter> parameters, Expected& expected) {
        for (const auto& parameter : parameters)
            if (!parameter.is_positional())
                expected.candidates.push_back(
                    {std::string{names_of(parameter).back()}, std::string{parameter.summary}});
    }

    static void expect_value(const Parameter& parameter, Expected& expected) {
        switch (parameter.completes) {
            case Completes::choices:
                for (const auto choice : split(parameter.choices, '|'))
                    expected.candidates.push_back({std::string{choice}, {}});
                break;
            case Completes::method:
                for (const auto& method : control::methods())
                    expected.candidates.push_back(
                        {std::string{method.name}, std::string{method.summary}});
                break;
            case Completes::verb:
                for (const auto path : help_paths())
                    if (path.find(' ') == std::string_view::npos)
                        expected.candidates.push_back({std::string{path}, {}});
                break;
            default: expected.dynamic = parameter.completes;
        }
    }

    std::string path_;
    const Verb* verb_ = nullptr;
    const Parameter* awaited_ = nullptr;  ///< The option whose value comes next.
    std::size_t positionals_ = 0;
    bool only_positional_ = false;
    std::optional<std::string> profile_;
    std::optional<std::string> profile_dir_;
};

bool begins_with(std::string_view text, std::string_view beginning) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return text.size() >= beginning.size() &&
           std::ranges::equal(text.substr(0, beginning.size()), beginning, {}, lower, lower);
}

}  // namespace

Expected expected_at_end(std::span<const std::string> words) {
    Expected expected;
    if (words.empty()) return expected;
    Walk walk;
    for (const auto& word : words.first(words.size() - 1)) walk.take(word);
    expected.beginning = words.back();
    walk.expect(expected.beginning, expected);
    return expected;
}

std::string candidate_lines(const std::vector<Candidate>& candidates, std::string_view beginning) {
    std::string lines;
    for (const auto& [text, summary] : candidates)
        if (begins_with(text, beginning) && visible(text) == text)
            lines += text + '\t' + visible(summary) + '\n';
    return lines;
}

}  // namespace earshot::cli
