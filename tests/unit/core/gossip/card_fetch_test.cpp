#include "core/gossip/card_fetch.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {
namespace {

CardHash card(unsigned number) {
    CardHash hash;
    hash.bytes[0] = static_cast<std::byte>(number);
    hash.bytes[1] = static_cast<std::byte>(number >> 8);
    return hash;
}

std::vector<Sent<CardWantedFrame>> asked(CardFetch& fetch, Instant now) {
    Effects effects;
    fetch.on_time(now, effects);
    return sent<CardWantedFrame>(effects, card_wanted_frame);
}

}  // namespace

TEST_CASE("card fetch asks the first who told of it, and takes it once", "[card_fetch]") {
    CardFetch fetch;
    fetch.want(card(1), 7);
    fetch.want(card(1), 8);
    fetch.want(card(1), 7);
    CHECK(fetch.size() == 1);
    const auto frames = asked(fetch, start);
    REQUIRE(frames.size() == 1);
    CHECK(frames[0].link == 7);
    CHECK(frames[0].frame.cards == std::vector{card(1)});
    CHECK(asked(fetch, start + 1s).empty());
    CHECK(fetch.on_card(card(1)));
    CHECK_FALSE(fetch.on_card(card(1)));
    CHECK_FALSE(fetch.on_card(card(2)));
    CHECK(fetch.size() == 0);
    CHECK_FALSE(fetch.next_deadline());
}

TEST_CASE("card fetch asks the next when the first does not answer", "[card_fetch]") {
    CardFetch fetch;
    fetch.want(card(1), 7);
    fetch.want(card(1), 8);
    asked(fetch, start);
    SECTION("in time") {
        CHECK(fetch.next_deadline() == start + limits::card_patience);
        const auto frames = asked(fetch, start + limits::card_patience);
        REQUIRE(frames.size() == 1);
        CHECK(frames[0].link == 8);
        CHECK(asked(fetch, start + 2 * limits::card_patience).empty());
        CHECK(fetch.size() == 0);
    }
    SECTION("since it has none") {
        fetch.on_missing(card(2), 7);
        fetch.on_missing(card(1), 8);  // Who was not asked yet.
        CHECK(asked(fetch, start + 1s).empty());
        fetch.on_missing(card(1), 7);
        const auto frames = asked(fetch, start + 1s);
        REQUIRE(frames.size() == 1);
        CHECK(frames[0].link == 8);
        fetch.on_missing(card(1), 8);
        CHECK(asked(fetch, start + 1s).empty());
        CHECK(fetch.size() == 0);
    }
    SECTION("since its link is gone") {
        fetch.on_link_down(7);
        const auto frames = asked(fetch, start + 1s);
        REQUIRE(frames.size() == 1);
        CHECK(frames[0].link == 8);
    }
    SECTION("not when another link is gone") {
        fetch.on_link_down(8);
        CHECK(asked(fetch, start + 1s).empty());
        CHECK(asked(fetch, start + limits::card_patience).empty());
        CHECK(fetch.size() == 0);
    }
}

TEST_CASE("card fetch asks for a few at a time, the first wanted first", "[card_fetch]") {
    CardFetch fetch;
    for (unsigned i = 0; i < limits::cards_in_flight_per_link_max + 3; ++i) fetch.want(card(i), 7);
    auto frames = asked(fetch, start);
    REQUIRE(frames.size() == 1);
    CHECK(frames[0].frame.cards.size() == limits::cards_in_flight_per_link_max);
    CHECK(asked(fetch, start).empty());
    fetch.on_card(card(3));
    fetch.forget(card(5));
    frames = asked(fetch, start + 1s);
    REQUIRE(frames.size() == 1);
    CHECK(frames[0].frame.cards == std::vector{card(limits::cards_in_flight_per_link_max),
                                               card(limits::cards_in_flight_per_link_max + 1)});
}

TEST_CASE("card fetch does not wait for one who tells of many and gives none", "[card_fetch]") {
    CardFetch fetch;
    constexpr unsigned others = limits::cards_in_flight_max + 3;
    for (unsigned i = 0; i < 500; ++i) fetch.want(card(i), 7);
    for (unsigned i = 0; i < others; ++i) fetch.want(card(500 + i), 8);
    asked(fetch, start);
    for (unsigned i = 0; i < others; ++i) {
        CHECK(fetch.on_card(card(500 + i)));
        for (const auto& each : asked(fetch, start)) CHECK(each.link == 8);
    }
    CHECK(fetch.size() == 500);
}

TEST_CASE("card fetch forgets what nobody has any more", "[card_fetch]") {
    CardFetch fetch;
    fetch.want(card(1), 7);
    fetch.on_link_down(7);
    CHECK(asked(fetch, start).empty());
    CHECK(fetch.size() == 0);
    fetch.forget(card(1));
    fetch.want(card(1), 8);
    CHECK(asked(fetch, start).size() == 1);
}

TEST_CASE("card fetch wants a bounded number", "[card_fetch]") {
    CardFetch fetch;
    for (unsigned i = 0; i < limits::cards_wanted_max + 100; ++i) fetch.want(card(i), 7);
    CHECK(fetch.size() == limits::cards_wanted_max);
    for (LinkId link = 8; link < 100; ++link) fetch.want(card(1), link);
    CHECK(fetch.size() == limits::cards_wanted_max);
}

}  // namespace earshot::gossip
