#include "discovery/datagram.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

namespace earshot::discovery {
namespace {

Datagram example(DatagramKind kind) {
    support::SeededEntropy entropy{7};
    Datagram datagram{kind, InstanceId{crypto::random_array<16>(entropy)}, 47701, {}};
    for (auto& tag : datagram.tags) entropy.fill(tag);
    return datagram;
}

}  // namespace

TEST_CASE("broadcast datagram survives the way there and back in 64 bytes") {
    for (const auto kind : {DatagramKind::question, DatagramKind::answer}) {
        const auto datagram = example(kind);
        const auto bytes = encode(datagram);
        CHECK(bytes.size() == 64);
        const auto decoded = decode_datagram(bytes);
        REQUIRE(decoded);
        CHECK(*decoded == datagram);
    }
}

TEST_CASE("broadcast datagram with any changed header byte is refused") {
    const auto bytes = encode(example(DatagramKind::question));
    for (std::size_t i = 0; i < 10; ++i) {
        auto changed = bytes;
        changed[i] ^= std::byte{0x40};
        CHECK_FALSE(decode_datagram(changed));
    }
}

TEST_CASE("broadcast datagram of another size or without a port is refused") {
    auto bytes = encode(example(DatagramKind::answer));
    CHECK_FALSE(decode_datagram(ByteView{bytes}.first(63)));
    CHECK_FALSE(decode_datagram({}));
    auto longer = to_bytes(bytes);
    longer.push_back(std::byte{0});
    CHECK_FALSE(decode_datagram(longer));
    bytes[10] = bytes[11] = std::byte{0};
    CHECK_FALSE(decode_datagram(bytes));
}

TEST_CASE("broadcast datagram of a later version may use its last four bytes") {
    const auto datagram = example(DatagramKind::question);
    auto bytes = encode(datagram);
    bytes[63] = bytes[60] = std::byte{0xFF};
    const auto decoded = decode_datagram(bytes);
    REQUIRE(decoded);
    CHECK(*decoded == datagram);
}

}  // namespace earshot::discovery
