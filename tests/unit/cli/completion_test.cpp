#include "cli/completion.hpp"

#include <algorithm>

#include "core/control/schema.hpp"
#include "tests/support/catch.hpp"

namespace {

namespace cli = earshot::cli;

std::vector<std::string> offered(const std::vector<std::string>& words) {
    const auto expected = cli::expected_at_end(words);
    std::vector<std::string> texts;
    const auto lines = cli::candidate_lines(expected.candidates, expected.beginning);
    for (const auto line : cli::split(lines, '\n'))
        texts.emplace_back(line.substr(0, line.find('\t')));
    return texts;
}

cli::Completes asked(const std::vector<std::string>& words) {
    return cli::expected_at_end(words).dynamic;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("completion offers verbs, then verbs below them", "[cli]") {
    CHECK(offered({"s"}) == Texts{"status", "send", "search"});
    CHECK(offered({"queue", ""}) == Texts{"list", "retry", "cancel"});
    CHECK(offered({"net", "seed", ""}) == Texts{"add", "remove"});
    CHECK(offered({"--json", "-p", "work", "net", "se"}) == Texts{"seed"});
    CHECK(offered({"nonsense", ""}).empty());
    CHECK(offered({}).empty());
}

TEST_CASE("completion offers every verb and every option", "[cli]") {
    const auto contains = [](const Texts& texts, std::string_view text) {
        return std::ranges::find(texts, text) != texts.end();
    };
    for (const auto& verb : cli::verbs()) {
        INFO(verb.path);
        Texts words;
        for (const auto word : cli::split(verb.path, ' ')) {
            words.emplace_back();
            CHECK(contains(offered(words), word));
            words.back() = word;
        }
        words.emplace_back("-");
        for (const auto& parameter : verb.parameters)
            if (!parameter.is_positional())
                CHECK(contains(offered(words), cli::names_of(parameter).back()));
        CHECK(contains(offered(words), "--profile-dir"));
    }
}

TEST_CASE("completion offers the choices of a value", "[cli]") {
    CHECK(offered({"send", "bob", "hi", "--wait", ""}) ==
          Texts{"queued", "known", "delivered", "read"});
    CHECK(offered({"send", "--wait", "d"}) == Texts{"delivered"});
    CHECK(offered({"completion", ""}) == Texts{"bash", "zsh", "fish"});
    CHECK(offered({"send", "--", "--"}).empty());
    CHECK(offered({"rpc", "people."}) == Texts{"people.list", "people.get", "people.setAlias",
                                               "people.notifyWhenSeen", "people.block",
                                               "people.unblock", "people.forget", "people.add"});
    CHECK(offered({"help", "exit"}) == Texts{"exit-codes"});
}

TEST_CASE("completion knows where only the daemon can help", "[cli]") {
    CHECK(asked({"send", ""}) == cli::Completes::person);
    CHECK(asked({"send", "--wait", "delivered", ""}) == cli::Completes::person);
    CHECK(asked({"send", "bob", ""}) == cli::Completes::nothing);
    CHECK(asked({"read", "b"}) == cli::Completes::person);
    CHECK(asked({"queue", "cancel", ""}) == cli::Completes::queued);
    CHECK(asked({"config", "set", ""}) == cli::Completes::setting);
    CHECK(asked({"config", "set", "name", ""}) == cli::Completes::nothing);
    CHECK(asked({"net", "seed", "remove", ""}) == cli::Completes::seed);
    const auto expected =
        cli::expected_at_end(Texts{"-p", "work", "--profile-dir", "d", "send", ""});
    CHECK(expected.profile == "work");
    CHECK(expected.profile_dir == "d");
}

TEST_CASE("completion offers nothing that a shell or a terminal could obey", "[cli]") {
    const auto lines = cli::candidate_lines(
        {{"Bob", "line\nend"}, {"Bo\tb", ""}, {"Bo\x1b[2J", ""}, {"bobby", "\x1b[1m"}}, "BO");
    CHECK(lines == "Bob\tline\\nend\nbobby\t\\x1b[1m\n");
}
