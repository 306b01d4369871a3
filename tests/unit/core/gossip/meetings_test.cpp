#include "core/gossip/meetings.hpp"

#include <algorithm>
#include <set>

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {
namespace {

InstanceId numbered(std::uint32_t number) {
    InstanceId instance;
    instance.bytes[0] = static_cast<std::byte>(number >> 8);
    instance.bytes[1] = static_cast<std::byte>(number & 0xFF);
    return instance;
}

struct Street {
    support::SeededEntropy entropy{3};
    Meetings meetings{entropy};
    Instant now = start;
    std::set<InstanceId> known;
    const std::vector<Endpoint> somewhere{{Address::v4({std::byte{10}}), 47700}};

    void see(std::uint32_t from, std::uint32_t to) {
        for (auto i = from; i < to; ++i) meetings.on_sighted(numbered(i), somewhere, now);
    }
    std::size_t meet(Zeal zeal) {
        const auto is_known = [&](const InstanceId& each, std::span<const Endpoint>) {
            return known.contains(each);
        };
        const auto due = meetings.take_due(zeal, is_known, now);
        for (const auto& each : due) met.push_back(each.instance);
        if (meetings.next_deadline()) CHECK(*meetings.next_deadline() > now);
        return due.size();
    }
    /// How many are met until then, deadline by deadline.
    std::size_t pass(Duration time, Zeal zeal) {
        const auto until = now + time;
        std::size_t count = 0;
        while (meetings.next_deadline() && *meetings.next_deadline() <= until) {
            now = *meetings.next_deadline();
            count += meet(zeal);
        }
        now = until;
        return count + meet(zeal);
    }
    std::vector<InstanceId> met;
};

}  // namespace

TEST_CASE("who has too few links meets four strangers at once, and four more a second later",
          "[meetings]") {
    Street street;
    street.see(0, 20);
    CHECK(street.meet(Zeal::lonely) == 4);
    CHECK(street.meet(Zeal::lonely) == 0);
    CHECK(street.pass(1s, Zeal::lonely) == 4);
    CHECK(street.pass(10s, Zeal::lonely) == 12);
    CHECK(std::set(street.met.begin(), street.met.end()).size() == 20);
}

TEST_CASE("a newcomer meets a stranger every ten seconds, a beacon every minute, others nobody",
          "[meetings]") {
    Street street;
    street.see(0, 20);
    SECTION("newcomer") { CHECK(street.pass(59s, Zeal::fresh) == 6); }
    SECTION("beacon") { CHECK(street.pass(100s, Zeal::steady) == 3); }
    SECTION("others") {
        CHECK(street.pass(100s, Zeal::none) == 0);
        CHECK(street.meet(Zeal::lonely) == 4);  // It lost its links.
    }
}

TEST_CASE("nobody is met whom the table knows to be there, and who went is met again",
          "[meetings]") {
    Street street;
    street.see(0, 2);
    street.known = {numbered(0), numbered(1)};
    CHECK(street.pass(5min, Zeal::lonely) == 0);
    street.known = {numbered(1)};
    CHECK(street.pass(2min, Zeal::lonely) >= 1);
    CHECK(street.met.front() == numbered(0));
}

TEST_CASE("a stranger who is heard of no more is not met, and dialled no more", "[meetings]") {
    Street street;
    street.see(0, 3);
    REQUIRE(street.meet(Zeal::fresh) == 1);
    street.meetings.on_lost(numbered(0));
    CHECK(street.meetings.size() == 2);
    CHECK(street.pass(limits::sighting_life + limits::meeting_pause, Zeal::none) == 0);
    CHECK(street.meetings.size() == 0);
    CHECK(street.meetings.take_forgotten().size() == 2);
}

TEST_CASE("strangers beyond the bound push the oldest out", "[meetings]") {
    Street street;
    street.see(0, 1);
    street.now += 1s;
    street.see(1, limits::sightings_max + 1);
    CHECK(street.meetings.size() == limits::sightings_max);
    CHECK(street.meetings.take_forgotten() == std::vector{numbered(0)});
}

}  // namespace earshot::gossip
