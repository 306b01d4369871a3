#include "cli/missing.hpp"

#include "tests/support/catch.hpp"

namespace earshot::cli {
namespace {

control::Object message(const char* author, std::int64_t number, bool is_own = false) {
    control::Object object;
    object["author"] = author;
    object["author_seq"] = number;
    object["own"] = is_own;
    return object;
}

}  // namespace

TEST_CASE("A11 a message that was taken out of a conversation leaves a gap that is shown",
          "[cli]") {
    Missing missing;
    // What was before is on an earlier page, or was never kept here.
    CHECK(missing.before(message("bob", 7)) == 0);
    CHECK(missing.before(message("bob", 8)) == 0);
    CHECK(missing.before(message("ann", 3, true)) == 0);
    CHECK(missing.before(message("bob", 10)) == 1);
    CHECK(missing.before(message("bob", 14)) == 3);
    CHECK(missing.before(message("ann", 9, true)) == 0);
    CHECK(missing.before(message("bob", 15)) == 0);
}

TEST_CASE("numbers that do not rise, and messages without one, are no gap", "[cli]") {
    Missing missing;
    CHECK(missing.before(message("bob", 5)) == 0);
    CHECK(missing.before(message("bob", 2)) == 0);
    CHECK(missing.before(message("bob", 5)) == 0);
    CHECK(missing.before(message("cid", 9)) == 0);
    CHECK(missing.before(message("bob", 0)) == 0);
    CHECK(missing.before({}) == 0);
    CHECK(missing.before(message("bob", 6)) == 0);
}

TEST_CASE("what is missing is said with whose it was", "[cli]") {
    CHECK(missing_text(1, "Bob") == "a message of Bob did not come, or was taken back");
    CHECK(missing_text(2, "Bob") == "2 messages of Bob did not come, or were taken back");
}

}  // namespace earshot::cli
