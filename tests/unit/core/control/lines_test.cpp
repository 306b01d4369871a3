#include "core/control/lines.hpp"

#include "tests/support/catch.hpp"

namespace earshot::control {
namespace {

TEST_CASE("line splitter gives whole lines whatever the pieces are", "[lines]") {
    const std::string stream = "one\ntwo\n\nthree\n";
    const auto piece_bytes = GENERATE(1u, 2u, 3u, 5u, 100u);
    LineSplitter lines{16};
    std::vector<std::string> given;
    for (std::size_t at = 0; at < stream.size(); at += piece_bytes) {
        lines.add(std::string_view{stream}.substr(at, piece_bytes));
        for (;;) {
            const auto line = lines.next();
            REQUIRE(line);
            if (!*line) break;
            given.emplace_back(**line);
        }
    }
    CHECK(given == std::vector<std::string>{"one", "two", "", "three"});
    CHECK(lines.held_bytes() == 0);
}

TEST_CASE("line splitter stops at a line that is too long", "[lines]") {
    LineSplitter lines{4};
    SECTION("a line of exactly the bound passes") {
        lines.add("1234\n");
        CHECK(**lines.next() == "1234");
    }
    SECTION("before its end has come") {
        lines.add("ab\n12345");
        CHECK(**lines.next() == "ab");
        CHECK(lines.next().error().kind == ErrorKind::too_large);
        lines.add("\nab\n");
        CHECK_FALSE(lines.next());
    }
}

}  // namespace
}  // namespace earshot::control
