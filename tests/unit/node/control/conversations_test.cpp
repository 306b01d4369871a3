#include "core/conversation/conversation_book.hpp"

#include "tests/unit/node/control/correspondent.hpp"

namespace earshot::control {
namespace {

/// Bob and Carol are contacts, and write.
struct Office : ControlRoom {
    Correspondent bob{*this, 2};
    Correspondent carol{*this, 3};
    Client& client = greeted();

    Office() : ControlRoom(limits::control_hello_max, {{2, "Bob"}, {3, "Carol"}}) {
        for (const auto* who : {"Bob", "Carol"})
            result(client, "requests.accept", R"({"who":")" + std::string{who} + "\"}");
        bob.come();
        carol.come();
    }
    Object conversation(std::string_view who) {
        return result(client, "conversation.open", R"({"who":")" + std::string{who} + "\"}")
            .get_object();
    }
    std::string id(std::string_view who) {
        return std::string{*find_text(conversation(who), "id")};
    }
    std::int64_t unread(std::string_view who) { return *find_integer(conversation(who), "unread"); }
    void mark_read(std::string_view who, const std::string& more = {}) {
        result(client, "conversation.markRead",
               R"({"conversation":")" + id(who) + "\"" + more + "}");
    }
    std::vector<std::string> texts(const std::string& query) {
        last_page = result(client, "message.list", R"({"who":"Bob",)" + query + "}").get_object();
        std::vector<std::string> all;
        for (const auto& message : *find_array(last_page, "messages"))
            all.emplace_back(*find_text(message.get_object(), "text"));
        return all;
    }
    Object last_page;
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("conversations are listed by what happened last", "[conversations]") {
    Office office;
    office.bob.write("from Bob\non two lines");
    office.carol.write("from Carol");
    const auto names = [&] {
        std::vector<std::string> all;
        const auto list = office.result(office.client, "conversation.list").get_object();
        for (const auto& each : *find_array(list, "conversations"))
            all.emplace_back(*find_text(each.get_object(), "peer_name"));
        return all;
    };
    CHECK(names() == Texts{"Carol", "Bob"});
    office.result(office.client, "message.send", R"({"to":"Bob","body":"an answer"})");
    CHECK(names() == Texts{"Bob", "Carol"});
    CHECK(find_text(office.conversation("Bob"), "preview") == "an answer");
    CHECK(find_flag(office.conversation("Bob"), "preview_own") == true);
    CHECK(find_text(office.conversation("Bob"), "preview_state") == "queued");
    CHECK(find_text(office.conversation("Carol"), "preview_state") == "received");
    CHECK(find_flag(office.conversation("Carol"), "request") == false);
    office.bob.write("one more\nline");
    CHECK(find_text(office.conversation("Bob"), "preview") == "one more line");
    const auto page = office.result(office.client, "conversation.list",
                                    R"({"after":")" + office.id("Bob") + "\"}");
    CHECK(find_array(page.get_object(), "conversations")->size() == 1);
}

TEST_CASE("a conversation is read by any client, for all of them", "[conversations]") {
    Office office;
    auto& other = office.greeted();
    office.result(other, "session.subscribe", R"({"kinds":["conversation.changed"]})");
    const auto first = office.bob.write("one");
    office.bob.write("two");
    CHECK(office.unread("Bob") == 2);
    CHECK(find_text(office.conversation("Bob"), "first_unread") == first.text());
    office.mark_read("Bob", R"(,"up_to":")" + first.text().substr(0, 10) + "\"");
    CHECK(office.unread("Bob") == 1);
    office.mark_read("Bob");
    CHECK(office.unread("Bob") == 0);
    CHECK(office.conversation("Bob").at("first_unread").is_null());
    REQUIRE(office.run_until([&] {
        const auto told = other.events_named("conversation.changed");
        return !told.empty() &&
               find_integer(*find_object(*told.back(), "conversation"), "unread") == 0;
    }));
    CHECK(office.failure(office.client, "conversation.markRead",
                         R"({"conversation":")" + office.id("Carol") + "\"}") ==
          FailureKind::not_found);
    office.carol.write("three");
    CHECK(office.failure(office.client, "conversation.markRead",
                         R"({"conversation":")" + office.id("Carol") + R"(","up_to":")" +
                             first.text() + "\"}") == FailureKind::not_found);
}

TEST_CASE("what arrives in a focused conversation is read, until its client is gone",
          "[conversations]") {
    Office office;
    auto& window = office.greeted();
    const auto focus = [&](const std::string& params) {
        office.result(window, "session.focus", params);
    };
    focus(R"({"conversation":")" + office.id("Bob") + "\"}");
    office.bob.write("seen");
    office.carol.write("not seen");
    CHECK(office.unread("Bob") == 0);
    CHECK(office.unread("Carol") == 1);
    SECTION("or looks elsewhere") { focus("{}"); }
    SECTION("or asks for nothing that could be") {
        CHECK(office.failure(window, "session.focus", R"({"conversation":"x"})") ==
              FailureKind::not_found);
        office.bob.write("still seen");
        CHECK(office.unread("Bob") == 0);
        focus("{}");
    }
    SECTION("for its connection ended") {
        window.end_input();
        REQUIRE(office.run_until([&] { return office.server->clients() == 1; }));
    }
    office.bob.write("later");
    CHECK(office.unread("Bob") == 1);
}

TEST_CASE("message info tells from which device a message came, and how", "[conversations]") {
    Office office;
    const auto id = office.bob.write("hello");
    const auto info =
        office.result(office.client, "message.info", R"({"id":")" + id.text() + "\"}");
    CHECK(*find_object(info.get_object(), "source") ==
          Object{{"device", office.bob.device().text()}, {"route", "direct"}});
}

TEST_CASE("a page of messages lies before, after or around one", "[conversations]") {
    Office office;
    std::vector<MessageId> ids;
    for (int i = 0; i < 7; ++i) ids.push_back(office.bob.write(std::to_string(i)));
    const auto at = [&](const char* side, int number) {
        return "\"" + std::string{side} + R"(":")" +
               ids.at(static_cast<std::size_t>(number)).text() + "\"";
    };
    const auto more = [&] {
        return std::pair{*find_flag(office.last_page, "more"),
                         *find_flag(office.last_page, "more_after")};
    };
    CHECK(office.texts(R"("limit":3)") == Texts{"4", "5", "6"});
    CHECK(more() == std::pair{true, false});
    CHECK(office.texts(R"("limit":7)").size() == 7);
    CHECK(more() == std::pair{false, false});
    CHECK(office.texts(at("before", 2) + R"(,"limit":2)") == Texts{"0", "1"});
    CHECK(more() == std::pair{false, true});
    CHECK(office.texts(at("after", 2) + R"(,"limit":2)") == Texts{"3", "4"});
    CHECK(more() == std::pair{true, true});
    CHECK(office.texts(at("after", 4)) == Texts{"5", "6"});
    CHECK(more() == std::pair{true, false});
    CHECK(office.texts(at("around", 3) + R"(,"limit":3)") == Texts{"2", "3", "4"});
    CHECK(more() == std::pair{true, true});
    CHECK(office.texts(at("around", 0) + R"(,"limit":4)") == Texts{"0", "1", "2", "3"});
    CHECK(more() == std::pair{false, true});
    CHECK(office.texts(at("around", 6) + R"(,"limit":1)") == Texts{"6"});
    CHECK(more() == std::pair{true, false});
    CHECK(office.failure(office.client, "message.list",
                         R"({"who":"Bob",)" + at("after", 1) + "," + at("before", 3) + "}") ==
          FailureKind::invalid_params);
    CHECK(office.failure(office.client, "message.list",
                         R"({"who":"Carol",)" + at("around", 1) + "}") == FailureKind::not_found);
}

TEST_CASE("a page around a message is cut on both sides where messages are big",
          "[conversations]") {
    Office office;
    std::vector<MessageId> ids;
    for (int i = 0; i < 9; ++i)
        ids.push_back(office.bob.write(std::to_string(i) + std::string(50'000, '\x01')));
    const auto texts = office.texts(R"("around":")" + ids[4].text() + "\"");
    CHECK(texts.size() < 4);
    CHECK(std::ranges::any_of(texts, [](const auto& text) { return text.starts_with("4"); }));
    CHECK(find_flag(office.last_page, "more") == true);
    CHECK(find_flag(office.last_page, "more_after") == true);
}

TEST_CASE("a read mark of the other one is told, once for each message", "[conversations]") {
    Office office;
    office.result(office.client, "session.subscribe", R"({"kinds":["message.stateChanged"]})");
    const auto sent =
        office.result(office.client, "message.send", R"({"to":"Bob","body":"hello"})");
    const auto id = std::string{*find_text(sent.get_object(), "id")};
    office.bob.read(*MessageId::from_text(id));
    REQUIRE(office.run_until([&] {
        const auto told = office.client.events_named("message.stateChanged");
        return !told.empty() && find_text(*told.back(), "state") == "read";
    }));
    CHECK(find_text(office.conversation("Bob"), "preview_state") == "read");
    CHECK(office.turns->engine().waiting_count() == 0);
}

TEST_CASE("nobody is told what was read when the setting says so", "[conversations]") {
    Office office;
    office.bob.write("read me");
    SECTION("off") {
        office.result(office.client, "config.set", R"({"key":"privacy.read","value":false})");
        office.mark_read("Bob");
        CHECK(office.store.stores().outbox.waiting()->empty());
    }
    SECTION("on, and what waits is no message to be listed") {
        office.mark_read("Bob");
        CHECK(office.store.stores().outbox.waiting()->size() == 1);
        CHECK(office.turns->engine().waiting_count() == 0);
        const auto list = office.result(office.client, "outbox.list").get_object();
        CHECK(find_array(list, "outgoing")->empty());
        SECTION("and is taken back when it is switched off") {
            office.result(office.client, "config.set", R"({"key":"privacy.read","value":false})");
            office.result(office.client, "session.ping");
            CHECK(office.store.stores().outbox.waiting()->empty());
        }
    }
    SECTION("while we are not to be seen") {
        office.result(office.client, "presence.set", R"({"state":"invisible"})");
        office.mark_read("Bob");
        CHECK(office.store.stores().outbox.waiting()->empty());
        office.result(office.client, "presence.set", R"({"state":"online"})");
        office.result(office.client, "session.ping");
        CHECK(office.store.stores().outbox.waiting()->size() == 1);
    }
    CHECK(office.unread("Bob") == 0);
}

}  // namespace earshot::control
