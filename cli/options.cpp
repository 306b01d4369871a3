#include "cli/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <utility>

#include "cli/suggest.hpp"

namespace earshot::cli {
namespace {

constexpr std::int64_t integer_max = std::int64_t{1} << 53;  // Exact in every JSON reader.

struct Declared {
    const Parameter* parameter;
    CLI::Option* option;
};

/// A CLI11 tree built from the tables. CLI11's own texts and exit codes are not used.
class Tree {
public:
    Tree() {
        root_.require_subcommand(0, 1);
        declare(root_, "", global_parameters());
        root_.add_flag("--version");
        for (const auto& group : verb_groups()) add(group.path)->require_subcommand(0, 1);
        for (const auto& verb : verbs()) declare(*add(verb.path), verb.path, verb.parameters);
    }

    CLI::App& root() noexcept { return root_; }
    const std::vector<Declared>& declared(const std::string& path) { return declared_[path]; }

    /// How far the words were understood as verbs.
    std::string path() const {
        std::string path;
        const CLI::App* app = &root_;
        while (!app->get_subcommands().empty()) {
            app = app->get_subcommands().front();
            if (!path.empty()) path += ' ';
            path += app->get_name();
        }
        return path;
    }

private:
    CLI::App* add(std::string_view path) {
        CLI::App* app = &root_;
        for (const auto word : split(path, ' ')) {
            const std::string name{word};
            CLI::App* below = nullptr;
            for (auto* known : app->get_subcommands([](CLI::App*) { return true; }))
                if (known->get_name() == name) below = known;
            app = below ? below : app->add_subcommand(name)->fallthrough();
        }
        return app;
    }

    void declare(CLI::App& app, std::string_view path, std::span<const Parameter> parameters) {
        for (const auto& parameter : parameters) {
            auto* option = parameter.is_flag() ? app.add_flag(std::string{parameter.name})
                                               : app.add_option(std::string{parameter.name});
            // One value for each use of an option; positional lists take all that is left.
            if (parameter.is_repeatable() && !parameter.is_positional())
                option->expected(1)->take_all();
            else if (parameter.is_repeatable())
                option->expected(1)->allow_extra_args()->take_all();
            declared_[std::string{path}].push_back({&parameter, option});
        }
    }

    CLI::App root_;
    std::map<std::string, std::vector<Declared>> declared_;
};

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    if (value < 0 || value > integer_max) return std::nullopt;
    return value;
}

/// What is wrong with a value, if something is.
using Wrong = std::optional<UsageProblem>;

/// Puts the words of one parameter where they belong; says what is wrong with them.
struct Place {
    Arguments& arguments;
    const std::vector<std::string>& words;

    Wrong operator()(bool Arguments::*flag) const {
        arguments.*flag = true;
        return {};
    }
    Wrong operator()(std::string Arguments::*text) const {
        arguments.*text = words.back();
        return {};
    }
    Wrong operator()(std::optional<std::string> Arguments::*text) const {
        arguments.*text = words.back();
        return {};
    }
    Wrong operator()(std::vector<std::string> Arguments::*list) const {
        arguments.*list = words;
        return {};
    }
    Wrong operator()(std::int64_t Arguments::*count) const {
        const auto value = parse_integer(words.back());
        if (!value || *value == 0) return UsageProblem::wants_positive;
        arguments.*count = *value;
        return {};
    }
    Wrong operator()(std::optional<std::int64_t> Arguments::*number) const {
        const auto value = parse_integer(words.back());
        if (!value) return UsageProblem::wants_number;
        arguments.*number = *value;
        return {};
    }
    Wrong operator()(Duration Arguments::*duration) const {
        const auto value = parse_duration(words.back());
        if (!value) return UsageProblem::wants_duration;
        arguments.*duration = *value;
        return {};
    }
};

std::vector<std::string> as_strings(const std::vector<std::string_view>& words) {
    return {words.begin(), words.end()};
}

Wrong check_and_place(const Parameter& parameter, const std::vector<std::string>& words,
                      Arguments& arguments) {
    const auto choices = split(parameter.choices, '|');
    const auto is_choice = [&](const std::string& word) {
        return std::ranges::find(choices, word) != choices.end();
    };
    if (!choices.empty() && !std::ranges::all_of(words, is_choice))
        return UsageProblem::wants_choice;
    return std::visit(Place{arguments, words}, parameter.target);
}

std::string shown_name(const Parameter& parameter) {
    return std::string{names_of(parameter).back()};
}

/// What the words that nothing could take say about what was meant.
UsageError explain_extras(const std::vector<std::string>& extras, const std::string& path) {
    const auto& extra = extras.front();
    const auto* verb = find_verb(path);
    if (extra.size() > 1 && extra.front() == '-') {
        UsageError error{UsageProblem::no_option, extra};
        std::vector<std::string_view> known;
        for (const auto& parameter : global_parameters())
            for (const auto name : names_of(parameter)) known.push_back(name);
        if (verb)
            for (const auto& parameter : verb->parameters)
                for (const auto name : names_of(parameter)) known.push_back(name);
        const auto typed = extra.substr(0, extra.find('='));
        const bool is_word = typed.starts_with("--");  // One letter is near every other one.
        if (const auto near = is_word ? nearest(typed, known) : std::nullopt) {
            error.advice = UsageAdvice::near_option;
            error.advised = *near;
        } else if (path == "send") {
            error.advice = UsageAdvice::dashes;
            error.advised = extra;
        }
        return error;
    }
    if (verb) {
        UsageError error{UsageProblem::word_too_many, extra};
        if (path == "send") error.advice = UsageAdvice::quotes;
        return error;
    }
    const auto before = path.empty() ? path : path + " ";
    UsageError error{UsageProblem::no_verb, before + extra};
    if (const auto near = nearest(extra, words_below(path))) {
        error.advice = UsageAdvice::near_verb;
        error.advised = before + std::string{*near};
    }
    return error;
}

std::optional<UsageError> place_all(const std::vector<Declared>& declared, Arguments& arguments) {
    for (const auto& [parameter, option] : declared) {
        if (option->count() == 0) {
            if (!parameter->required) continue;
            return UsageError{UsageProblem::missing, std::string{parameter->name}};
        }
        if (const auto wrong = check_and_place(*parameter, option->results(), arguments))
            return UsageError{*wrong, shown_name(*parameter),
                              as_strings(split(parameter->choices, '|'))};
    }
    return std::nullopt;
}

/// CLI11 consumes its words from the back.
std::vector<std::string> reversed(std::span<const std::string> words) {
    return {std::make_reverse_iterator(words.end()), std::make_reverse_iterator(words.begin())};
}

Parsed invocation(Tree& tree, const std::optional<std::string>& profile) {
    auto path = tree.path();
    Invocation invocation{nullptr, {}};
    if (profile && !profile->empty()) invocation.arguments.profile = profile;
    if (auto wrong = place_all(tree.declared(""), invocation.arguments)) return *wrong;
    if (tree.root().count("--version") > 0) path = "version";
    invocation.is_bare = path.empty();
    if (invocation.is_bare) path = "status";
    invocation.verb = find_verb(path);
    if (!invocation.verb)
        return UsageError{UsageProblem::needs_word, path, as_strings(words_below(path))};
    if (tree.root().count("--version") == 0)
        if (auto wrong = place_all(tree.declared(path), invocation.arguments)) return *wrong;
    return invocation;
}

}  // namespace

Parsed parse_options(std::span<const std::string> words,
                     const std::optional<std::string>& profile) {
    Tree tree;
    const auto parsed = [&]() -> Parsed {
        try {
            tree.root().parse(reversed(words));
        } catch (const CLI::CallForHelp&) {
            return HelpWanted{tree.path()};
        } catch (const CLI::ExtrasError&) {
            return explain_extras(tree.root().remaining(true), tree.path());
        } catch (const CLI::Error& error) {
            return UsageError{UsageProblem::unparsed, error.what()};
        }
        return invocation(tree, profile);
    };
    auto result = parsed();
    if (auto* error = std::get_if<UsageError>(&result)) {
        error->path = tree.path();
        error->json = std::ranges::find(words, "--json") != words.end();
    }
    return result;
}

std::optional<Duration> parse_duration(std::string_view text) {
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto number = parse_integer(text.substr(0, digits));
    const auto unit = text.substr(digits);
    constexpr std::int64_t day_ms = 24 * 60 * 60 * 1000;
    static constexpr std::pair<std::string_view, std::int64_t> units[] = {
        {"ms", 1}, {"s", 1000}, {"", 1000}, {"m", 60'000}, {"h", 3'600'000}};
    if (!number) return std::nullopt;
    for (const auto& [name, milliseconds] : units)
        if (name == unit && *number <= day_ms / milliseconds)
            return Duration{*number * milliseconds};
    return std::nullopt;
}

}  // namespace earshot::cli
