#include "core/base/limits.hpp"
#include "tests/unit/node/control/correspondent.hpp"

namespace earshot::control {
namespace {

/// Bob and Carol are contacts, and write; a client shows notifications.
struct Desk : ControlRoom {
    Correspondent bob{*this, 2};
    Correspondent carol{*this, 3};
    Client& client = greeted();

    Desk() : ControlRoom(limits::control_hello_max, {{2, "Bob"}, {3, "Carol"}, {4, "Dave"}}) {
        result(client, "session.subscribe",
               R"({"kinds":["notification.raised","notification.withdrawn","draft.changed",)"
               R"("conversation.changed"]})");
        bob.come();
        carol.come();
    }
    void accept_all() {
        for (const auto* who : {"Bob", "Carol"})
            result(client, "requests.accept", R"({"who":")" + std::string{who} + "\"}");
    }
    std::string id(std::string_view who) {
        const auto opened =
            result(client, "conversation.open", R"({"who":")" + std::string{who} + "\"}");
        return std::string{*find_text(opened.get_object(), "id")};
    }
    Json ask_about(std::string_view method, std::string_view who, const std::string& more = {}) {
        return result(client, method, R"({"conversation":")" + id(who) + "\"" + more + "}");
    }
    /// After all that was said has arrived.
    std::size_t raised() {
        result(client, "session.ping");
        result(client, "session.ping");
        return client.events_named("notification.raised").size();
    }
    const Object& last_raised() { return *client.events_named("notification.raised").back(); }
};

}  // namespace

TEST_CASE("a message of a contact raises a notification, until it is read", "[notify]") {
    Desk desk;
    desk.bob.write("a request");
    CHECK(desk.raised() == 0);
    desk.accept_all();
    desk.bob.write("hello\nthere");
    REQUIRE(desk.run_until([&] { return desk.raised() == 1; }));
    const auto notice = desk.last_raised();
    CHECK(find_text(notice, "id") == desk.id("Bob"));
    CHECK(find_text(notice, "conversation") == desk.id("Bob"));
    CHECK(find_text(notice, "person") == desk.bob.id().text());
    CHECK(find_text(notice, "title") == "Bob");
    CHECK(find_text(notice, "text") == "hello there");
    CHECK(find_integer(notice, "count") == 1);
    CHECK(find_flag(notice, "summary") == false);
    desk.ask_about("conversation.markRead", "Bob");
    REQUIRE(desk.run_until(
        [&] { return desk.client.events_named("notification.withdrawn").size() == 1; }));
    CHECK(find_text(*desk.client.events_named("notification.withdrawn")[0], "id") ==
          desk.id("Bob"));
}

TEST_CASE("a notification says no more than its person wants", "[notify]") {
    Desk desk;
    desk.accept_all();
    const auto [privacy, title, text] = GENERATE(table<std::string, std::string, std::string>(
        {{"full", "Bob", "secret"}, {"sender", "Bob", ""}, {"none", "", ""}}));
    desk.result(desk.client, "config.set",
                R"({"key":"notify.privacy","value":")" + privacy + "\"}");
    desk.bob.write("secret");
    REQUIRE(desk.run_until([&] { return desk.raised() == 1; }));
    CHECK(find_text(desk.last_raised(), "title") == title);
    CHECK(find_text(desk.last_raised(), "text") == text);
}

TEST_CASE("a message raises no notification where its person wants none", "[notify]") {
    Desk desk;
    desk.accept_all();
    SECTION("because they look at it") { desk.ask_about("session.focus", "Bob"); }
    SECTION("because the conversation is muted") {
        const auto muted = [&] {
            return desk.result(desk.client, "notify.get").at("conversations").as_array();
        };
        desk.ask_about("notify.set", "Bob", R"(,"level":"none")");
        REQUIRE(muted().size() == 1);  // Also before it has a message.
        CHECK(find_text(muted()[0].get_object(), "conversation") == desk.id("Bob"));
        CHECK(find_text(muted()[0].get_object(), "peer_name") == "Bob");
        desk.bob.write("first");
        CHECK(muted().size() == 1);
        const auto list = desk.result(desk.client, "conversation.list");
        CHECK(find_flag(list.at("conversations").at(0).get_object(), "muted") == true);
    }
    SECTION("because they want to be left alone for a while") {
        const auto notify = desk.result(desk.client, "notify.snooze", R"({"for_ms":3600000})");
        CHECK(*find_integer(notify.get_object(), "snoozed_until") > 0);
    }
    SECTION("because they are busy") {
        desk.result(desk.client, "presence.set", R"({"state":"busy"})");
    }
    desk.bob.write("quiet");
    CHECK(desk.raised() == 0);

    // And again where they do.
    desk.result(desk.client, "session.focus");
    desk.ask_about("notify.set", "Bob", R"(,"level":"all")");
    const auto notify = desk.result(desk.client, "notify.snooze", R"({"for_ms":0})");
    CHECK(find_integer(notify.get_object(), "snoozed_until") == 0);
    desk.result(desk.client, "presence.set", R"({"state":"online"})");
    desk.bob.write("loud");
    CHECK(desk.run_until([&] { return desk.raised() == 1; }));
}

TEST_CASE("muting is told, and refused for what is no level", "[notify]") {
    Desk desk;
    desk.accept_all();
    desk.bob.write("hello");
    desk.raised();
    desk.ask_about("notify.set", "Bob", R"(,"level":"none")");
    CHECK(desk.run_until([&] {
        const auto told = desk.client.events_named("conversation.changed");
        return !told.empty() &&
               find_flag(*find_object(*told.back(), "conversation"), "muted") == true;
    }));
    CHECK(desk.failure(desk.client, "notify.set",
                       R"({"conversation":")" + desk.id("Bob") + R"(","level":"some"})") ==
          FailureKind::invalid_params);
}

TEST_CASE("a draft is kept for its conversation, and told", "[drafts]") {
    Desk desk;
    const auto body = [&](std::string_view who) {
        return std::string{*find_text(desk.ask_about("draft.get", who).get_object(), "body")};
    };
    CHECK(body("Bob").empty());
    desk.ask_about("draft.set", "Bob", R"(,"body":"Dear Bob")");
    CHECK(body("Bob") == "Dear Bob");
    CHECK(body("Carol").empty());
    REQUIRE(desk.run_until([&] { return desk.client.events_named("draft.changed").size() == 1; }));
    const auto& told = *find_object(*desk.client.events_named("draft.changed")[0], "draft");
    CHECK(find_text(told, "body") == "Dear Bob");
    CHECK(find_text(told, "conversation") == desk.id("Bob"));
    const auto opened = desk.result(desk.client, "conversation.open", R"({"who":"Bob"})");
    CHECK(find_text(opened.get_object(), "draft") == "Dear Bob");
    SECTION("until it is cleared") {
        desk.ask_about("draft.set", "Bob", R"(,"body":"")");
        CHECK(body("Bob").empty());
        CHECK(desk.result(desk.client, "conversation.open", R"({"who":"Bob"})")
                  .at("draft")
                  .is_null());
    }
    SECTION("until its person is forgotten") {
        const auto key = "draft." + desk.id("Bob");
        const auto id = desk.id("Bob");
        desk.result(desk.client, "people.forget", R"({"who":"Bob"})");
        REQUIRE(
            desk.run_until([&] { return desk.client.events_named("draft.changed").size() == 2; }));
        const auto& cleared = *find_object(*desk.client.events_named("draft.changed")[1], "draft");
        CHECK(find_text(cleared, "conversation") == id);
        CHECK(find_text(cleared, "body") == "");
        const auto stored = desk.store.stores().settings.find_setting(key);
        REQUIRE(stored);
        CHECK_FALSE(*stored);
    }
    SECTION("and may be as long as a message, not longer") {
        const std::string longest(limits::text_bytes_max, 'x');
        desk.ask_about("draft.set", "Bob", R"(,"body":")" + longest + "\"");
        CHECK(body("Bob") == longest);
        CHECK(desk.failure(desk.client, "draft.set",
                           R"({"conversation":")" + desk.id("Bob") + R"(","body":"x)" + longest +
                               "\"}") == FailureKind::too_large);
    }
}

TEST_CASE("whoever was waited for is told of once, as much as the person wants", "[notify]") {
    Desk desk;
    const auto [privacy, title] =
        GENERATE(table<std::string, std::string>({{"full", "Dave"}, {"none", ""}}));
    desk.result(desk.client, "config.set",
                R"({"key":"notify.privacy","value":")" + privacy + "\"}");
    const auto watched = [&](std::string_view on) {
        const auto person = desk.result(desk.client, "people.notifyWhenSeen",
                                        R"({"who":"Dave","on":)" + std::string{on} + "}");
        return find_flag(person.get_object(), "watched").value();
    };
    CHECK(watched("true"));
    Correspondent dave{desk, 4};
    SECTION("when they come") {
        dave.come();
        REQUIRE(desk.run_until([&] { return desk.raised() == 1; }));
        CHECK(find_text(desk.last_raised(), "kind") == "arrival");
        CHECK(find_text(desk.last_raised(), "person") == dave.id().text());
        CHECK(find_text(desk.last_raised(), "conversation") == desk.id("Dave"));
        CHECK(find_text(desk.last_raised(), "title") == title);
        CHECK(find_text(desk.last_raised(), "text") == "");
    }
    SECTION("as soon as their working hours begin") {
        desk.turns->push(engine::HoursChanged{true});
        dave.come();
        CHECK(desk.raised() == 0);
        desk.turns->push(engine::HoursChanged{false});
        REQUIRE(desk.run_until([&] { return desk.raised() == 1; }));
    }
    SECTION("but not when that was taken back") {
        CHECK_FALSE(watched("false"));
        dave.come();
        CHECK(desk.raised() == 0);
        return;
    }
    const auto person = desk.result(desk.client, "people.get", R"({"who":"Dave"})");
    CHECK(find_flag(person.get_object(), "watched") == false);
}

TEST_CASE("working hours keep notifications away, unless their person says otherwise", "[notify]") {
    Desk desk;
    desk.accept_all();
    const auto presence = [&](std::string_view what) {
        return desk.result(desk.client, "presence.get").get_object().at(what);
    };
    desk.turns->push(engine::HoursChanged{true});
    desk.bob.write("at night");
    CHECK(desk.raised() == 0);
    CHECK(presence("off_hours") == Json(true));
    CHECK(presence("state") == Json("online"));
    desk.result(desk.client, "presence.set", R"({"state":"online"})");
    CHECK(presence("off_hours") == Json(false));
    desk.bob.write("still there?");
    CHECK(desk.run_until([&] { return desk.raised() == 1; }));
}

TEST_CASE("every program hears of it when we are seen otherwise, also by the clock", "[notify]") {
    Desk desk;
    auto& other = desk.greeted();
    desk.result(other, "session.subscribe",
                R"({"kinds":["presence.changed","person.left","person.nearby"]})");
    const auto last = [&](std::size_t count) {
        REQUIRE(desk.run_until([&] {
            desk.result(other, "session.ping");
            return other.events_named("presence.changed").size() == count;
        }));
        const auto& event = *other.events_named("presence.changed").back();
        CHECK(find_text(event, "person") == desk.identity.person().text());
        return std::string{find_text(event, "presence").value_or("")};
    };
    desk.result(desk.client, "presence.set", R"({"state":"busy","text":"","for_ms":50})");
    CHECK(last(1) == "busy");
    CHECK(last(2) == "online");
    desk.turns->push(engine::HoursChanged{true});
    CHECK(last(3) == "busy");
    // What ends by itself does not begin a working day.
    desk.result(desk.client, "presence.set", R"({"state":"away","text":"","for_ms":50})");
    CHECK(last(4) == "away");
    desk.turns->push(engine::HoursChanged{true});
    CHECK(last(5) == "busy");
    CHECK(other.events_named("person.left").empty());
}

}  // namespace earshot::control
