#include "core/wire/archive.hpp"

#include "tests/support/allocations.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/wire_samples.hpp"

namespace earshot::wire {
namespace {

using support::Allocations;
using support::Colour;
using support::Lists;
using support::Note;
using support::note_span_extension;
using support::Numbers;
using support::Point;
using support::Span;
using support::Tree;

template <class T>
std::string hex(const T& value) {
    return to_hex(wire::encode(value));
}

template <class T>
void check_round_trip(const T& value) {
    const auto decoded = wire::decode<T>(wire::encode(value));
    REQUIRE(decoded);
    CHECK(*decoded == value);
}

}  // namespace

TEST_CASE("encoding writes numbers big-endian", "[wire]") {
    CHECK(hex(std::uint8_t{0xA1}) == "a1");
    CHECK(hex(std::uint16_t{0xA1B2}) == "a1b2");
    CHECK(hex(std::uint32_t{0xA1B2C3D4}) == "a1b2c3d4");
    CHECK(hex(std::uint64_t{0x0102030405060708}) == "0102030405060708");
    CHECK(hex(std::int8_t{-1}) == "ff");
    CHECK(hex(std::int16_t{-2}) == "fffe");
    CHECK(hex(std::int32_t{-3}) == "fffffffd");
    CHECK(hex(std::int64_t{-4}) == "fffffffffffffffc");
    CHECK(hex(false) == "00");
    CHECK(hex(true) == "01");
    CHECK(hex(Colour::green) == "02");
    CHECK(hex(WallTime{Duration{1}}) == "0000000000000001");
}

TEST_CASE("encoding writes counts only where the type does not tell", "[wire]") {
    CHECK(hex(std::string("h\xC3\xA9")) == "0000000368c3a9");
    CHECK(hex(Bytes{std::byte{0}, std::byte{9}}) == "000000020009");
    CHECK(hex(std::array<std::byte, 2>{std::byte{1}, std::byte{2}}) == "0102");
    CHECK(hex(std::array<std::uint16_t, 2>{1, 2}) == "00010002");
    CHECK(hex(Id<struct SealTag, 2>{}) == "0000");
    CHECK(hex(std::vector<std::uint16_t>{1, 2}) == "0000000200010002");
    CHECK(hex(std::map<std::uint8_t, bool>{{2, true}, {1, false}}) == "0000000201000201");
    CHECK(hex(std::optional<std::uint16_t>{}) == "00");
    CHECK(hex(std::optional<std::uint16_t>{7}) == "010007");
    CHECK(hex(std::pair<std::uint8_t, bool>{5, true}) == "0501");
    using Choice = std::variant<std::monostate, std::uint8_t>;
    CHECK(hex(Choice{}) == "00");
    CHECK(hex(Choice{std::uint8_t{4}}) == "0104");
    CHECK(hex(Point{1, -1}) == "0001ffff");
}

TEST_CASE("encoding of the example in PROTOCOL.md is as printed there", "[wire]") {
    Note note{"hi", {}};
    CHECK(hex(note) ==
          "00000002"
          "6869"
          "00000000");
    wire::set_extension(note.extensions, note_span_extension, Span{1, 2});
    CHECK(hex(note) ==
          "00000002"
          "6869"
          "00000001"
          "0007"
          "00000008"
          "00000001"
          "00000002");
}

TEST_CASE("decoding gives back what was encoded", "[wire]") {
    check_round_trip(Numbers{});
    check_round_trip(Numbers{1, 0x203, 0x4050607, 0xF8090A0B0C0D0E0F, -1, -2, -3, -4, true,
                             Colour::green, WallTime{Duration{1'700'000'000'000}}});
    check_round_trip(Lists{});
    Lists lists;
    lists.text = "earshot \xF0\x9F\x90\xA6";
    lists.bytes = Bytes(300, std::byte{0xEE});
    lists.raw = {std::byte{1}, std::byte{2}, std::byte{3}};
    lists.id.bytes[3] = std::byte{4};
    lists.pair_of_numbers = {9, 8};
    lists.maybe = Point{3, -4};
    lists.choice = Span{2, 9};
    lists.couple = {6, true};
    lists.points = {{1, 2}, {3, 4}};
    lists.texts = {{}, {"a", "b"}};
    lists.table = {{"", std::nullopt}, {"a", true}, {"b", false}};
    lists.colours = {{{}, Colour::red}, {lists.id, Colour::green}};
    check_round_trip(lists);
    check_round_trip(Tree{{Tree{}, Tree{{Tree{}, Tree{}}}}});
}

TEST_CASE("decoding replaces what the target held", "[wire]") {
    std::vector<std::uint8_t> list{1, 2, 3};
    std::map<std::uint8_t, std::uint8_t> table{{std::uint8_t{9}, std::uint8_t{9}}};
    std::optional<std::uint8_t> maybe = std::uint8_t{4};
    std::string text = "old";
    const auto input = *from_hex(
        "00000000"
        "00000000"
        "00"
        "00000000");
    wire::WireIn in{input};
    in(list, table, maybe, text);
    in.finish();
    CHECK(list.empty());
    CHECK(table.empty());
    CHECK_FALSE(maybe);
    CHECK(text.empty());
}

TEST_CASE("encoding allocates its result once and decoding no second buffer", "[wire]") {
    const Bytes large(60'000, std::byte{7});
    {
        const Allocations counted;
        const auto encoded = wire::encode(large);
        CHECK(counted.bytes() == encoded.size());
    }
    const auto encoded = wire::encode(large);
    const Allocations counted;
    const auto decoded = wire::decode<Bytes>(encoded);
    REQUIRE(decoded);
    CHECK(counted.bytes() == large.size());
}

}  // namespace earshot::wire
