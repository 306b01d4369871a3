#include "core/notify/watch.hpp"

#include <set>

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"

namespace earshot::notify {
namespace {

PersonId person(std::uint64_t number) {
    PersonId id;
    id.bytes[0] = static_cast<std::byte>(number);
    id.bytes[1] = static_cast<std::byte>(number >> 8);
    return id;
}

/// Who is where one looks.
struct Room {
    Watch watch;
    std::set<PersonId> here;

    std::vector<PersonId> come() {
        const auto is_here = [this](const PersonId& id) { return here.contains(id); };
        watch.look(is_here);
        return watch.take_come(is_here);
    }
};

}  // namespace

TEST_CASE("who is waited for is told of once, on coming", "[notify]") {
    Room room;
    REQUIRE(room.watch.add(person(1), false));
    CHECK(room.come().empty());
    room.here = {person(1), person(2)};
    CHECK(room.come() == std::vector{person(1)});
    CHECK_FALSE(room.watch.contains(person(1)));
    CHECK(room.come().empty());
}

TEST_CASE("who is here already is told of on coming again", "[notify]") {
    Room room;
    room.here = {person(1)};
    REQUIRE(room.watch.add(person(1), true));
    CHECK(room.come().empty());
    room.here.clear();
    CHECK(room.come().empty());
    room.here = {person(1)};
    CHECK(room.come() == std::vector{person(1)});
}

TEST_CASE("a wish that is taken back is not fulfilled", "[notify]") {
    Room room;
    REQUIRE(room.watch.add(person(1), false));
    CHECK(room.watch.remove(person(1)));
    CHECK_FALSE(room.watch.remove(person(1)));
    room.here = {person(1)};
    CHECK(room.come().empty());
}

TEST_CASE("wishes are kept as text, and bounded", "[notify]") {
    Watch watch;
    for (std::uint64_t i = 0; i < limits::watched_people_max; ++i)
        REQUIRE(watch.add(person(i), false));
    CHECK_FALSE(watch.add(person(limits::watched_people_max), false));
    CHECK(watch.add(person(0), false));  // Who is waited for already.
    Watch again;
    again.load(watch.text() + " nothing  like-an-id " + person(limits::watched_people_max).text());
    CHECK(again.text() == watch.text());
    Watch nobody;
    nobody.load("");
    CHECK(nobody.empty());
}

}  // namespace earshot::notify
