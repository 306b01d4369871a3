#include "discovery/sighting_book.hpp"

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"

namespace earshot::discovery {
namespace {

InstanceId numbered(std::uint32_t number) {
    Bytes bytes(12);
    append_u32(bytes, number);
    return InstanceId::from_view(bytes);
}

Found found(std::uint32_t interface, const char* endpoint, std::uint32_t instance = 1) {
    return Found{Path{interface, false}, numbered(instance), *Endpoint::parse(endpoint), {}};
}

Lost lost(std::uint32_t interface) { return Lost{Path{interface, false}, numbered(1)}; }

}  // namespace

TEST_CASE("sighting book makes one sighting of all the ways an instance is seen") {
    SightingBook book{"mdns"};
    const auto first = book.on_found(found(2, "10.0.0.7:47700"));
    REQUIRE(first);
    CHECK(first->source == "mdns");
    CHECK(first->instance == numbered(1));
    CHECK(first->endpoints.size() == 1);

    const auto second = book.on_found(found(3, "192.168.1.7:47700"));
    REQUIRE(second);
    CHECK(second->endpoints.size() == 2);
    CHECK_FALSE(book.on_found(found(3, "192.168.1.7:47700")));  // Known already.

    const auto same_place = book.on_found(found(4, "192.168.1.7:47700"));
    REQUIRE(same_place);
    CHECK(same_place->endpoints.size() == 2);

    const auto moved = book.on_found(found(3, "192.168.1.8:47700"));
    REQUIRE(moved);
    CHECK(moved->endpoints.size() == 3);
}

TEST_CASE("sighting book says an instance is lost when no way is left") {
    SightingBook book{"mdns"};
    (void)book.on_found(found(2, "10.0.0.7:47700"));
    (void)book.on_found(found(3, "192.168.1.7:47700"));
    CHECK_FALSE(book.on_lost(lost(2)));
    CHECK_FALSE(book.on_lost(lost(9)));
    CHECK(book.contains(numbered(1)));
    CHECK(book.on_lost(lost(3)) == numbered(1));
    CHECK_FALSE(book.on_lost(lost(3)));
    CHECK_FALSE(book.contains(numbered(1)));
}

TEST_CASE("sighting book that is full forgets whom it heard of longest ago") {
    SightingBook book{"mdns"};
    const auto count = static_cast<std::uint32_t>(limits::sightings_max);
    for (std::uint32_t i = 1; i <= count; ++i)
        REQUIRE(book.on_found(found(2, "10.0.0.7:47700", i)));
    CHECK_FALSE(book.on_found(found(2, "10.0.0.7:47700", 1)));  // Fresh news of the oldest.

    CHECK(book.on_found(found(2, "10.0.0.7:47700", count + 1)));
    CHECK(book.contains(numbered(1)));
    CHECK_FALSE(book.contains(numbered(2)));
    CHECK(book.take_all().size() == limits::sightings_max);
    CHECK(book.take_all().empty());
}

TEST_CASE("sighting book keeps a bounded number of endpoints of one instance") {
    SightingBook book{"mdns"};
    for (std::uint32_t i = 1; i <= 200; ++i) {
        const auto endpoint = "10.0.0." + std::to_string(i) + ":47700";
        const auto sighting = book.on_found(found(i, endpoint.c_str()));
        if (sighting) CHECK(sighting->endpoints.size() <= limits::addresses_per_candidate_max);
    }
}

}  // namespace earshot::discovery
