#include "core/link/frame.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

namespace earshot::link {
namespace {

using crypto::noise::CipherState;

CipherState cipher() {
    support::SeededEntropy entropy{9};
    return CipherState{crypto::AeadKey::generate(entropy)};
}

/// Seals a plaintext that no FrameSealer would make.
Bytes sealed(ByteView plain) {
    Bytes result(plain.size() + crypto::aead_tag_bytes);
    auto state = cipher();
    REQUIRE(state.encrypt({}, plain, result));
    return result;
}

ErrorKind refusal(ByteView plain) {
    FrameOpener opener{cipher()};
    const auto frame = opener.open(sealed(plain));
    REQUIRE_FALSE(frame);
    return frame.error().kind;
}

}  // namespace

TEST_CASE("frame is padded to one of six sizes", "[frame]") {
    CHECK(frame_bytes(0) == 82);
    CHECK(frame_bytes(60) == 82);
    CHECK(frame_bytes(61) == 274);
    CHECK(frame_bytes(252) == 274);
    CHECK(frame_bytes(253) == 1042);
    CHECK(frame_bytes(1021) == 4114);
    CHECK(frame_bytes(4093) == 16402);
    CHECK(frame_bytes(16381) == 65537);
    CHECK(frame_bytes(limits::frame_body_bytes_max) == 65537);
}

TEST_CASE("frame comes out as it went in", "[frame]") {
    FrameSealer sealer{cipher()};
    FrameOpener opener{cipher()};
    for (const std::size_t size : {0u, 1u, 60u, 61u, 1020u, 65515u, 3u}) {
        const Bytes body(size, std::byte{0xAB});
        Bytes output(5);  // What waits already stays in front.
        const auto cut = size / 3;
        sealer.seal(0x42, ByteView{body}.first(cut), ByteView{body}.subspan(cut), output);
        CHECK(output.size() == 5 + frame_bytes(size));
        CHECK(read_u16(ByteView{output}.subspan(5)) + 7u == output.size());
        const auto frame = opener.open(ByteView{output}.subspan(7));
        REQUIRE(frame);
        CHECK(frame->type == 0x42);
        CHECK(std::ranges::equal(frame->body, body));
    }
    CHECK(sealer.frames() == 7);
    CHECK(opener.frames() == 7);
}

TEST_CASE("frame that breaks a rule is refused though it is authentic", "[frame]") {
    Bytes plain(64);
    SECTION("and one that breaks none is not") {
        plain[0] = std::byte{0x10};
        FrameOpener opener{cipher()};
        CHECK(opener.open(sealed(plain)));
    }
    SECTION("flags that mean nothing") {
        plain[1] = std::byte{1};
        CHECK(refusal(plain) == ErrorKind::malformed);
    }
    SECTION("a body that ends after the frame") {
        plain[3] = std::byte{61};
        CHECK(refusal(plain) == ErrorKind::malformed);
    }
    SECTION("padding that is not zero, wherever") {
        plain[3] = std::byte{3};
        const auto at = GENERATE(7u, 8u, 15u, 62u, 63u);
        plain[at] = std::byte{0x80};
        CHECK(refusal(plain) == ErrorKind::malformed);
    }
    SECTION("a size between those in use") {
        for (const std::size_t size : {0u, 3u, 63u, 65u, 255u, 65518u})
            CHECK(refusal(Bytes(size)) == ErrorKind::malformed);
    }
}

TEST_CASE("frame may be padded more than it needs", "[frame]") {
    Bytes plain(256);
    plain[0] = std::byte{0x10};
    FrameOpener opener{cipher()};
    const auto frame = opener.open(sealed(plain));
    REQUIRE(frame);
    CHECK(frame->body.empty());
}

}  // namespace earshot::link
