#include "cli/options.hpp"

#include "cli/commands.hpp"
#include "cli/usage_text.hpp"
#include "tests/support/catch.hpp"

using namespace std::chrono_literals;

namespace {

namespace cli = earshot::cli;

cli::Parsed parse(std::vector<std::string> words) { return cli::parse_options(words, {}); }

cli::Invocation parsed(std::vector<std::string> words) {
    const auto result = parse(std::move(words));
    if (const auto* error = std::get_if<cli::UsageError>(&result)) FAIL(cli::text_of(*error).what);
    REQUIRE(std::holds_alternative<cli::Invocation>(result));
    return std::get<cli::Invocation>(result);
}

cli::UsageError refused(std::vector<std::string> words) {
    const auto result = parse(std::move(words));
    REQUIRE(std::holds_alternative<cli::UsageError>(result));
    return std::get<cli::UsageError>(result);
}

cli::UsageText complaint(std::vector<std::string> words) {
    return cli::text_of(refused(std::move(words)));
}

}  // namespace

TEST_CASE("command line without a verb is status", "[cli]") {
    CHECK(parsed({}).verb->path == "status");
    CHECK(parsed({"--json"}).arguments.json);
    CHECK(parsed({"-p", "work"}).is_bare);
    CHECK_FALSE(parsed({"status"}).is_bare);
    CHECK_FALSE(parsed({"--version"}).is_bare);
}

TEST_CASE("command line names a verb of one or several words", "[cli]") {
    CHECK(parsed({"people"}).verb->path == "people");
    CHECK(parsed({"queue", "list"}).verb->path == "queue list");
    const auto seed = parsed({"net", "seed", "add", "10.0.0.7:47700"});
    CHECK(seed.verb->path == "net seed add");
    CHECK(seed.arguments.seed == "10.0.0.7:47700");
    CHECK(parsed({"--version"}).verb->path == "version");
    CHECK(parsed({"--version", "send"}).verb->path == "version");
}

TEST_CASE("command line takes global options before and after the verb", "[cli]") {
    for (const auto& words : {std::vector<std::string>{"--profile-dir", "d", "-p", "x", "--json",
                                                       "read", "bob", "-n", "5"},
                              {"read", "bob", "-n", "5", "--profile-dir", "d", "-p", "x", "--json"},
                              {"read", "--json", "-n5", "--profile=x", "bob", "--profile-dir=d"}}) {
        const auto [verb, arguments, is_bare] = parsed(words);
        CHECK_FALSE(is_bare);
        CHECK(verb->path == "read");
        CHECK(arguments.profile_dir == "d");
        CHECK(arguments.profile == "x");
        CHECK(arguments.json);
        CHECK(arguments.count == 5);
        CHECK(arguments.conversation == "bob");
    }
}

TEST_CASE("command line prefers its own profile to that of the environment", "[cli]") {
    const std::vector<std::string> none{"status"};
    const std::vector<std::string> own{"status", "-p", "work"};
    const auto from_environment = cli::parse_options(none, "home");
    const auto from_words = cli::parse_options(own, "home");
    CHECK(std::get<cli::Invocation>(from_environment).arguments.profile == "home");
    CHECK(std::get<cli::Invocation>(from_words).arguments.profile == "work");
}

TEST_CASE("command line takes words that are verbs too as names and texts", "[cli]") {
    for (const std::string word : {"read", "status", "queue", "list", "help", "__complete", "-"}) {
        const auto sent = parsed({"send", word, word}).arguments;
        CHECK(sent.who == word);
        CHECK(sent.text == word);
    }
    CHECK(parsed({"config", "set", "list", "get"}).arguments.value == "get");
    CHECK(parsed({"send", "bob", "--", "--wait"}).arguments.text == "--wait");
    CHECK(parsed({"send", "bob", "--", "-5 degrees"}).arguments.text == "-5 degrees");
    CHECK(parsed({"send", "bob", ""}).arguments.text == "");
    CHECK(parsed({"send", "bob", "a\nb {c} [d] 'e' \"f\""}).arguments.text ==
          "a\nb {c} [d] 'e' \"f\"");
    CHECK(parsed({"config", "set", "name", ""}).arguments.value.empty());
}

TEST_CASE("command line repeats what may be repeated", "[cli]") {
    const auto run = parsed({"daemon", "run", "--interface", "eth0", "--interface", "eth1",
                             "--seed", "a:1", "--seed=b:2", "--no-mdns", "--name", "Bob"})
                         .arguments;
    CHECK(run.interfaces == std::vector<std::string>{"eth0", "eth1"});
    CHECK(run.seeds == std::vector<std::string>{"a:1", "b:2"});
    CHECK(run.no_mdns);
    CHECK(run.name == "Bob");
    CHECK(parsed({"help", "net", "seed", "add"}).arguments.topic ==
          std::vector<std::string>{"net", "seed", "add"});
    CHECK(refused({"read", "bob", "-n", "1", "-n", "2"}).path == "read");
}

TEST_CASE("command line checks values", "[cli]") {
    CHECK(parsed({"send", "bob", "hi", "--timeout", "1500ms"}).arguments.timeout == 1500ms);
    CHECK(complaint({"send", "bob", "hi", "--timeout", "soon"}).what ==
          "--timeout wants a time such as 10s, 500ms or 2m");
    CHECK(complaint({"send", "bob", "hi", "--wait", "seen"}).what ==
          "--wait wants queued, known, delivered or read");
    CHECK(complaint({"read", "bob", "-n", "0"}).what == "--count wants a number above zero");
    CHECK(refused({"read", "bob", "-n", "-3"}).path == "read");
    CHECK(complaint({"tail", "--from", "99999999999999999999"}).what == "--from wants a number");
    CHECK(parsed({"tail", "--from", "0"}).arguments.from == 0);
    CHECK(complaint({"status", "--color", "red"}).what == "--color wants auto, always or never");
}

TEST_CASE("command line says what is missing", "[cli]") {
    CHECK(complaint({"send"}).what == "WHO is missing");
    CHECK(complaint({"config", "set", "name"}).what == "VALUE is missing");
    CHECK(complaint({"queue"}).what == "'queue' needs one more word: list, retry, cancel");
    CHECK(complaint({"net", "seed"}).what == "'net seed' needs one more word: add, remove");
    CHECK(refused({"send", "bob", "--wait"}).path == "send");
}

TEST_CASE("command line suggests the nearest verb or option", "[cli]") {
    CHECK(complaint({"snd", "bob", "hi"}).what == "there is no verb 'snd'");
    CHECK(complaint({"snd", "bob", "hi"}).hint == "did you mean: earshot send?");
    CHECK(complaint({"peopel"}).hint == "did you mean: earshot people?");
    CHECK(complaint({"queue", "lst"}).hint == "did you mean: earshot queue list?");
    CHECK(complaint({"net", "seed", "rm", "x"}).what == "there is no verb 'net seed rm'");
    CHECK(complaint({"people", "--neraby"}).hint == "did you mean --nearby?");
    CHECK(complaint({"quux-frobnicate"}).hint.empty());
    CHECK(complaint({"send", "bob", "hi", "there"}).what == "one word too many: 'there'");
    CHECK(complaint({"send", "bob", "-x"}).hint ==
          "text that begins with a dash goes after --: earshot send WHO -- '-x'");
    CHECK(refused({"peopel", "--json"}).json);
}

TEST_CASE("command line gives help wherever it is asked for", "[cli]") {
    const auto help = [](std::vector<std::string> words) {
        return std::get<cli::HelpWanted>(parse(std::move(words))).path;
    };
    CHECK(help({"--help"}).empty());
    CHECK(help({"send", "-h"}) == "send");
    CHECK(help({"net", "seed", "--help"}) == "net seed");
    CHECK(help({"send", "bob", "--help"}) == "send");
}

TEST_CASE("duration has a unit or is in seconds", "[cli]") {
    CHECK(cli::parse_duration("10") == 10s);
    CHECK(cli::parse_duration("2m") == 2min);
    CHECK(cli::parse_duration("24h") == 24h);
    CHECK(cli::parse_duration("0ms") == 0ms);
    for (const auto* bad : {"", "s", "-1s", "1.5s", "10 s", "25h", "1d", "99999999999999999999s"})
        CHECK_FALSE(cli::parse_duration(bad));
}
