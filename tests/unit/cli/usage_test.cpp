#include "cli/usage.hpp"

#include "cli/options.hpp"
#include "tests/support/catch.hpp"

namespace {

namespace cli = earshot::cli;

/// The words of an example up to the first shell operator, its quotes taken away.
std::vector<std::string> words_of(std::string_view example) {
    std::vector<std::string> words;
    std::string word;
    char quote = 0;
    bool open = false;
    for (const char c : example) {
        if (quote != 0) {
            if (c == quote)
                quote = 0;
            else
                word += c;
        } else if (c == '\'' || c == '"') {
            quote = c;
            open = true;
        } else if (c == ' ' || c == '|' || c == '>' || c == ')') {
            if (open || !word.empty()) words.push_back(std::exchange(word, {}));
            open = false;
            if (c != ' ') return words;
        } else {
            word += c;
        }
    }
    if (open || !word.empty()) words.push_back(word);
    return words;
}

}  // namespace

TEST_CASE("every verb has help with an example that parses as this verb", "[cli]") {
    for (const auto& verb : cli::verbs()) {
        INFO(verb.path);
        const auto help = cli::help_on(verb.path);
        REQUIRE(help);
        CHECK_FALSE(verb.summary.empty());
        CHECK(help->find(cli::usage_line(verb)) != std::string::npos);
        REQUIRE_FALSE(verb.examples.empty());
        for (const auto line : cli::split(verb.examples, '\n')) {
            INFO(line);
            const auto begin = line.rfind("earshot ", line.find("  # "));
            REQUIRE(begin != std::string_view::npos);
            // An example may stand in a pipe: what counts is what follows `earshot`.
            const auto first = line.find("earshot ");
            const auto words = words_of(line.substr(first + 8, line.find("  # ") - first - 8));
            const auto parsed = cli::parse_options(words, {});
            const auto* invocation = std::get_if<cli::Invocation>(&parsed);
            REQUIRE(invocation);
            CHECK(invocation->verb == &verb);
        }
    }
}

TEST_CASE("every parameter is explained in the help of its verb", "[cli]") {
    for (const auto& verb : cli::verbs())
        for (const auto& parameter : verb.parameters) {
            INFO(verb.path << " " << parameter.name);
            CHECK_FALSE(parameter.summary.empty());
            CHECK(cli::help_on(verb.path)->find(parameter.summary) != std::string::npos);
        }
}

TEST_CASE("every path of help leads somewhere", "[cli]") {
    for (const auto path : cli::help_paths()) CHECK(cli::help_on(path));
    for (const auto& group : cli::verb_groups()) CHECK_FALSE(cli::words_below(group.path).empty());
    CHECK_FALSE(cli::help_on("no such topic"));
    const auto all = *cli::help_on("");
    for (const auto& verb : cli::verbs()) CHECK(all.find(verb.path) != std::string::npos);
}

TEST_CASE("help fits a terminal of 100 columns", "[cli]") {
    for (const auto path : cli::help_paths()) {
        const auto text = *cli::help_on(path);
        for (const auto line : cli::split(text, '\n')) {
            INFO(line);
            CHECK(line.size() <= 100);
        }
    }
}

TEST_CASE("help on exit codes names them all", "[cli]") {
    const auto text = *cli::help_on("exit-codes");
    for (const auto* line : {"  0    done", "  2    wrong usage", "  5    no such",
                             "  6    accepted", "  130  interrupted"})
        CHECK(text.find(line) != std::string::npos);
}
