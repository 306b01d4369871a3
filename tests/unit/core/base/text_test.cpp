#include "core/base/text.hpp"

#include "tests/support/catch.hpp"

namespace earshot {

TEST_CASE("UTF-8 is accepted only in its one correct form", "[text]") {
    for (const auto* good :
         {"", "plain", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF"})
        CHECK(is_utf8(good));
    for (const auto* bad :
         {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
          "\xF5\x80\x80\x80", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "a\xFF"})
        CHECK_FALSE(is_utf8(bad));
}

TEST_CASE("UTF-8 is checked wherever in a long text", "[text]") {
    for (std::size_t before = 0; before < 20; ++before) {
        for (std::size_t after = 0; after < 20; ++after) {
            const std::string head(before, 'a');
            const std::string tail(after, 'z');
            CHECK(is_utf8(head + "\xE2\x82\xAC" + tail));
            CHECK_FALSE(is_utf8(head + "\xE2\x82" + tail));
            CHECK_FALSE(is_utf8(head + "\xFF" + tail));
        }
    }
}

TEST_CASE("names lose what cannot be seen and keep what can", "[text]") {
    CHECK(clean_name("  Anna \t Maria\n", 64) == "Anna Maria");
    CHECK(clean_name("Bob\xE2\x80\xAE"
                     "evil",
                     64) == "Bobevil");  // U+202E turns the text around.
    CHECK(clean_name("A\xE2\x80\x8B"
                     "l",
                     64) == "Al");  // U+200B is invisible.
    CHECK(clean_name("\x1B[31mred", 64) == "[31mred");
    CHECK(clean_name("\xD0\x9E\xD0\xBB\xD1\x8F", 64) == "\xD0\x9E\xD0\xBB\xD1\x8F");
    CHECK(clean_name("\xFF\xFE", 64).empty());
}

TEST_CASE("names are cut at a character, never inside one", "[text]") {
    CHECK(clean_name("\xC3\xA9\xC3\xA9\xC3\xA9", 5) == "\xC3\xA9\xC3\xA9");
    CHECK(clean_name("ab cd", 3) == "ab");
}

TEST_CASE("a text is taken piece by piece, up to marks between them", "[text]") {
    std::string_view text = "ab||c|";
    CHECK(take_until(text, '|') == "ab");
    CHECK(take_until(text, '|').empty());
    CHECK(text == "c|");
    CHECK(take_until(text, ';') == "c|");
    CHECK(text.empty());
    CHECK(take_until(text, '|').empty());
}

TEST_CASE("names have one form whatever the size of their letters", "[text]") {
    CHECK(case_folded("Anna") == case_folded("aNNA"));
    CHECK(case_folded("ÄRGER Ÿ ŽOFIE") == case_folded("ärger Ÿ žofie"));
    CHECK(case_folded("ΑΘΗΝΑ") == case_folded("αθηνα"));
    CHECK(case_folded("ЁЖИК Ґ") == case_folded("ёжик ґ"));
    CHECK(case_folded("ԱՐԱ") == case_folded("արա"));
    CHECK(case_folded("Ẽ Ă ŕ × 漢 🙂") == "ẽ ă ŕ × 漢 🙂");
    CHECK(case_folded("Anna") != case_folded("Ana"));
    CHECK(case_folded("").empty());
}

}  // namespace earshot
