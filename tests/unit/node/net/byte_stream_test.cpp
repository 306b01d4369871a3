#include "node/net/byte_stream.hpp"

#include "core/base/limits.hpp"
#include "tests/unit/node/net/net_office.hpp"

namespace earshot::net {
namespace {

constexpr std::uint8_t text_frame = 0x20;
constexpr StreamId stream = 77;

/// Two computers and a stream between them that this test carries, as slowly as it likes.
struct Carried : NetOffice {
    Computer& alice = add();
    Computer& bob = add();
    std::size_t carried_bytes = 0;
    std::size_t owed_to_alice = 0;
    bool gives_room = true;

    Carried() {
        REQUIRE(meet(alice, bob));
        alice.streams.on_said = [this](StreamId, Bytes bytes) {
            carried_bytes += bytes.size();
            owed_to_alice += bytes.size();
            REQUIRE(owed_to_alice <= limits::relay_window_bytes);
            if (auto* const end = bob.links.find_stream(stream)) end->on_bytes(bytes);
            if (gives_room) give_room();
        };
        bob.streams.on_said = [this](StreamId, Bytes bytes) {
            if (auto* const end = alice.links.find_stream(stream)) end->on_bytes(bytes);
            if (auto* const end = bob.links.find_stream(stream)) end->on_room(bytes.size());
        };
    }
    void give_room() {
        if (auto* const end = alice.links.find_stream(stream))
            end->on_room(std::exchange(owed_to_alice, 0));
    }
    /// Over the stream, with the link that is there as the one to its carrier.
    void start(const DeviceId& whom) {
        link::Expected expected{};
        expected.device = whom;
        alice.links.start_stream(stream, alice.sink.established[0].first, expected);
        bob.links.start_stream(stream, bob.sink.established[0].first, std::nullopt);
    }
};

}  // namespace

TEST_CASE("a whole link runs over a stream that somebody carries", "[net][relay]") {
    Carried office;
    auto& alice = office.alice;
    auto& bob = office.bob;
    office.start(bob.identity.device());
    REQUIRE(office.run_until(
        [&] { return alice.sink.established.size() == 2 && bob.sink.established.size() == 2; }));
    CHECK(alice.sink.established[1].second.person == bob.identity.person());
    CHECK(bob.sink.established[1].second.person == alice.identity.person());
    CHECK(alice.link().facts().stream == stream);
    CHECK_FALSE(alice.link().facts().dial);

    SECTION("and carries what is said") {
        const Bytes body(300'000, std::byte{7});
        REQUIRE(alice.link().send(text_frame, body));
        REQUIRE(office.run_until([&] { return !bob.sink.received.empty(); }));
        CHECK(bob.sink.received[0].body == body);
    }
    SECTION("and waits for room") {
        office.gives_room = false;
        REQUIRE(alice.link().send(text_frame, Bytes(300'000)));
        office.context.restart();
        while (office.owed_to_alice < limits::relay_window_bytes) office.context.run_one();
        CHECK(bob.sink.received.empty());
        office.gives_room = true;
        office.give_room();
        CHECK(office.run_until([&] { return bob.sink.received.size() == 1; }));
    }
    SECTION("and parts cleanly") {
        alice.link().close(link::ByeReason::trim);
        REQUIRE(office.run_until(
            [&] { return alice.sink.ended.size() == 1 && bob.sink.ended.size() == 1; }));
        CHECK(bob.sink.ended[0].clean);
        CHECK(office.run_until(
            [&] { return alice.streams.over.size() + bob.streams.over.size() == 2; }));
        CHECK(alice.links.find_stream(stream) == nullptr);
    }
    SECTION("and is cut off when the stream ends") {
        bob.links.find_stream(stream)->on_end();
        REQUIRE(office.run_until([&] { return bob.sink.ended.size() == 1; }));
        CHECK(bob.sink.ended[0].reason == link::EndReason::cut_off);
        CHECK(office.run_until([&] { return bob.links.size() == 1; }));
    }
}

TEST_CASE("a carried stream that leads to somebody else becomes no link", "[net][relay]") {
    Carried office;
    office.start(office.alice.identity.device());
    REQUIRE(office.run_until([&] { return !office.alice.sink.ended.empty(); }));
    CHECK(office.alice.sink.ended[0].reason == link::EndReason::unexpected_device);
    CHECK(office.alice.sink.established.size() == 1);
    CHECK(office.bob.sink.established.size() == 1);
}

TEST_CASE("a stream through a link that is gone is over at once", "[net][relay]") {
    Carried office;
    office.alice.links.start_stream(stream, 999, std::nullopt);
    CHECK(office.alice.streams.over == std::vector<StreamId>{stream});
    CHECK(office.alice.links.find_stream(stream) == nullptr);
}

}  // namespace earshot::net
