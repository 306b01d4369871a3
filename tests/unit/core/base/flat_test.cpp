#include "core/base/flat.hpp"

#include <map>
#include <set>
#include <string>

#include "tests/support/catch.hpp"

namespace earshot {
namespace {

/// Numbers in no order, the same in every run.
std::vector<int> shuffled(int count) {
    std::vector<int> numbers;
    for (int i = 0; i < count; ++i) numbers.push_back(i * 37 % count);
    return numbers;
}

}  // namespace

TEST_CASE("a flat set holds what a set does, in the same order", "[flat]") {
    FlatSet<int> flat;
    std::set<int> set;
    for (const auto number : shuffled(101)) {
        CHECK(flat.insert(number));
        CHECK_FALSE(flat.insert(number));
        set.insert(number);
    }
    for (int number = 0; number < 101; number += 3) {
        CHECK(flat.erase(number));
        CHECK_FALSE(flat.erase(number));
        set.erase(number);
    }
    CHECK(std::vector<int>(flat.begin(), flat.end()) == std::vector<int>(set.begin(), set.end()));
    CHECK(flat.size() == set.size());
    CHECK(flat.contains(1));
    CHECK_FALSE(flat.contains(3));
    CHECK(*flat.lower_bound(3) == 4);
    CHECK(flat.lower_bound(101) == flat.end());
}

TEST_CASE("a flat map holds what a map does, in the same order", "[flat]") {
    FlatMap<int, std::string> flat;
    std::map<int, std::string> map;
    for (const auto number : shuffled(101)) {
        flat.put(number, "first");
        flat.put(number, std::to_string(number));
        map[number] = std::to_string(number);
    }
    CHECK(flat.erase(50));
    CHECK_FALSE(flat.erase(50));
    map.erase(50);
    flat.erase_if([](const auto& each) { return each.first > 90; });
    std::erase_if(map, [](const auto& each) { return each.first > 90; });
    const std::vector<std::pair<int, std::string>> expected(map.begin(), map.end());
    CHECK(std::vector<std::pair<int, std::string>>(flat.begin(), flat.end()) == expected);
    CHECK(flat.size() == map.size());
    REQUIRE(flat.find(7) != nullptr);
    CHECK(*flat.find(7) == "7");
    CHECK(flat.find(50) == nullptr);
    CHECK_FALSE(flat.contains(95));
}

}  // namespace earshot
