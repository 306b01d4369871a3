#include "cli/suggest.hpp"

#include <string>
#include <vector>

#include "tests/support/catch.hpp"

TEST_CASE("nearest word is one that was meant", "[cli]") {
    const std::vector<std::string_view> words{"status", "people", "send", "read", "tail"};
    using earshot::cli::nearest;
    CHECK(nearest("sned", words) == "send");
    CHECK(nearest("peple", words) == "people");
    CHECK(nearest("stat", words) == "status");
    CHECK(nearest("xyz", words) == std::nullopt);
    CHECK(nearest("", words) == std::nullopt);
    CHECK(nearest(std::string(10'000, 'a'), words) == std::nullopt);
}
