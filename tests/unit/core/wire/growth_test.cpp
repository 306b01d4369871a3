#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/wire_samples.hpp"

/// docs/PROTOCOL.md, "How the protocol grows": an object of one version read by another.
namespace earshot::wire {
namespace {

using support::Span;

constexpr std::uint16_t span_extension = 7;
constexpr std::uint16_t mood_extension = 9;

namespace first_version {
struct Note {
    std::string text;
    wire::Extensions extensions;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(text, extensions);
    }
};
}  // namespace first_version

namespace second_version {
/// What the second version added may itself grow.
struct Mood {
    std::uint8_t colour = 0;
    wire::Extensions extensions;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(colour, extensions);
    }
};

using first_version::Note;

Note note_with(std::string text, Span span, Mood mood) {
    Note note{std::move(text), {}};
    wire::set_extension(note.extensions, span_extension, span);
    wire::set_extension(note.extensions, mood_extension, mood);
    return note;
}
}  // namespace second_version

}  // namespace

TEST_CASE("an older version keeps and passes on what a newer one added", "[wire][growth]") {
    const auto sent =
        wire::encode(second_version::note_with("hi", Span{1, 2}, second_version::Mood{3, {}}));

    auto old = wire::decode<first_version::Note>(sent);
    REQUIRE(old);
    CHECK(old->text == "hi");
    CHECK(wire::encode(*old) == sent);

    old->text = "edited";
    const auto back = wire::decode<second_version::Note>(wire::encode(*old));
    REQUIRE(back);
    CHECK(back->text == "edited");
    const auto span = wire::find_extension<Span>(back->extensions, span_extension);
    REQUIRE(span);
    CHECK(*span == Span{1, 2});
    const auto mood = wire::find_extension<second_version::Mood>(back->extensions, mood_extension);
    REQUIRE(mood);
    REQUIRE(*mood);
    CHECK((**mood).colour == 3);
}

TEST_CASE("a newer version reads what an older one wrote as the absence of its additions",
          "[wire][growth]") {
    const auto sent = wire::encode(first_version::Note{"hi", {}});
    const auto note = wire::decode<second_version::Note>(sent);
    REQUIRE(note);
    const auto span = wire::find_extension<Span>(note->extensions, span_extension);
    REQUIRE(span);
    CHECK_FALSE(*span);
    CHECK(wire::encode(*note) == sent);
}

TEST_CASE("an addition to an addition passes through both older versions", "[wire][growth]") {
    second_version::Mood mood{3, {}};
    wire::set_extension(mood.extensions, 1, std::string("third version"));
    const auto sent = wire::encode(second_version::note_with("hi", Span{}, mood));

    const auto first = wire::decode<first_version::Note>(sent);
    REQUIRE(first);
    CHECK(wire::encode(*first) == sent);

    auto second = wire::decode<second_version::Note>(sent);
    REQUIRE(second);
    const auto seen =
        wire::find_extension<second_version::Mood>(second->extensions, mood_extension);
    REQUIRE(seen);
    REQUIRE(*seen);
    wire::set_extension(second->extensions, mood_extension, **seen);
    CHECK(wire::encode(*second) == sent);
}

TEST_CASE("a known extension is as strict as the object that has it", "[wire][growth]") {
    wire::Extensions extensions;
    extensions[span_extension] = *from_hex(
        "00000001"
        "00000002"
        "00");
    CHECK_FALSE(wire::find_extension<Span>(extensions, span_extension));
    extensions[span_extension] = *from_hex(
        "00000002"
        "00000001");
    CHECK_FALSE(wire::find_extension<Span>(extensions, span_extension));
    extensions[span_extension] = *from_hex(
        "00000001"
        "00000002");
    CHECK(wire::find_extension<Span>(extensions, span_extension));
}

TEST_CASE("extensions have one encoding too", "[wire][growth]") {
    CHECK(
        wire::decode<wire::Extensions>(*from_hex("00000002"
                                                 "000100000000"
                                                 "000200000000")));
    CHECK_FALSE(
        wire::decode<wire::Extensions>(*from_hex("00000002"
                                                 "000200000000"
                                                 "000100000000")));
    CHECK_FALSE(
        wire::decode<wire::Extensions>(*from_hex("00000002"
                                                 "000100000000"
                                                 "000100000000")));
}

}  // namespace earshot::wire
