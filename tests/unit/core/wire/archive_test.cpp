#include "core/wire/archive.hpp"

#include "core/base/ids.hpp"
#include "tests/support/catch.hpp"

namespace earshot {
namespace {

enum class Colour : std::uint8_t { red = 1, green = 2 };
constexpr bool is_valid(Colour colour) { return colour == Colour::red || colour == Colour::green; }

struct Point {
    std::int16_t x = 0;
    std::int16_t y = 0;
    friend auto operator<=>(const Point&, const Point&) = default;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(x, y);
    }
};

struct SealTag;

struct Everything {
    std::uint8_t u8 = 0;
    std::uint16_t u16 = 0;
    std::uint32_t u32 = 0;
    std::uint64_t u64 = 0;
    std::int8_t i8 = 0;
    std::int64_t i64 = 0;
    bool flag = false;
    Colour colour = Colour::red;
    WallTime time{};
    std::string text;
    Bytes bytes;
    std::array<std::byte, 3> raw{};
    Id<SealTag, 4> id;
    std::array<std::uint16_t, 2> numbers{};
    std::optional<Point> maybe;
    std::variant<std::monostate, std::uint8_t, std::string> choice;
    std::pair<std::uint8_t, bool> couple;
    std::vector<Point> points;
    std::map<std::string, std::uint8_t> table;
    wire::Extensions extensions;
    friend auto operator<=>(const Everything&, const Everything&) = default;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(u8, u16, u32, u64, i8, i64, flag, colour, time, text, bytes, raw, id, numbers,
                maybe, choice, couple, points, table, extensions);
    }
};

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
    CHECK(hex(std::string("hé")) == "0000000368c3a9");
    CHECK(hex(Bytes{std::byte{0}, std::byte{9}}) == "000000020009");
    CHECK(hex(std::array<std::byte, 2>{std::byte{1}, std::byte{2}}) == "0102");
    CHECK(hex(std::array<std::uint16_t, 2>{1, 2}) == "00010002");
    CHECK(hex(Id<SealTag, 2>{}) == "0000");
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

TEST_CASE("decoding gives back what was encoded", "[wire]") {
    check_round_trip(Everything{});
    Everything full;
    full.u8 = 1;
    full.u16 = 0x203;
    full.u32 = 0x4050607;
    full.u64 = 0xF8090A0B0C0D0E0F;
    full.i8 = -7;
    full.i64 = -8;
    full.flag = true;
    full.colour = Colour::green;
    full.time = WallTime{Duration{1'700'000'000'000}};
    full.text = "earshot \xF0\x9F\x90\xA6";
    full.bytes = Bytes(300, std::byte{0xEE});
    full.raw = {std::byte{1}, std::byte{2}, std::byte{3}};
    full.id.bytes[3] = std::byte{4};
    full.numbers = {9, 8};
    full.maybe = Point{3, 4};
    full.choice = std::string("choice");
    full.couple = {6, true};
    full.points = {{1, 2}, {3, 4}};
    full.table = {{"a", std::uint8_t{1}}, {"b", std::uint8_t{2}}};
    full.extensions = {{std::uint16_t{5}, Bytes{std::byte{1}}}};
    check_round_trip(full);
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

}  // namespace earshot
