#include "core/link/fragments.hpp"

#include "core/link/frame.hpp"
#include "tests/support/catch.hpp"

namespace earshot::link {
namespace {

constexpr std::uint8_t some_type = frame_type::first_of_engine;
constexpr std::uint32_t total = 100'000;

Bytes fragment(const FragmentHeader& header, std::size_t part_bytes) {
    Bytes bytes = to_bytes(encode_fragment_header(header));
    bytes.resize(bytes.size() + part_bytes, static_cast<std::byte>(header.stream));
    return bytes;
}

bool is_refused(FragmentJoiner& joiner, const FragmentHeader& header, std::size_t part_bytes) {
    return !joiner.on_fragment(fragment(header, part_bytes));
}

}  // namespace

TEST_CASE("fragments of several streams are joined side by side", "[fragments]") {
    FragmentJoiner joiner;
    for (const std::uint32_t stream : {1u, 2u, 9u}) {
        const auto joined = joiner.on_fragment(fragment({stream, some_type, total, 0}, 60'000));
        REQUIRE(joined);
        CHECK_FALSE(*joined);
    }
    for (const std::uint32_t stream : {9u, 1u, 2u}) {
        const auto joined =
            joiner.on_fragment(fragment({stream, some_type, total, 60'000}, 40'000));
        REQUIRE(joined);
        REQUIRE(*joined);
        CHECK((*joined)->type == some_type);
        CHECK((*joined)->body == Bytes(total, static_cast<std::byte>(stream)));
    }
}

TEST_CASE("fragment that breaks a rule is refused", "[fragments]") {
    FragmentJoiner joiner;
    REQUIRE(joiner.on_fragment(fragment({5, some_type, total, 0}, 60'000)));
    CHECK(is_refused(joiner, {5, some_type, total, 0}, 40'000));           // Again from the start.
    CHECK(is_refused(joiner, {5, some_type, total, 59'999}, 40'000));      // Overlap.
    CHECK(is_refused(joiner, {5, some_type, total, 60'001}, 39'000));      // Gap.
    CHECK(is_refused(joiner, {5, some_type, total, 60'000}, 40'001));      // Past the total.
    CHECK(is_refused(joiner, {5, some_type, total + 1, 60'000}, 40'000));  // Another total.
    CHECK(is_refused(joiner, {5, some_type + 1, total, 60'000}, 40'000));  // Another type.
    CHECK(is_refused(joiner, {5, some_type, total, 60'000}, 0));           // No progress.
    CHECK(is_refused(joiner, {4, some_type, total, 0}, 100));              // A number of before.
    CHECK(is_refused(joiner, {0, some_type, total, 0}, 100));
    CHECK(is_refused(joiner, {6, some_type, total, 1}, 100));             // Not from the start.
    CHECK(is_refused(joiner, {6, frame_type::close, total, 0}, 100));     // Not for the engine.
    CHECK(is_refused(joiner, {6, frame_type::fragment, total, 0}, 100));  // In itself.
    CHECK(is_refused(joiner, {6, some_type, 65'515, 0}, 100));            // Fits one frame.
    CHECK(is_refused(joiner, {6, some_type, 1024 * 1024 + 1, 0}, 100));   // Too large.
    CHECK(is_refused(joiner, {6, some_type, 0xFFFF'FFFF, 0}, 100));
    for (std::size_t size = 0; size < fragment_header_bytes; ++size)
        CHECK_FALSE(joiner.on_fragment(Bytes(size)));
    const auto joined = joiner.on_fragment(fragment({5, some_type, total, 60'000}, 40'000));
    REQUIRE(joined);
    CHECK(*joined);
    CHECK(is_refused(joiner, {5, some_type, total, 0}, 100));  // Finished, and not used again.
}

TEST_CASE("fragments keep no more streams open than allowed", "[fragments]") {
    FragmentJoiner joiner;
    for (std::uint32_t stream = 1; stream <= limits::fragment_streams_max; ++stream)
        CHECK_FALSE(is_refused(joiner, {stream, some_type, 1024 * 1024, 0}, 1));
    const auto refused = joiner.on_fragment(fragment({9, some_type, total, 0}, 1));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::too_large);
}

}  // namespace earshot::link
