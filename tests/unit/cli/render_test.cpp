#include "cli/render.hpp"

#include <clocale>
#include <cstdlib>
#include <ctime>

#include "core/base/text.hpp"
#include "core/control/json.hpp"
#include "tests/support/catch.hpp"

namespace {

namespace cli = earshot::cli;

/// What must never reach a terminal from somebody else's text.
bool is_harmless(std::string_view text, bool with_lines) {
    while (!text.empty()) {
        const auto next = earshot::first_code_point(text);
        if (!next) return false;
        const bool allowed =
            (with_lines && next->value == '\n') || next->value == 0x200D || next->value == 0x200C;
        if (!allowed &&
            (earshot::is_hidden(next->value) || next->value == 0x2028 || next->value == 0x2029))
            return false;
        text.remove_prefix(next->bytes);
    }
    return true;
}

const std::string nasty[] = {
    "\x1b[2J\x1b]0;owned\x07",   // Clears the screen, sets the title.
    "\x1b]52;c;cm0gLXJm\x1b\\",  // Writes the clipboard.
    "\xC2\x9B"
    "31m",  // The same by one C1 control character.
    "abc\xE2\x80\xAE"
    "fdp.exe",  // Right-to-left override.
    "a\xE2\x81\xA6"
    "b\xE2\x81\xA9",  // Isolates.
    "line\rover\bwritten\n\v\f",
    "\xE2\x80\xA8\xE2\x80\xA9\xC2\x85",  // Other line ends.
    "\xF3\xA0\x81\xA1tag",               // Invisible tag characters.
    "\xff\xfe broken \xc3\x28 \xed\xa0\x80",
    std::string("nul\0byte", 8),
    "\x7f",
};

struct Utc {
    Utc() {
        // Tests run one at a time.
        ::setenv("TZ", "UTC", 1);  // NOLINT(concurrency-mt-unsafe)
        ::tzset();
    }
};

}  // namespace

TEST_CASE("hostile text never reaches a terminal as it is", "[cli]") {
    for (const auto& text : nasty) {
        INFO(cli::visible(text));
        CHECK(is_harmless(cli::visible(text), false));
        CHECK(is_harmless(cli::visible_lines(text, 4), true));
        CHECK(cli::visible(cli::visible(text)) == cli::visible(text));
        const auto json = earshot::control::to_text(earshot::control::Json(text));
        CHECK(is_harmless(cli::visible_json(json), true));
    }
}

TEST_CASE("hostile text can still be told apart", "[cli]") {
    CHECK(cli::visible("\x1b[31m") == "\\x1b[31m");
    CHECK(cli::visible("a\xE2\x80\xAE"
                       "b") == "a\\u{202e}b");
    CHECK(cli::visible("\xff") == "\\xff");
    CHECK(cli::visible("a\nb\tc\r") == "a\\nb\\tc\\r");
    CHECK(cli::visible("Жанна ✓ 👩‍🚀") == "Жанна ✓ 👩\\u{200d}🚀");
}

TEST_CASE("message text keeps its lines and its joined emoji", "[cli]") {
    CHECK(cli::visible_lines("one\ntwo\tthree", 2) == "one\n  two    three");
    CHECK(cli::visible_lines("👩‍🚀", 2) == "👩‍🚀");
    CHECK(cli::visible_lines("\x1b[1m", 2) == "\\x1b[1m");
}

TEST_CASE("JSON that a terminal could obey keeps its value", "[cli]") {
    for (const auto& text : nasty) {
        if (!earshot::is_utf8(text)) continue;
        const auto json = earshot::control::Json(text);
        const auto shown =
            earshot::control::parse_json(cli::visible_json(earshot::control::to_text(json)));
        REQUIRE(shown);
        CHECK(*shown == json);
    }
}

TEST_CASE("table aligns by columns of the terminal", "[cli]") {
    CHECK(cli::table({{"a", "b"}, {"long", "c"}}) == "a     b\nlong  c\n");
    CHECK(cli::table({{"a", ""}, {}, {"b", "c"}}, 2) == "  a\n\n  b  c\n");
    if (std::setlocale(LC_CTYPE, "C.UTF-8")) {
        CHECK(cli::width_of("日本") == 4);
        CHECK(cli::width_of("e\xCC\x81") == 1);
        CHECK(cli::table({{"日本", "x"}, {"ab", "y"}}) == "日本  x\nab    y\n");
        CHECK(cli::width_of("\x1b[1mbold\x1b[0m") == 4);
        CHECK(cli::shortened("日本語", 5) == "日本…");
    }
    CHECK(cli::shortened("short", 5) == "short");
}

TEST_CASE("times are short today and whole otherwise", "[cli]") {
    const Utc utc;
    constexpr std::int64_t noon = 1'700'000'000'000;  // 2023-11-14 22:13:20
    const earshot::WallTime now{earshot::Duration{noon + 60'000}};
    CHECK(cli::clock_text(noon, now) == "22:13");
    CHECK(cli::clock_text(noon - 86'400'000, now) == "2023-11-13 22:13");
    CHECK(cli::day_text(noon) == "Tuesday 2023-11-14");
    CHECK(cli::span_text(59'999) == "59 s");
    CHECK(cli::span_text(3'600'000) == "1 h");
    CHECK(cli::span_text(-5) == "0 s");
    for (const auto wild : {INT64_MIN, INT64_MAX, std::int64_t{0}})
        CHECK_FALSE(cli::clock_text(wild, now).empty());
}

TEST_CASE("short ids grow until they are unique", "[cli]") {
    const std::string shared = "abcdefghij";
    CHECK(cli::short_ids({"abcdefgh2222", "zbcdefgh2222"}) ==
          std::vector<std::string>{"abcdefgh", "zbcdefgh"});
    CHECK(cli::short_ids({shared + "22", shared + "33"}) ==
          std::vector<std::string>{shared + "2", shared + "3"});
    CHECK(cli::short_ids({"tiny"}) == std::vector<std::string>{"tiny"});
    CHECK(cli::short_ids({}).empty());
}
