#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "tests/support/catch.hpp"
#include "tui/ansi.hpp"
#include "tui/command_line.hpp"
#include "tui/command_words.hpp"
#include "tui/doctor_russian.hpp"
#include "tui/keys.hpp"
#include "tui/texts.hpp"

/// The catalogue, the key table, commands, and what commands say.
namespace earshot::tui {
namespace {

std::set<std::string> places_of(std::string_view text) {
    std::set<std::string> places;
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
        if (text[i] == '%') places.insert(std::string{text.substr(i, 2)});
    return places;
}

TEST_CASE("every sentence is there in both languages, with the same places", "[tui]") {
    for (std::uint16_t i = 0; i < static_cast<std::uint16_t>(Say::last_); ++i) {
        const auto english = text_of(static_cast<Say>(i), Language::english);
        const auto russian = text_of(static_cast<Say>(i), Language::russian);
        INFO(english);
        CHECK_FALSE(english.empty());
        CHECK_FALSE(russian.empty());
        // Where Russian would have to bend a name, it does without.
        for (const auto& place : places_of(russian)) CHECK(places_of(english).contains(place));
        const auto forms = std::ranges::count(english, '|');
        CHECK((forms == 0 || forms == 1));
        if (forms == 1) CHECK(std::ranges::count(russian, '|') == 2);
    }
}

TEST_CASE("plurals take the form that their number wants", "[tui]") {
    const Texts english{Language::english};
    const Texts russian{Language::russian};
    CHECK(english.count(Say::unread_count, 1) == "1 unread");
    CHECK(english.count(Say::state_carried_by, 1) ==
          "1 other keeps it, sealed, until they are back");
    CHECK(english.count(Say::state_carried_by, 3) ==
          "3 others keep it, sealed, until they are back");
    CHECK(russian.count(Say::unread_count, 1) == "1 непрочитанное");
    CHECK(russian.count(Say::unread_count, 21) == "21 непрочитанное");
    CHECK(russian.count(Say::unread_count, 11) == "11 непрочитанных");
    CHECK(russian.count(Say::waiting_count, 2) == "2 ждут");
    CHECK(plural_form(Language::russian, 1) == 0);
    CHECK(plural_form(Language::russian, 4) == 1);
    CHECK(plural_form(Language::russian, 5) == 2);
    CHECK(plural_form(Language::russian, 12) == 2);
    CHECK(plural_form(Language::russian, 112) == 2);
    CHECK(plural_form(Language::russian, 122) == 1);
}

TEST_CASE("what is put into a sentence is not looked into again", "[tui]") {
    const Texts texts{Language::english};
    CHECK(texts(Say::typing_row, {"%1 %2"}) == "%1 %2 is typing…");
}

TEST_CASE("the language is that of the setting, else of the system", "[tui]") {
    CHECK(language_of("system", "ru_RU.UTF-8") == Language::russian);
    CHECK(language_of("", "de_DE.UTF-8") == Language::english);
    CHECK(language_of("en", "ru_RU.UTF-8") == Language::english);
    CHECK(language_of("ru", "C") == Language::russian);
}

TEST_CASE("the doctor knows the same answers in both languages", "[tui]") {
    const auto same = [](auto english, auto russian) {
        REQUIRE(english.size() == russian.size());
        for (std::size_t i = 0; i < english.size(); ++i) {
            INFO(english[i].check << " " << english[i].code);
            CHECK(english[i].check == russian[i].check);
            CHECK(english[i].code == russian[i].code);
            CHECK(english[i].shows_all_evidence == russian[i].shows_all_evidence);
            for (std::size_t at = 0; (at = russian[i].text.find('{', at)) != std::string_view::npos;
                 ++at) {
                const auto place =
                    russian[i].text.substr(at, russian[i].text.find('}', at) - at + 1);
                CHECK(english[i].text.find(place) != std::string_view::npos);
            }
        }
    };
    same(cli::english_findings(), russian_findings());
    same(cli::english_fixes(), russian_fixes());
}

TEST_CASE("no key means two things in one place", "[tui]") {
    std::map<std::pair<Context, std::string>, Action> seen;
    for (const auto& binding : bindings()) {
        const auto [known, is_new] =
            seen.try_emplace({binding.context, name_of(binding.key)}, binding.action);
        INFO(name_of(binding.key));
        CHECK(is_new);
        CHECK(find_action(binding.context, binding.key) == binding.action);
    }
}

TEST_CASE("keys have names, and capitals of letters are the same keys", "[tui]") {
    CHECK(name_of({Key::Code::character, "k", true}) == "Ctrl-K");
    CHECK(name_of({Key::Code::up, "", false, true}) == "Alt-Up");
    CHECK(name_of({Key::Code::function, "5"}) == "F5");
    CHECK(key_of(Action::help) == "F1");
    CHECK(find_action(Context::writing, {Key::Code::character, "a", false, true, true}) ==
          Action::next_unread);
    CHECK_FALSE(find_action(Context::writing, {Key::Code::character, "a"}));
    CHECK_FALSE(find_action(Context::writing, {Key::Code::character, "x"}));
    CHECK(find_action(Context::message, {Key::Code::character, "x"}) == Action::take_back);
}

TEST_CASE("a slash and a word of letters is a command, a path is none", "[tui]") {
    for (const auto* command : {"/people", "/send bob hi", "/q", "/net-x"}) {
        INFO(command);
        CHECK(is_command(command));
    }
    for (const auto* message : {"/", "//nas/share", "/etc/hosts is broken", "/1", " /people",
                                "hello", "", "/ x", "/привет"}) {
        INFO(message);
        CHECK_FALSE(is_command(message));
    }
}

TEST_CASE("words are taken apart as a shell does it", "[tui]") {
    using Words = std::vector<std::string>;
    CHECK(words_of("a  'b c' \"d \\\" e\" f\\ g ''") == Words{"a", "b c", "d \" e", "f g", ""});
    CHECK(words_of("") == Words{});
    CHECK_FALSE(words_of("it's"));
}

TEST_CASE("a word that is completed is written as it is read again", "[tui]") {
    const auto* const word = GENERATE("bob", "Anna Maria", "it's", "\"quoted\"", "back\\slash");
    CHECK(words_of(escaped(word)) == std::vector<std::string>{word});
}

TEST_CASE("commands are the verbs of the command line, and mean the open conversation", "[tui]") {
    const auto words = [](std::string_view line, std::string_view peer) {
        const auto command = command_of(line, peer);
        const auto* const run = std::get_if<RunVerb>(&command);
        return run ? run->words : std::vector<std::string>{};
    };
    using Words = std::vector<std::string>;
    CHECK(words("people --nearby", "") == Words{"people", "--nearby"});
    CHECK(words("verify", "bob") == Words{"verify", "bob"});
    CHECK(words("verify eve", "bob") == Words{"verify", "eve"});
    CHECK(words("person block", "bob") == Words{"person", "block", "bob"});
    CHECK(words("verify --qr", "bob") == Words{"verify", "bob", "--qr"});
    CHECK(words("verify", "").empty());
    CHECK(std::holds_alternative<Quit>(command_of("quit", "")));
    const auto wrong = command_of("peple", "");
    REQUIRE(std::holds_alternative<NoCommand>(wrong));
    CHECK(command_words(std::get<NoCommand>(wrong), Texts{Language::english}) ==
          "There is no command 'peple'. Is it /people?");
    CHECK(std::holds_alternative<NoCommand>(command_of("daemon run", "")));
    CHECK(std::holds_alternative<NoCommand>(command_of("send 'x", "")));
}

std::string plain(const Ansi& ansi) {
    std::string text;
    for (const auto& line : ansi.lines()) text += text_of(line) + '|';
    return text;
}

TEST_CASE("what a command says becomes lines, wherever its bytes are cut", "[tui]") {
    const std::string said =
        "\x1b[1mBob\x1b[0m  ж日\r\n\x1b[38;5;16;48;5;231m▀ \x1b[0m\nend\x1b]0;title\x07";
    Ansi whole;
    whole.add(said);
    Ansi pieces;
    for (const char c : said) pieces.add({&c, 1});
    CHECK(plain(whole) == plain(pieces));
    CHECK(plain(whole).starts_with("Bob  ж日|▀ |end"));
    CHECK(whole.lines()[0][0].style.bold);
    CHECK_FALSE(whole.lines()[0][1].style.bold);
    CHECK(whole.lines()[1][0].style.foreground == rgb(0x000000));
    CHECK(whole.lines()[1][0].style.background == rgb(0xFFFFFF));
}

TEST_CASE("what a command says is bounded", "[tui]") {
    Ansi ansi;
    for (int i = 0; i < 6000; ++i) ansi.add("line\n");
    CHECK(ansi.lines().size() == 5000);
    ansi.clear();
    ansi.add("\x1b[" + std::string(100'000, '1'));
    ansi.add("m");
    CHECK(ansi.lines().size() == 1);
}

}  // namespace
}  // namespace earshot::tui
