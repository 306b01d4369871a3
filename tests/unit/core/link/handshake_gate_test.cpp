#include "core/link/handshake_gate.hpp"

#include "tests/support/catch.hpp"

namespace earshot::link {
namespace {

using namespace std::chrono_literals;

Address ip(std::string_view text) {
    const auto address = Address::parse(text);
    REQUIRE(address);
    return *address;
}
Address host(unsigned number) {
    return Address::v4({std::byte{10}, static_cast<std::byte>(number >> 16),
                        static_cast<std::byte>(number >> 8), static_cast<std::byte>(number)});
}

/// How many of `tries` connections in a row are admitted and finish at once.
int admitted(HandshakeGate& gate, ConnectionId& next, const Address& from, bool on_link, int tries,
             Instant now) {
    int count = 0;
    for (int i = 0; i < tries; ++i) {
        const auto id = next++;
        if (gate.on_connection(id, from, on_link, now).admitted) ++count;
        gate.on_finished(id);
    }
    return count;
}

}  // namespace

TEST_CASE("gate lets a source begin eight handshakes at once and two a second", "[gate]") {
    HandshakeGate gate;
    ConnectionId next = 1;
    Instant now{};
    CHECK(admitted(gate, next, host(1), true, 20, now) == 8);
    CHECK(admitted(gate, next, host(2), true, 20, now) == 8);
    now += 499ms;
    CHECK(admitted(gate, next, host(1), true, 20, now) == 0);
    now += 1ms;
    CHECK(admitted(gate, next, host(1), true, 20, now) == 1);
    now += 10s;
    CHECK(admitted(gate, next, host(1), true, 20, now) == 8);
}

TEST_CASE("gate counts neighbours one by one and strangers by their network", "[gate]") {
    ConnectionId next = 1;
    SECTION("IPv6 on our own link") {
        HandshakeGate gate;
        for (const auto* const text : {"2001:db8::1", "2001:db8::2", "2001:db8::3"})
            CHECK(admitted(gate, next, ip(text), true, 9, {}) == 8);
    }
    SECTION("link-local is always our own link") {
        HandshakeGate gate;
        CHECK(admitted(gate, next, ip("fe80::1%2"), false, 9, {}) == 8);
        CHECK(admitted(gate, next, ip("fe80::2%2"), false, 9, {}) == 8);
    }
    SECTION("IPv6 from elsewhere, where one person has 2^64 addresses") {
        HandshakeGate gate;
        CHECK(admitted(gate, next, ip("2001:db8::1"), false, 5, {}) == 5);
        CHECK(admitted(gate, next, ip("2001:db8::ffff:2"), false, 5, {}) == 3);
        CHECK(admitted(gate, next, ip("2001:db8:0:1::1"), false, 9, {}) == 8);
    }
    SECTION("IPv4") {
        HandshakeGate gate;
        CHECK(admitted(gate, next, ip("10.0.0.1"), false, 9, {}) == 8);
        CHECK(admitted(gate, next, ip("10.0.0.2"), false, 9, {}) == 8);
    }
}

TEST_CASE("gate makes a source's fifth unfinished handshake take the place of its first",
          "[gate]") {
    HandshakeGate gate;
    for (ConnectionId id = 1; id <= 4; ++id)
        CHECK_FALSE(gate.on_connection(id, host(1), true, {}).drop);
    CHECK_FALSE(gate.on_connection(5, host(2), true, {}).drop);
    const auto decision = gate.on_connection(6, host(1), true, {});
    CHECK(decision.admitted);
    CHECK(decision.drop == ConnectionId{1});
    gate.on_finished(2);
    CHECK_FALSE(gate.on_connection(7, host(1), true, {}).drop);
    CHECK(gate.unfinished() == 5);
}

TEST_CASE("gate drops the oldest handshake when all places are taken", "[gate]") {
    HandshakeGate gate;
    for (ConnectionId id = 1; id <= 32; ++id)
        CHECK_FALSE(gate.on_connection(id, host(static_cast<unsigned>(id)), true, {}).drop);
    CHECK(gate.on_connection(33, host(33), true, {}).drop == ConnectionId{1});
    CHECK(gate.on_connection(34, host(34), true, {}).drop == ConnectionId{2});
    gate.on_finished(3);
    gate.on_finished(999);
    CHECK_FALSE(gate.on_connection(35, host(35), true, {}).drop);
    CHECK(gate.unfinished() == 32);
}

TEST_CASE("gate remembers a bounded number of sources, the busy ones first", "[gate]") {
    HandshakeGate gate;
    ConnectionId next = 1;
    Instant now{};
    CHECK(admitted(gate, next, host(1), true, 9, now) == 8);
    for (unsigned i = 2; i < 20'000; ++i) {
        if (i % 20 == 0) now += 1ms;
        admitted(gate, next, host(i), true, 1, now);
        REQUIRE(gate.sources() <= limits::handshake_sources_max);
    }
    // The flood took a second, so two of the eight came back, unless the source was forgotten.
    CHECK(admitted(gate, next, host(19'999), true, 9, now) == 7);
}

TEST_CASE("gate is not confused by a clock that stands still or goes back", "[gate]") {
    HandshakeGate gate;
    ConnectionId next = 1;
    const Instant now{Duration{10'000}};
    CHECK(admitted(gate, next, host(1), true, 8, now) == 8);
    CHECK(admitted(gate, next, host(1), true, 8, now - 5s) == 0);
    CHECK(admitted(gate, next, host(1), true, 8, now) == 0);
    CHECK(admitted(gate, next, host(1), true, 8, now + 1s) == 2);
}

}  // namespace earshot::link
