#include "client/drafts.hpp"

#include "client/typing.hpp"
#include "tests/support/catch.hpp"

namespace earshot::client {
namespace {

using namespace std::chrono_literals;

constexpr Instant start{};

TEST_CASE("a draft goes to the daemon a moment after the last key", "[client]") {
    Drafts drafts;
    drafts.on_edited("c1", "h", start);
    drafts.on_edited("c1", "hi", start + 300ms);
    CHECK(drafts.take_due(start + 500ms).empty());
    CHECK(drafts.next_deadline() == start + 700ms);
    CHECK(drafts.take_due(start + 700ms) == std::vector<DraftWord>{{"c1", "hi"}});
    CHECK_FALSE(drafts.next_deadline());
}

TEST_CASE("no draft ends up in another conversation, and none is lost on the way", "[client]") {
    Drafts drafts;
    drafts.on_edited("c1", "to Bob", start);
    drafts.on_edited("c2", "to Eve", start);
    CHECK(drafts.text_of("c1", "older") == "to Bob");
    CHECK(drafts.text_of("c3", "stored") == "stored");
    const auto words = drafts.take_due(start, true);
    CHECK(words == std::vector<DraftWord>{{"c1", "to Bob"}, {"c2", "to Eve"}});
    // Not answered yet: what the daemon listed before is older.
    CHECK(drafts.text_of("c1", "older") == "to Bob");
    drafts.on_saved(words[0]);
    CHECK(drafts.text_of("c1", "to Bob") == "to Bob");
    CHECK(drafts.text_of("c1", std::nullopt).empty());
    SECTION("one that failed is tried again") {
        drafts.on_failed(words[1], start);
        CHECK(drafts.text_of("c2", std::nullopt) == "to Eve");
        CHECK(drafts.take_due(start + 2s) == std::vector<DraftWord>{{"c2", "to Eve"}});
    }
    SECTION("unless a newer one is there") {
        drafts.on_edited("c2", "", start);
        drafts.on_failed(words[1], start);
        CHECK(drafts.text_of("c2", "to Eve").empty());
    }
}

TEST_CASE("typing is said at once, again every five seconds, and its end once", "[client]") {
    Typing typing;
    CHECK(typing.on_typed("c1", start) == TypingWord{"c1", true});
    CHECK_FALSE(typing.on_typed("c1", start + 4s));
    CHECK(typing.on_typed("c1", start + 5s) == TypingWord{"c1", true});
    CHECK_FALSE(typing.on_time(start + 9s));
    CHECK(typing.next_deadline() == start + 10s);
    CHECK(typing.on_time(start + 10s) == TypingWord{"c1", false});
    CHECK_FALSE(typing.on_ended());
    CHECK_FALSE(typing.next_deadline());
    CHECK(typing.on_typed("c1", start + 11s) == TypingWord{"c1", true});
    CHECK(typing.on_ended() == TypingWord{"c1", false});
}

}  // namespace
}  // namespace earshot::client
