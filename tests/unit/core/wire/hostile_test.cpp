#include <random>

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
using support::Span;
using support::Tree;

/// "" where `hex` decodes, else why it was refused.
template <class T>
std::string refusal(std::string_view hex, std::size_t bytes_max = limits::payload_bytes_max) {
    const auto bytes = from_hex(hex);
    REQUIRE(bytes);
    const auto decoded = wire::decode<T>(*bytes, bytes_max);
    return decoded ? std::string{} : std::string{decoded.error().what};
}

/// The same, and that nothing was allocated for it.
template <class T>
std::string refusal_without_memory(std::string_view hex) {
    const auto bytes = *from_hex(hex);
    const Allocations counted;
    const auto decoded = wire::decode<T>(bytes);
    CHECK(counted.bytes() == 0);
    REQUIRE_FALSE(decoded);
    return std::string{decoded.error().what};
}

constexpr auto count_lies = "a count exceeds the input";

struct Nothing {
    template <class Archive>
    void serialize(Archive&) {}
};

/// Forgets a part of what it reads, so that many encodings would give one value.
struct Forgetful {
    std::uint8_t value = 0;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(value);
        if constexpr (Archive::is_loading::value) value &= 0x7F;
    }
};

/// Writes less than it reads, and so ends before the input does.
struct Shrinking {
    std::vector<std::uint8_t> values;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(values);
        if constexpr (Archive::is_loading::value) {
            if (!values.empty()) values.pop_back();
        }
    }
};

template <class T>
std::size_t decode_allocates(ByteView input) {
    const Allocations counted;
    T value{};
    WireIn in{input};
    try {
        in(value);
    } catch (const DecodeFailure&) {  // Most of the inputs are meant to be refused.
    }
    return counted.bytes();
}

Tree nested(int trees) {
    Tree tree;
    for (int i = 1; i < trees; ++i) {
        Tree outer;
        outer.branches.push_back(std::move(tree));
        tree = std::move(outer);
    }
    return tree;
}

}  // namespace

// The table of what stock cereal does, row by row: docs/adr/0003-bounded-cereal.md.

TEST_CASE("decoding refuses a list of 2^31 bytes in nine without allocating", "[wire][A39]") {
    CHECK(refusal_without_memory<std::vector<std::uint8_t>>("800000000102030405") == count_lies);
    CHECK(refusal_without_memory<Bytes>("800000000102030405") == count_lies);
}

TEST_CASE("decoding refuses a text of 2^30 bytes in nine without allocating", "[wire][A39]") {
    CHECK(refusal_without_memory<std::string>("400000006162636465") == count_lies);
}

TEST_CASE("decoding has no counts of eight bytes to believe", "[wire][A39]") {
    CHECK(refusal_without_memory<Bytes>("000001000000000000") == count_lies);  // 2^40
    CHECK(refusal_without_memory<Bytes>("400000000000000000") == count_lies);  // 2^62
    CHECK(refusal_without_memory<std::vector<std::uint64_t>>("ffffffffffffffff") == count_lies);
}

TEST_CASE("decoding refuses lists of things that take no bytes", "[wire][A39]") {
    using Empties = std::vector<Nothing>;
    CHECK(refusal_without_memory<Empties>("11e1a3000000000000") == count_lies);  // 3 * 10^8
    CHECK(refusal<Empties>("00000001aa") == "an element takes no bytes");
    using Table = std::map<std::monostate, Nothing>;
    CHECK(refusal<Table>("00000001aa") == "an element takes no bytes");
    CHECK(refusal<Empties>("00000000").empty());
}

TEST_CASE("decoding refuses a truth value other than 0 and 1", "[wire][A39]") {
    for (const auto* hex : {"02", "80", "ff"}) {
        CHECK(refusal<bool>(hex) == "a truth value is neither 0 nor 1");
        CHECK(refusal<std::optional<Nothing>>(hex) == "a truth value is neither 0 nor 1");
    }
    CHECK(refusal<bool>("01").empty());
    CHECK(refusal<std::optional<Nothing>>("01").empty());
}

TEST_CASE("decoding has no byte that chooses the byte order", "[wire][A39]") {
    CHECK(refusal<std::uint16_t>("ab0102") == "bytes after the end");
    CHECK(refusal<std::uint16_t>("000102") == "bytes after the end");
    CHECK(*wire::decode<std::uint16_t>(*from_hex("0102")) == 0x0102);
}

TEST_CASE("decoding refuses bytes after the end", "[wire][A39]") {
    CHECK(refusal<Note>("00000000"
                        "00000000")
              .empty());
    CHECK(refusal<Note>("00000000"
                        "00000000"
                        "00") == "bytes after the end");
    CHECK(refusal<Nothing>("00") == "bytes after the end");
}

TEST_CASE("decoding refuses map keys that repeat or descend", "[wire][A39]") {
    using Table = std::map<std::uint8_t, bool>;
    CHECK(refusal<Table>("00000002"
                         "0100"
                         "0200")
              .empty());
    CHECK(refusal<Table>("00000002"
                         "0100"
                         "0100") == "map keys do not ascend");
    CHECK(refusal<Table>("00000002"
                         "0200"
                         "0100") == "map keys do not ascend");
    using Signed = std::map<std::int8_t, bool>;
    CHECK(refusal<Signed>("00000002"
                          "ff00"
                          "0100")
              .empty());
    CHECK(refusal<Signed>("00000002"
                          "0100"
                          "ff00") == "map keys do not ascend");
    using Texts = std::map<std::string, bool>;  // By bytes, and a prefix first.
    CHECK(refusal<Texts>("00000003"
                         "000000016100"
                         "00000002616100"
                         "00000002c3a900")
              .empty());
    CHECK(refusal<Texts>("00000002"
                         "00000002c3a900"
                         "000000016100") == "map keys do not ascend");
}

TEST_CASE("decoding refuses alternatives that do not exist", "[wire][A39]") {
    using Choice = std::variant<std::uint8_t, bool>;
    CHECK(refusal<Choice>("0101").empty());
    CHECK(refusal<Choice>("ff01") == "an alternative that does not exist");  // -1
    CHECK(refusal<Choice>("0201") == "an alternative that does not exist");
}

TEST_CASE("decoding refuses two million nested lists", "[wire][A39]") {
    Bytes input;
    for (int i = 0; i < 2'000'000; ++i) append_u32(input, 1);
    WireIn in{input};  // Without the bound on the input, which alone would refuse it.
    Tree tree;
    CHECK_THROWS_AS(in(tree), DecodeFailure);

    input.resize(limits::fragmented_body_bytes_max);
    const auto decoded = wire::decode<Tree>(input, limits::fragmented_body_bytes_max);
    REQUIRE_FALSE(decoded);
    CHECK(decoded.error() == Error{ErrorKind::malformed, "nested too deeply"});
}

// The rules that the table does not show.

TEST_CASE("decoding follows a type sixteen levels down and no further", "[wire][A39]") {
    static_assert(limits::decode_depth_max == 16);
    CHECK(wire::decode<Tree>(wire::encode(nested(8))));  // A tree and its list are two levels.
    CHECK(refusal<Tree>("00000001"
                        "00000001"
                        "00000001"
                        "00000001"
                        "00000001"
                        "00000001"
                        "00000001"
                        "00000001"
                        "00000000") == "nested too deeply");
}

TEST_CASE("decoding refuses choices that an enum does not have", "[wire][A39]") {
    CHECK(refusal<Colour>("01").empty());
    CHECK(refusal<Colour>("00") == "a choice that does not exist");
    CHECK(refusal<Colour>("03") == "a choice that does not exist");
}

TEST_CASE("decoding refuses text that is not UTF-8", "[wire][A39]") {
    CHECK(refusal<std::string>("00000002c3a9").empty());
    for (const auto* hex : {"00000001c3", "00000002c080", "00000003eda080", "00000001ff"}) {
        CHECK(refusal<std::string>(hex) == "text is not UTF-8");
    }
}

TEST_CASE("decoding refuses input that ends early", "[wire][A39]") {
    Lists lists;
    lists.text = "text";
    lists.choice = Span{1, 2};
    lists.points = {{1, 2}};
    lists.table = {{"a", true}};
    const auto whole = wire::encode(lists);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CHECK_FALSE(wire::decode<Lists>(ByteView{whole}.first(size)));
    }
    CHECK(wire::decode<Lists>(whole));
}

TEST_CASE("decoding refuses times after the year 9999", "[wire][A39]") {
    CHECK(refusal<WallTime>("0000e677d21fdbff").empty());
    CHECK(refusal<WallTime>("0000e677d21fdc00") == "a time after the year 9999");
    CHECK(refusal<WallTime>("ffffffffffffffff") == "a time after the year 9999");
}

TEST_CASE("decoding refuses a value that its type denies", "[wire][A39]") {
    CHECK(refusal<Span>("00000001"
                        "00000001")
              .empty());
    CHECK(refusal<Span>("00000002"
                        "00000001") == "breaks a rule of its type");
    CHECK(refusal<std::vector<Span>>("00000001"
                                     "00000002"
                                     "00000001") == "breaks a rule of its type");
}

TEST_CASE("decoding refuses input that is not the encoding of its value", "[wire][A39]") {
    CHECK(refusal<Forgetful>("7f").empty());
    CHECK(refusal<Forgetful>("ff") == "not the encoding of its value");
    CHECK(refusal<Shrinking>("00000000").empty());
    CHECK(refusal<Shrinking>("0000000101") == "not the encoding of its value");
}

TEST_CASE("decoding refuses input above the bound of its kind", "[wire][A39][A28]") {
    const auto at_bound = wire::encode(Bytes(2048 - 4));
    const auto above = wire::encode(Bytes(2048 - 3));
    CHECK(wire::decode<Bytes>(at_bound, 2048));
    const auto refused = wire::decode<Bytes>(above, 2048);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::too_large);

    const auto payload = wire::decode<Bytes>(Bytes(limits::payload_bytes_max + 1));
    REQUIRE_FALSE(payload);
    CHECK(payload.error().kind == ErrorKind::too_large);
}

TEST_CASE("decoding refuses a list whose elements need more than the budget", "[wire][A39]") {
    using Wide = std::array<std::optional<Span>, 16>;  // From 16 bytes of input to 192 of memory.
    Bytes input;
    append_u32(input, 60'000);
    input.resize(64 * 1024);
    const Allocations counted;
    const auto decoded = wire::decode<std::vector<Wide>>(input);
    CHECK(counted.bytes() == 0);
    REQUIRE_FALSE(decoded);
    CHECK(decoded.error() == Error{ErrorKind::too_large, "needs too much memory"});
}

TEST_CASE("decoding stays within its budget of memory whatever the input", "[wire][A39]") {
    std::mt19937_64 random{39};
    std::size_t most = 0;
    for (int round = 0; round < 200; ++round) {
        // A dense run of small counts: what grows most from input to memory.
        Bytes input;
        append_u32(input, static_cast<std::uint32_t>(random() % 16'000));
        const auto step = static_cast<std::uint32_t>(random() % 3);
        while (input.size() < 60'000) append_u32(input, random() % 16 == 0 ? step * 7 : step);
        most = std::max(
            {most, decode_allocates<std::vector<std::vector<std::string>>>(input),
             decode_allocates<std::map<std::uint16_t, std::map<std::string, Bytes>>>(input),
             decode_allocates<std::vector<std::optional<Lists>>>(input),
             decode_allocates<Tree>(input)});
    }
    CHECK(most > limits::decode_budget_bytes / 2);  // Else the inputs were too tame to show it.
    CHECK(most <= limits::decode_budget_bytes);
}

TEST_CASE("decoding has a larger budget for larger kinds of messages", "[wire]") {
    static_assert(decode_budget(limits::card_bytes_max) == limits::decode_budget_bytes);
    std::vector<Bytes> parcels(20'000, Bytes(40));
    const auto input = wire::encode(parcels);  // 0.9 MB, and 1.3 MB in memory.
    CHECK(wire::decode<std::vector<Bytes>>(input, limits::fragmented_body_bytes_max));
}

TEST_CASE("decoding charges the nodes of maps and the memory of texts", "[wire][A39]") {
    for (const std::uint32_t count : {10'000U, 15'000U, 20'000U, 30'000U, 100'000U}) {
        Bytes table;
        Bytes texts;
        append_u32(table, count);
        append_u32(texts, count);
        for (std::uint32_t i = 0; i < count; ++i) {
            append_u32(table, i);
            table.push_back(std::byte{1});
            append_u32(texts, 16);
            texts.resize(texts.size() + 16, std::byte{'a'});
        }
        using Table = std::map<std::uint32_t, bool>;
        CHECK(decode_allocates<Table>(table) <= limits::decode_budget_bytes);
        CHECK(decode_allocates<std::vector<std::string>>(texts) <= limits::decode_budget_bytes);
    }
}

TEST_CASE("decoding lets no exception out and gives no half-filled value", "[wire][A39]") {
    std::mt19937_64 random{7};
    const auto whole = wire::encode(Lists{});
    for (int round = 0; round < 20'000; ++round) {
        auto input = whole;
        input[random() % input.size()] = static_cast<std::byte>(random());
        const auto decoded = wire::decode<Lists>(input);
        if (decoded) CHECK(wire::encode(*decoded) == input);
    }
}

}  // namespace earshot::wire
