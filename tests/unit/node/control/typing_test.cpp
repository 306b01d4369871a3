#include "core/typing/frames.hpp"
#include "tests/unit/node/control/correspondent.hpp"

namespace earshot::control {
namespace {

constexpr LinkId bobs_link = 2;

/// Bob is here; a client listens.
struct Desk : ControlRoom {
    Correspondent bob{*this, 2};
    Client& client = greeted();

    Desk() {
        result(client, "session.subscribe", R"({"kinds":["typing.changed","message.added"]})");
        bob.come();
        result(client, "session.ping");
    }
    void accept() { result(client, "requests.accept", R"({"who":"Bob"})"); }
    std::string conversation() {
        const auto opened = result(client, "conversation.open", R"({"who":"Bob"})");
        return std::string{*find_text(opened.get_object(), "id")};
    }
    void type(bool active) {
        result(client, "typing.set",
               R"({"conversation":")" + conversation() + R"(","active":)" +
                   (active ? "true" : "false") + "}");
    }
    void hear(bool active) {
        bob.say(typing::typing_frame, wire::encode(typing::TypingFrame{
                                          *ConversationId::from_text(conversation()), active, {}}));
        result(client, "session.ping");
    }
    std::ptrdiff_t frames() const { return turns->sent(bobs_link, typing::typing_frame); }
    /// What was told last, if anything.
    std::optional<bool> told() const {
        const auto events = client.events_named("typing.changed");
        return events.empty() ? std::nullopt : find_flag(*events.back(), "active");
    }
};

}  // namespace

TEST_CASE("typing is told to a contact with a link, and to nobody else", "[typing]") {
    Desk desk;
    desk.type(true);
    CHECK(desk.frames() == 0);
    desk.accept();
    desk.type(true);
    CHECK(desk.frames() == 1);
    desk.type(true);
    CHECK(desk.frames() == 1);
    desk.type(false);
    CHECK(desk.frames() == 2);
    SECTION("unless its person does not want it") {
        desk.result(desk.client, "config.set", R"({"key":"privacy.typing","value":false})");
        desk.type(true);
        CHECK(desk.frames() == 2);
        desk.result(desk.client, "config.set", R"({"key":"privacy.typing","value":true})");
        desk.type(true);
        CHECK(desk.frames() == 3);
    }
    SECTION("unless they are invisible") {
        desk.result(desk.client, "presence.set", R"({"state":"invisible"})");
        desk.type(true);
        CHECK(desk.frames() == 2);
    }
    SECTION("and over when the message is sent") {
        desk.type(true);
        CHECK(desk.frames() == 3);
        desk.result(desk.client, "message.send", R"({"to":"Bob","body":"done"})");
        desk.type(false);
        CHECK(desk.frames() == 3);
    }
}

TEST_CASE("typing of a contact is told, that of others is not", "[typing]") {
    Desk desk;
    desk.hear(true);
    CHECK_FALSE(desk.told());
    desk.accept();
    desk.hear(true);
    REQUIRE(desk.run_until([&] { return desk.told() == true; }));
    SECTION("until they stop") {
        desk.hear(false);
        CHECK(desk.run_until([&] { return desk.told() == false; }));
    }
    SECTION("until they have written") {
        desk.bob.write("here it is");
        CHECK(desk.run_until([&] { return desk.told() == false; }));
    }
    SECTION("until they are gone") {
        desk.turns->push(engine::LinkDown{bobs_link, {}});
        CHECK(desk.run_until([&] { return desk.told() == false; }));
    }
}

}  // namespace earshot::control
