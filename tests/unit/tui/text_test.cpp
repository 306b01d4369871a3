#include <string>
#include <vector>

#include "core/base/visible.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/tui/nasty.hpp"
#include "tui/clusters.hpp"
#include "tui/editor.hpp"
#include "tui/screen.hpp"
#include "tui/styled_text.hpp"

/// Widths, screens, wrapping and editing, with texts that are hard.
namespace earshot::tui {
namespace {

std::string joined(const std::vector<Cluster>& clusters) {
    std::string text;
    for (const auto& cluster : clusters) text += cluster.text;
    return text;
}

TEST_CASE("clusters keep every byte, and say how many cells a text takes", "[tui]") {
    for (const auto& [text, width] : nasty_texts) {
        INFO(text);
        CHECK(joined(clusters_of(text)) == text);
        CHECK(joined(graphemes_of(text)) == text);
        CHECK(width_of(text) == width);
    }
}

TEST_CASE("graphemes are what people take for one character", "[tui]") {
    CHECK(graphemes_of("🇩🇪🇫🇷").size() == 2);
    CHECK(graphemes_of("👍🏽!").size() == 2);
    CHECK(graphemes_of("👩\u200d🚀").size() == 1);
    CHECK(graphemes_of("👨\u200d👩\u200d👧\u200d👦x").size() == 2);
    CHECK(graphemes_of("e\u0301a").size() == 2);
    CHECK(graphemes_of("日本").size() == 2);
    CHECK(graphemes_of("").empty());
}

TEST_CASE("shortened texts fit, and end at a character", "[tui]") {
    CHECK(shortened("hello", 5) == "hello");
    CHECK(shortened("hello!", 5) == "hell…");
    CHECK(shortened("日本語", 5) == "日本…");
    CHECK(shortened("日本語", 4) == "日…");
    CHECK(shortened("hello", 4, "..") == "he..");
    CHECK(padded("日", 4) == "日  ");
    for (const auto& [text, width] : nasty_texts)
        for (int room = 1; room < width + 2; ++room) {
            INFO(text << " in " << room);
            CHECK(width_of(shortened(text, room)) <= room);
            CHECK(width_of(padded(text, room)) == room);
        }
}

TEST_CASE("screen shows every text as it is, however it is clipped", "[tui]") {
    for (const auto& [text, width] : nasty_texts) {
        INFO(text);
        Screen screen{{20, 2}};
        Canvas canvas{screen};
        CHECK(canvas.write({1, 0}, text, {}) == 1 + width);
        CHECK(screen.line(0) == " " + std::string{text});
        CHECK(screen.line(1).empty());
        for (int room = 0; room < width; ++room) {
            screen.clear();
            canvas.part({0, 0, room, 1}).write({0, 0}, text, {});
            CHECK(width_of(screen.line(0)) <= room);
        }
    }
}

TEST_CASE("screen never holds half of a wide character", "[tui]") {
    Screen screen{{6, 1}};
    Canvas canvas{screen};
    canvas.write({0, 0}, "日本語", {});
    SECTION("its first cell is written over") {
        canvas.write({2, 0}, "x", {});
        CHECK(screen.line(0) == "日x 語");
    }
    SECTION("its second cell is") {
        canvas.write({3, 0}, "x", {});
        CHECK(screen.line(0) == "日 x語");
    }
    SECTION("it does not fit at the edge") {
        screen.clear();
        canvas.write({5, 0}, "日", {});
        CHECK(screen.line(0).empty());
    }
}

TEST_CASE("no control character reaches a cell", "[tui]") {
    for (const auto text : hostile_texts) {
        Screen screen{{40, 1}};
        // What views do not forget; and what would happen if one did.
        for (const auto& shown : {visible(text), std::string{text}}) {
            Canvas{screen}.write({0, 0}, shown, {});
            for (int x = 0; x < 40; ++x)
                for (const char c : screen.at({x, 0}).text) {
                    CHECK(static_cast<unsigned char>(c) >= ' ');
                    CHECK(c != '\x7f');
                }
        }
    }
}

std::vector<std::string> wrapped_texts(std::string_view text, int width) {
    std::vector<std::string> lines;
    for (const auto& line : wrapped({{std::string{text}, {}}}, width)) {
        CHECK(width_of(line) <= width);
        lines.push_back(text_of(line));
    }
    return lines;
}
using Lines = std::vector<std::string>;

TEST_CASE("lines break between words, and inside of one that is too long", "[tui]") {
    CHECK(wrapped_texts("hello brave new world", 10) == Lines{"hello", "brave new", "world"});
    CHECK(wrapped_texts("a  b   ccccccccccccc d\n\n  x", 10) ==
          Lines{"a  b", "cccccccccc", "ccc d", "", "  x"});
    CHECK(wrapped_texts("abcdefghij klm", 10) == Lines{"abcdefghij", "klm"});
    CHECK(wrapped_texts("日本語のテキスト", 10) == Lines{"日本語のテ", "キスト"});
    CHECK(wrapped_texts("👩\u200d🚀👩\u200d🚀👩\u200d🚀", 9) == Lines{"👩\u200d🚀👩\u200d🚀", "👩\u200d🚀"});
    CHECK(wrapped_texts("", 10) == Lines{""});
    CHECK(wrapped_texts("a\n", 10) == Lines{"a", ""});
}

TEST_CASE("lines keep the styles of their pieces", "[tui]") {
    Style bold;
    bold.bold = true;
    const auto lines = wrapped({{"one ", {}}, {"two three", bold}, {" 4", {}}}, 8);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0] == Line{{"one ", {}}, {"two", bold}});
    CHECK(lines[1] == Line{{"three", bold}, {" 4", {}}});
}

TEST_CASE("editor moves and deletes whole characters", "[tui]") {
    for (const auto& [text, width] : nasty_texts) {
        INFO(text);
        Editor editor{1000};
        REQUIRE(editor.insert(text));
        const auto characters = graphemes_of(text).size();
        for (std::size_t i = 0; i < characters; ++i) editor.move_left();
        CHECK(editor.cursor() == 0);
        for (std::size_t i = 0; i < characters; ++i) editor.move_right();
        CHECK(editor.cursor() == text.size());
        for (std::size_t i = 0; i < characters; ++i) editor.erase_left();
        CHECK(editor.empty());
    }
}

TEST_CASE("editor knows what readline's keys do", "[tui]") {
    Editor editor{1000};
    editor.insert("one two three\nfour пять");
    SECTION("words") {
        editor.move_word_left();
        CHECK(editor.cursor() == std::string{"one two three\nfour "}.size());
        editor.kill_word_left();
        CHECK(editor.text() == "one two three\nпять");
        editor.yank();
        CHECK(editor.text() == "one two three\nfour пять");
    }
    SECTION("lines") {
        editor.move_home();
        CHECK(editor.cursor() == 14);
        editor.kill_to_end();
        CHECK(editor.text() == "one two three\n");
        editor.erase_left();
        editor.kill_to_home();
        CHECK(editor.empty());
        editor.yank();
        CHECK(editor.text() == "one two three");
    }
    SECTION("swapping") {
        editor.set_text("ab");
        editor.swap();
        CHECK(editor.text() == "ba");
    }
    SECTION("the start, and words to the right") {
        editor.move_start();
        editor.kill_word_right();
        CHECK(editor.text() == " two three\nfour пять");
        editor.move_finish();
        CHECK(editor.cursor() == editor.text().size());
    }
}

TEST_CASE("editor takes only text, and only as much as fits", "[tui]") {
    Editor editor{10};
    CHECK(
        editor.insert("a\x1b[31m\xff"
                      "b"));
    CHECK(editor.text() == "a[31mb");
    CHECK_FALSE(editor.insert("too long"));
    CHECK(editor.text() == "a[31mb");
    editor.set_text("");
    CHECK(editor.insert("a\r\nb\rc\n"));
    CHECK(editor.text() == "a\nb\nc\n");
}

TEST_CASE("rows of an editor hold all of its text, and a place for the cursor", "[tui]") {
    CHECK(rows_of("", 5) == std::vector<EditorRow>{{0, 0}});
    CHECK(rows_of("abcdefg", 5) == std::vector<EditorRow>{{0, 5}, {5, 7}});
    CHECK(rows_of("abcde", 5) == std::vector<EditorRow>{{0, 5}, {5, 5}});
    CHECK(rows_of("ab\ncd", 5) == std::vector<EditorRow>{{0, 2}, {3, 5}});
    CHECK(rows_of("ab\n", 5) == std::vector<EditorRow>{{0, 2}, {3, 3}});
    const auto rows = rows_of("abcde\nf", 5);
    CHECK(row_of(rows, 4) == 0);
    CHECK(row_of(rows, 5) == 1);
    CHECK(row_of(rows, 6) == 2);
}

}  // namespace
}  // namespace earshot::tui
