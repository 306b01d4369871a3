#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/wire/extensions.hpp"

/// Types that use everything the wire encoding has, for its tests and its fuzz target. The stored
/// inputs of tests/fuzz/corpus/wire are encodings of them.
namespace earshot::support {

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

/// A type with a rule that its encoding cannot express.
struct Span {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    friend auto operator<=>(const Span&, const Span&) = default;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(first, last);
    }
};
inline bool is_valid(const Span& span) { return span.first <= span.last; }

struct Numbers {
    std::uint8_t u8 = 0;
    std::uint16_t u16 = 0;
    std::uint32_t u32 = 0;
    std::uint64_t u64 = 0;
    std::int8_t i8 = 0;
    std::int16_t i16 = 0;
    std::int32_t i32 = 0;
    std::int64_t i64 = 0;
    bool flag = false;
    Colour colour = Colour::red;
    WallTime time{};
    friend auto operator<=>(const Numbers&, const Numbers&) = default;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(u8, u16, u32, u64, i8, i16, i32, i64, flag, colour, time);
    }
};

struct Lists {
    std::string text;
    Bytes bytes;
    std::array<std::byte, 3> raw{};
    Id<struct SealTag, 4> id;
    std::array<std::uint16_t, 2> pair_of_numbers{};
    std::optional<Point> maybe;
    std::variant<std::monostate, std::uint8_t, std::string, Span> choice;
    std::pair<std::uint8_t, bool> couple;
    std::vector<Point> points;
    std::vector<std::vector<std::string>> texts;
    std::map<std::string, std::optional<bool>> table;
    std::map<Id<struct SealTag, 4>, Colour> colours;
    friend auto operator<=>(const Lists&, const Lists&) = default;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(text, bytes, raw, id, pair_of_numbers, maybe, choice, couple, points, texts, table,
                colours);
    }
};

/// A type whose depth the sender chooses.
struct Tree {
    std::vector<Tree> branches;
    friend bool operator==(const Tree&, const Tree&) = default;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(branches);
    }
};

/// An object as its first version knew it, and as a later version does.
struct Note {
    std::string text;
    wire::Extensions extensions;
    friend auto operator<=>(const Note&, const Note&) = default;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(text, extensions);
    }
};
inline constexpr std::uint16_t note_span_extension = 7;

}  // namespace earshot::support
