#include "node/net/link_driver.hpp"

#include "tests/unit/node/net/net_office.hpp"

namespace earshot::net {
namespace {

constexpr std::uint8_t text_frame = 0x20;

Bytes numbered(std::uint32_t number, std::size_t size) {
    Bytes body(size);
    append_u32(body, number);
    return body;
}

TEST_CASE("two computers meet over a socket and talk both ways", "[net]") {
    NetOffice office;
    auto& alice = office.add();
    auto& bob = office.add();
    REQUIRE(office.meet(alice, bob));
    CHECK(alice.sink.connected.size() == 1);
    CHECK(alice.sink.established[0].second.person == bob.identity.person());
    CHECK(bob.sink.established[0].second.person == alice.identity.person());
    CHECK(alice.link().facts().dial == DialId{1});
    CHECK_FALSE(bob.link().facts().dial);
    CHECK(alice.link().round_trip());
    CHECK(bob.link().round_trip());

    for (std::uint32_t i = 0; i < 200; ++i) {
        REQUIRE(alice.link().send(text_frame, numbered(i, i * 17)));
        REQUIRE(bob.link().send(text_frame, numbered(i, 3)));
    }
    REQUIRE(office.run_until(
        [&] { return alice.sink.received.size() == 200 && bob.sink.received.size() == 200; }));
    for (std::uint32_t i = 0; i < 200; ++i) CHECK(bob.sink.received[i].body == numbered(i, i * 17));

    SECTION("and part cleanly") {
        alice.link().close(link::ByeReason::shutdown);
        REQUIRE(office.run_until([&] { return alice.links.size() + bob.links.size() == 0; }));
        CHECK(bob.sink.ended == std::vector<link::Ended>{{link::EndReason::closed_by_peer, true,
                                                          link::ByeReason::shutdown}});
        CHECK(alice.sink.ended.size() == 1);
        CHECK(alice.sink.ended[0].clean);
    }
    SECTION("and one that is cut off is told to the other as that") {
        alice.links.cancel();
        REQUIRE(office.run_until([&] { return bob.links.size() == 0; }));
        REQUIRE(bob.sink.ended.size() == 1);
        CHECK_FALSE(bob.sink.ended[0].clean);
        CHECK(bob.sink.ended[0].reason == link::EndReason::cut_off);
    }
}

TEST_CASE("link driver reads nothing while its sink is full", "[net]") {
    NetOffice office;
    auto& alice = office.add();
    auto& bob = office.add();
    REQUIRE(office.meet(alice, bob));
    bob.sink.keeps_bodies = false;
    bob.sink.full = true;
    const Bytes body(60'000);
    std::size_t sent = 0;
    while (alice.link().send(text_frame, body)) ++sent;
    REQUIRE(sent > 100);
    office.context.restart();
    while (office.context.poll() > 0) continue;
    // What was read before the sink was asked the first time is one chunk at most.
    CHECK(bob.sink.received.size() < 10);

    bob.sink.full = false;
    bob.links.resume();
    CHECK(office.run_until([&] { return bob.sink.received.size() == sent; }));
    CHECK(bob.sink.received_bytes == sent * body.size());
}

TEST_CASE("a dial that meets nobody is told as failed", "[net]") {
    NetOffice office;
    auto& alice = office.add();
    auto& bob = office.add();
    const auto nobody = bob.endpoint();
    bob.listener.close();

    SECTION("when nobody listens") {
        alice.links.dial(7, nobody, std::nullopt);
        REQUIRE(office.run_until([&] { return !alice.sink.failed_dials.empty(); }));
        CHECK(alice.sink.failed_dials == std::vector<DialId>{7});
        CHECK(alice.links.dialing() == 0);
    }
    SECTION("but not when it was given up") {
        alice.links.dial(7, nobody, std::nullopt);
        alice.links.cancel_dial(7);
        alice.links.cancel_dial(8);
        REQUIRE(office.run_until([&] { return alice.links.dialing() == 0; }));
        CHECK(alice.sink.failed_dials.empty());
    }
}

TEST_CASE("a dial that meets somebody else ends with that reason", "[net]") {
    NetOffice office;
    auto& alice = office.add();
    auto& bob = office.add();
    link::Expected expected{};
    expected.device.bytes.fill(std::byte{9});
    alice.links.dial(1, bob.endpoint(), expected);
    REQUIRE(office.run_until([&] { return !alice.sink.ended.empty(); }));
    CHECK(alice.sink.ended[0].reason == link::EndReason::unexpected_device);
    CHECK(alice.sink.established.empty());
    REQUIRE(office.run_until([&] { return bob.links.size() == 0; }));
    CHECK(bob.sink.established.empty());
    CHECK(bob.links.unfinished() == 0);
}

TEST_CASE("all links say goodbye when the daemon stops", "[net]") {
    NetOffice office;
    auto& alice = office.add();
    auto& bob = office.add();
    auto& carol = office.add();
    REQUIRE(office.meet(alice, bob));
    REQUIRE(office.meet(carol, bob));
    REQUIRE(office.run_until([&] { return bob.sink.established.size() == 2; }));
    bob.links.close_all(link::ByeReason::shutdown);
    REQUIRE(office.run_until(
        [&] { return alice.links.size() + bob.links.size() + carol.links.size() == 0; }));
    CHECK(alice.sink.ended.at(0).bye == link::ByeReason::shutdown);
    CHECK(carol.sink.ended.at(0).bye == link::ByeReason::shutdown);
    CHECK(alice.sink.ended.at(0).clean);
}

TEST_CASE("after the goodbyes no connection begins any more", "[net]") {
    NetOffice office;
    auto& alice = office.add();
    auto& bob = office.add();
    auto& carol = office.add();
    REQUIRE(office.meet(alice, bob));
    const auto middle = bob.link().id();
    bob.links.close_all(link::ByeReason::shutdown);
    bob.links.start_stream(StreamId{1}, middle, std::nullopt);
    CHECK(bob.streams.over == std::vector{StreamId{1}});
    REQUIRE(office.run_until([&] { return bob.links.size() == 0; }));

    // The engine goes on for a moment, and would like to have the link again.
    bob.links.dial(2, alice.endpoint(), std::nullopt);
    bob.links.try_endpoint(alice.endpoint(), [](bool) { FAIL("nobody waits for that"); });
    CHECK(bob.links.dialing() == 0);
    carol.links.dial(1, bob.endpoint(), std::nullopt);
    REQUIRE(office.run_until([&] { return !carol.sink.ended.empty(); }));
    CHECK(carol.sink.established.empty());
    CHECK(bob.links.size() == 0);

    bool has_joined = false;
    const auto join = [&]() -> asio::awaitable<void> {
        co_await bob.links.join();
        has_joined = true;
    };
    bob.tasks.start("join", join());
    CHECK(office.run_until([&] { return has_joined; }));
}

}  // namespace
}  // namespace earshot::net
