#include "core/gossip/presence.hpp"

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {
namespace {

PublishedEndpoint published(std::string_view text) {
    return PublishedEndpoint::of(*Endpoint::parse(text));
}

}  // namespace

TEST_CASE("presence comes back from its bytes as it was", "[presence]") {
    const Computer alice{1};
    auto presence = alice.presence(7);
    presence.state = State::busy;
    presence.footing = Footing::leaf;
    presence.endpoints = {published("10.0.0.7:47700"), published("[fd00::7]:1024")};
    presence.card.bytes.fill(std::byte{9});
    presence.set_status_text("back at two");
    const auto made = alice.sign(presence);
    const auto read = read_record(made.bytes);
    REQUIRE(read);
    CHECK(read->presence == presence);
    CHECK(read->presence.status_text() == "back at two");
    CHECK(read->device == alice.device());
    CHECK(read->sid == sid_of(alice.device()));
    CHECK(read->bytes == made.bytes);
    CHECK(read->presence.endpoints[0].endpoint() == *Endpoint::parse("10.0.0.7:47700"));
    CHECK(read->presence.endpoints[1].endpoint() == *Endpoint::parse("[fd00::7]:1024"));
    CHECK(is_authentic(*read, open_network, crypto::ed25519));
}

TEST_CASE("presence that somebody changed is not authentic", "[presence]") {
    const Computer alice{1};
    const auto made = alice.record(7);
    std::size_t refused = 0;
    for (std::size_t i = 0; i < made.bytes.size(); ++i) {
        auto bytes = made.bytes;
        bytes[i] ^= std::byte{1};
        const auto read = read_record(bytes);
        if (!read || !is_authentic(*read, open_network, crypto::ed25519)) ++refused;
    }
    CHECK(refused == made.bytes.size());
}

TEST_CASE("presence of one network is not authentic on another", "[presence]") {
    const Computer alice{1};
    NetworkId team;
    team.bytes.fill(std::byte{1});
    const auto made = alice.sign(alice.presence(7), team);
    CHECK(is_authentic(made, team, crypto::ed25519));
    CHECK_FALSE(is_authentic(made, open_network, crypto::ed25519));
}

TEST_CASE("presence signed by another device is not authentic", "[presence]") {
    const Computer alice{1};
    const Computer mallory{2};
    auto presence = alice.presence(7);
    const auto forged = make_record(mallory.identity(), open_network, presence, crypto::ed25519);
    CHECK(forged.sid == alice.sid());
    CHECK_FALSE(is_authentic(forged, open_network, crypto::ed25519));
}

TEST_CASE("presence fits into its bound however much it says", "[presence]") {
    const Computer alice{1};
    auto presence = alice.presence(~std::uint64_t{0});
    for (std::size_t i = 0; i < limits::record_addresses_max; ++i)
        presence.endpoints.push_back(published("[fd00::1:2:3:4]:65535"));
    presence.set_status_text(std::string(1000, 'x'));
    CHECK(presence.status_text().size() == limits::status_text_bytes_max);
    const auto made = alice.sign(presence);
    CHECK(made.bytes.size() <= limits::record_bytes_max);
}

TEST_CASE("presence beyond its bounds is refused before anything is proven", "[presence]") {
    const Computer alice{1};
    auto presence = alice.presence(7);
    SECTION("bytes") {
        const auto made = alice.record(7);
        auto bytes = made.bytes;
        bytes.resize(limits::record_bytes_max + 1);
        CHECK_FALSE(read_record(bytes));
    }
    SECTION("every cut") {
        const auto made = alice.record(7);
        for (std::size_t size = 0; size < made.bytes.size(); ++size)
            CHECK_FALSE(read_record(ByteView{made.bytes}.first(size)));
    }
    SECTION("addresses") {
        presence.endpoints.assign(limits::record_addresses_max + 1, published("10.0.0.7:1024"));
        CHECK_FALSE(is_valid(presence));
    }
    SECTION("a port that nobody listens on") {
        presence.endpoints = {published("10.0.0.7:1024")};
        presence.endpoints.front().port = 0;
        CHECK_FALSE(is_valid(presence));
    }
    SECTION("a version that is not ours") {
        presence.version = 2;
        CHECK_FALSE(is_valid(presence));
    }
}

TEST_CASE("presence never carries an address that means something else to others", "[presence]") {
    const Computer alice{1};
    auto presence = alice.presence(7);
    presence.endpoints = {published(GENERATE("169.254.3.4:47700", "[fe80::1%3]:47700"))};
    CHECK_FALSE(is_valid(presence));
}

TEST_CASE("presence shows a status text without what could deceive", "[presence]") {
    const Computer alice{1};
    auto presence = alice.presence(7);
    SECTION("ours is cleaned before it goes out") {
        presence.set_status_text("at\n \x1b[31mlunch\xe2\x80\xae");
        CHECK(presence.status_text() == "at [31mlunch");
    }
    SECTION("that of others is cleaned before it is shown") {
        constexpr std::uint16_t status_text_extension = 1;
        presence.extensions[status_text_extension] = to_bytes(bytes_of("a\x07 b\xff"));
        const auto read = read_record(alice.sign(presence).bytes);
        REQUIRE(read);
        CHECK(read->presence.status_text().find('\x07') == std::string::npos);
        CHECK(read->presence.status_text().find('\xff') == std::string::npos);
    }
    SECTION("none is none") {
        presence.set_status_text("x");
        presence.set_status_text(" \n ");
        CHECK(presence.status_text().empty());
        CHECK(presence.extensions.empty());
    }
}

TEST_CASE("presence carries what a newer Earshot says, byte for byte", "[presence]") {
    const Computer alice{1};
    auto presence = alice.presence(7);
    presence.extensions[999] = to_bytes(bytes_of("from the future"));
    const auto read = read_record(alice.sign(presence).bytes);
    REQUIRE(read);
    CHECK(read->presence == presence);
    CHECK(is_authentic(*read, open_network, crypto::ed25519));
}

}  // namespace earshot::gossip
