#include "node/control/snippet.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "node/control/search_terms.hpp"
#include "tests/support/catch.hpp"

namespace earshot::control {
namespace {

using Ranges = std::vector<store::TextRange>;
using Terms = std::vector<store::SearchTerm>;

std::string marked(const Snippet& snippet) {
    std::string text = snippet.text;
    for (auto each = snippet.matches.rbegin(); each != snippet.matches.rend(); ++each) {
        text.insert(each->start + each->length, "]");
        text.insert(each->start, "[");
    }
    return text;
}

std::string marked(std::string_view text, const std::string& word) {
    Ranges matches;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
        matches.push_back({at, word.size()});
    return marked(snippet_of(text, matches));
}

}  // namespace

TEST_CASE("snippet of a short text is the text, with its matches", "[snippet]") {
    CHECK(marked("lunch at noon", "noon") == "lunch at [noon]");
    CHECK(marked("no match", "x") == "no match");
    CHECK(marked("", "x").empty());
    CHECK(marked("a b a", "a") == "[a] b [a]");
}

TEST_CASE("snippet begins a little before its first match, at a word", "[snippet]") {
    const std::string before(100, 'x');
    CHECK(marked(before + " one two three needle", "needle") ==
          "\u2026" + std::string(25, 'x') + " one two three [needle]");
    CHECK(marked(before + " " + std::string(30, 'y') + " needle", "needle") ==
          "\u2026" + std::string(30, 'y') + " [needle]");
    const auto cut = snippet_of("needle " + std::string(1000, 'z'), Ranges{{0, 6}});
    CHECK(cut.text.size() <= limits::snippet_bytes_max);
    CHECK(cut.text.ends_with("z\u2026"));
}

TEST_CASE("snippet is one clean line, whatever the text is", "[snippet]") {
    CHECK(marked("one\n\n two\tneedle", "needle") == "one two [needle]");
    CHECK(marked("\u202eevil\u202c needle", "needle") == "evil [needle]");
    CHECK(marked("\u202eneedle", "\u202eneedle") == "[needle]");
    std::string long_text;
    for (int i = 0; i < 200; ++i) long_text += "\u044f";
    for (std::size_t at = 0; at < long_text.size(); ++at) {
        const auto snippet = snippet_of(long_text, Ranges{{at, 3}});
        CHECK(is_utf8(snippet.text));
        CHECK(snippet.text.size() <= limits::snippet_bytes_max);
        for (const auto& match : snippet.matches)
            CHECK(match.start + match.length <= snippet.text.size());
    }
}

TEST_CASE("search terms are words and phrases, the last one perhaps unfinished", "[search]") {
    CHECK(search_terms("two words") == Terms{{"two", false}, {"words", true}});
    CHECK(search_terms("  space \t around ") == Terms{{"space", false}, {"around", true}});
    CHECK(search_terms("\"a phrase\" and mo") ==
          Terms{{"a phrase", false}, {"and", false}, {"mo", true}});
    CHECK(search_terms("end \"of it\"") == Terms{{"end", false}, {"of it", false}});
    CHECK(search_terms("not \"closed here") == Terms{{"not", false}, {"closed here", false}});
    CHECK(search_terms("mid\"dle") == Terms{{"mid", false}, {"dle", false}});
    CHECK(search_terms("").empty());
    CHECK(search_terms(" \"\" \"").empty());
    CHECK(search_terms(std::string("nul\0l", 5)) == Terms{{"nul l", true}});
    std::string many;
    for (int i = 0; i < 1000; ++i) many += "w ";
    CHECK(search_terms(many).size() == limits::search_terms_max);
}

}  // namespace earshot::control
