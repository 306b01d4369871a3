#include "core/typing/typing.hpp"

#include "core/base/limits.hpp"
#include "core/typing/frames.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"

namespace earshot::typing {
namespace {

using namespace std::chrono_literals;
using Changes = std::vector<Change>;

template <class AnId>
AnId id_of(std::uint8_t number) {
    AnId id;
    id.bytes.fill(std::byte{number});
    return id;
}

const auto bob = id_of<PersonId>(1);
const auto with_bob = id_of<ConversationId>(2);

/// Alice's side of it.
struct Desk {
    Typing typing;
    Instant now{};

    bool says(bool is_active) {
        const auto frame = typing.on_typed(bob, with_bob, is_active, now);
        if (!frame) return false;
        const auto decoded = wire::decode<TypingFrame>(*frame);
        REQUIRE(decoded);
        CHECK(decoded->conversation == with_bob);
        CHECK(decoded->is_active == is_active);
        CHECK(frame->size() <= 60);  // Fits the smallest frame of a link.
        return true;
    }
    bool hears(bool is_active, LinkId link = 7) {
        return typing.on_frame({link, bob, with_bob},
                               wire::encode(TypingFrame{with_bob, is_active, {}}), now);
    }
    void pass(Duration time) {
        now += time;
        typing.on_time(now);
    }
};

const Change begins{bob, with_bob, true};
const Change ends{bob, with_bob, false};

}  // namespace

TEST_CASE("typing is sent at most every four seconds, and its end once", "[typing]") {
    Desk desk;
    CHECK_FALSE(desk.says(false));
    CHECK(desk.says(true));
    for (int i = 0; i < 7; ++i) {
        desk.pass(500ms);
        CHECK_FALSE(desk.says(true));
    }
    desk.pass(500ms);
    CHECK(desk.says(true));
    CHECK(desk.says(false));
    CHECK_FALSE(desk.says(false));
    CHECK(desk.says(true));
}

TEST_CASE("typing of a front end that says nothing more is over after eight seconds", "[typing]") {
    Desk desk;
    CHECK(desk.says(true));
    CHECK(desk.typing.next_deadline() == desk.now + limits::typing_life);
    desk.pass(limits::typing_life);
    CHECK_FALSE(desk.typing.next_deadline());
    CHECK_FALSE(desk.says(false));  // The other side knows by itself.
    CHECK(desk.says(true));
    SECTION("and as soon as what was typed is sent") {
        desk.typing.on_sent(bob);
        CHECK_FALSE(desk.says(false));
    }
    SECTION("and when nobody is to know") {
        desk.typing.forget_ours();
        CHECK_FALSE(desk.says(false));
    }
}

TEST_CASE("typing of somebody else is told when it begins and ends", "[typing]") {
    Desk desk;
    CHECK(desk.hears(true));
    CHECK(desk.typing.take_changes() == Changes{begins});
    desk.pass(4s);
    CHECK(desk.hears(true));
    CHECK(desk.typing.take_changes().empty());
    SECTION("because they say so") {
        CHECK(desk.hears(false));
        CHECK(desk.typing.take_changes() == Changes{ends});
        CHECK(desk.hears(false));
    }
    SECTION("because they say nothing any more") {
        desk.pass(limits::typing_life - 1ms);
        CHECK(desk.typing.take_changes().empty());
        CHECK(desk.typing.next_deadline() == desk.now + 1ms);
        desk.pass(1ms);
        CHECK(desk.typing.take_changes() == Changes{ends});
    }
    SECTION("because they wrote, or left") {
        desk.typing.on_over(bob);
        CHECK(desk.typing.take_changes() == Changes{ends});
        desk.typing.on_over(bob);
    }
    CHECK(desk.typing.take_changes().empty());
    CHECK_FALSE(desk.typing.next_deadline());
}

TEST_CASE("typing in another conversation means nothing yet", "[typing]") {
    Desk desk;
    const TypingFrame frame{id_of<ConversationId>(9), true, {}};
    CHECK(desk.typing.on_frame({7, bob, with_bob}, wire::encode(frame), desk.now));
    CHECK(desk.typing.take_changes().empty());
}

TEST_CASE("typing frames that do not decode end their link, those with news do not", "[typing]") {
    Desk desk;
    const auto good = wire::encode(TypingFrame{with_bob, true, {{9, Bytes(3)}}});
    const auto take = [&](ByteView body) {
        desk.now += 10s;
        return desk.typing.on_frame({7, bob, with_bob}, body, desk.now);
    };
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK_FALSE(take(ByteView{good}.first(size)));
    auto longer = good;
    longer.push_back(std::byte{});
    CHECK_FALSE(take(longer));
    CHECK_FALSE(take(Bytes(limits::typing_frame_bytes_max + 1)));
    auto two = good;
    two[ConversationId::size] = std::byte{2};  // Neither yes nor no.
    CHECK_FALSE(take(two));
    CHECK(desk.typing.take_changes().empty());
    CHECK(take(good));
    CHECK(desk.typing.take_changes() == Changes{begins});
}

TEST_CASE("typing frames beyond the budget of a link are not looked at", "[typing]") {
    Desk desk;
    std::size_t changes = 0;
    for (int i = 0; i < 1000; ++i) {
        CHECK(desk.hears(i % 2 == 0));
        changes += desk.typing.take_changes().size();
    }
    CHECK(changes == static_cast<std::size_t>(limits::typing_burst));
    CHECK(desk.typing.on_frame({7, bob, with_bob}, Bytes(3), desk.now));
    desk.now += 1s;
    CHECK(desk.hears(true));
    CHECK(desk.typing.take_changes().size() == 1);
    SECTION("which another link has for itself") {
        desk.typing.on_link_down(7);
        CHECK(desk.hears(false, 8));
        CHECK(desk.typing.take_changes() == Changes{ends});
    }
}

TEST_CASE("typing of no more people is held than there is room for", "[typing]") {
    Typing typing;
    const auto person = [](std::size_t number) {
        PersonId id;
        id.bytes[0] = static_cast<std::byte>(number);
        id.bytes[1] = static_cast<std::byte>(number >> 8);
        return id;
    };
    const auto frame = wire::encode(TypingFrame{with_bob, true, {}});
    for (std::size_t i = 0; i < limits::typing_max + 10; ++i) {
        CHECK(typing.on_frame({i, person(i), with_bob}, frame, {}));
        CHECK(typing.on_typed(person(i), with_bob, true, {}).has_value() ==
              (i < limits::typing_max));
    }
    CHECK(typing.take_changes().size() == limits::typing_max);
}

}  // namespace earshot::typing
