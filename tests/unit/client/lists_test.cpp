#include <vector>

#include "client/mirror.hpp"
#include "client/preview.hpp"
#include "client/read.hpp"
#include "tests/unit/client/fake_daemon.hpp"

namespace earshot::client {
namespace {

std::string person(const std::string& id, const std::string& name, bool is_nearby,
                   const std::string& more = "") {
    return R"({"id":")" + id + R"(","name":")" + name + R"(","presence":")" +
           (is_nearby ? "online" : "offline") + R"(","nearby":)" + (is_nearby ? "true" : "false") +
           more + "}";
}

std::string conversation(const std::string& id, int time, int unread,
                         const std::string& more = "") {
    return R"({"id":")" + id + R"(","peer":"p-)" + id + R"(","time":)" + std::to_string(time) +
           R"(,"unread":)" + std::to_string(unread) + more + "}";
}

struct Office {
    Mirror::Observer observer;
    Mirror mirror{{"test", "1"}, observer};
    FakeDaemon daemon{mirror.link()};

    void load(const std::string& people, const std::string& conversations) {
        daemon.connect();
        daemon.answer("people.list", R"({"more":false,"people":[)" + people + "]}");
        daemon.answer("conversation.list",
                      R"({"more":false,"conversations":[)" + conversations + "]}");
    }
    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& one : mirror.people().list().rows()) names.push_back(one.name);
        return names;
    }
    std::vector<std::string> ids() const {
        std::vector<std::string> ids;
        for (const auto& one : mirror.conversations().list().rows()) ids.push_back(one.id);
        return ids;
    }
};
using Words = std::vector<std::string>;

TEST_CASE("people who are here stand first, then by name; we do not", "[client]") {
    Office office;
    office.load(person("1", "Жанна", false) + "," + person("2", "bob", true) + "," +
                    person("3", "Anna", false) + "," + person("4", "Carl", true) + "," +
                    person("5", "Me", true, R"(,"self":true)"),
                "");
    CHECK(office.names() == Words{"bob", "Carl", "Anna", "Жанна"});

    office.daemon.send_event(
        "presence.changed",
        R"({"person":"1","presence":"away","status_text":"tea","answers":true})");
    CHECK(office.names() == Words{"bob", "Carl", "Жанна", "Anna"});
    CHECK(office.mirror.people().find("1")->presence == Presence::away);
    CHECK(office.mirror.people().find("1")->status_text == "tea");

    office.daemon.send_event("person.left", R"({"person":"2"})");
    CHECK(office.names() == Words{"Carl", "Жанна", "Anna", "bob"});
    office.daemon.send_event("person.removed", R"({"person":"4"})", 9);
    office.daemon.send_event("person.added", R"({"person":)" + person("6", "Zoe", true) + "}", 10);
    CHECK(office.names() == Words{"Zoe", "Жанна", "Anna", "bob"});
}

TEST_CASE("lists say that they are loaded, also when nobody is there", "[client]") {
    Office office;
    Words said;
    office.mirror.people().when_loaded([&] { said.emplace_back("people"); });
    office.mirror.conversations().when_loaded([&] { said.emplace_back("conversations"); });
    office.load("", "");
    CHECK(said == Words{"people", "conversations"});
    CHECK(office.mirror.people().is_loaded());
    office.daemon.send_event("events.gap", R"({"from":1,"to":2})");
    office.daemon.answer("people.list", R"({"more":false,"people":[]})");
    CHECK(said == Words{"people", "conversations", "people"});
}

TEST_CASE("conversation is a request until its author is accepted", "[client]") {
    Office office;
    office.load(person("p-a", "Anna", true) + "," + person("p-b", "Bob", true),
                conversation("a", 10, 1, R"(,"request":true)") + "," + conversation("b", 5, 0));
    CHECK(office.mirror.conversations().find("a")->request);
    office.daemon.send_event(
        "person.updated",
        R"({"person":)" + person("p-a", "Anna", true, R"(,"state":"unknown")") + "}", 5);
    CHECK(office.mirror.conversations().find("a")->request);
    office.daemon.send_event(
        "person.updated",
        R"({"person":)" + person("p-a", "Anna", true, R"(,"state":"accepted")") + "}", 6);
    CHECK_FALSE(office.mirror.conversations().find("a")->request);
    CHECK_FALSE(office.mirror.conversations().find("b")->request);
}

TEST_CASE("people come page by page", "[client]") {
    Office office;
    office.daemon.connect();
    office.daemon.answer("people.list",
                         R"({"more":true,"people":[)" + person("1", "A", true) + "]}");
    office.daemon.answer("conversation.list", R"({"more":false,"conversations":[]})");
    CHECK_FALSE(office.mirror.people().is_loaded());
    const auto params = office.daemon.answer(
        "people.list", R"({"more":false,"people":[)" + person("2", "B", true) + "]}");
    CHECK(text_in(params, "after") == "1");
    CHECK(office.mirror.people().is_loaded());
    CHECK(office.names() == Words{"A", "B"});
}

TEST_CASE("conversations: the newest message is first, and an event moves one there", "[client]") {
    Office office;
    office.load("", conversation("c1", 10, 0) + "," + conversation("c2", 30, 0) + "," +
                        conversation("c3", 20, 2));
    CHECK(office.ids() == Words{"c2", "c3", "c1"});
    office.daemon.send_event(
        "message.added",
        R"({"message":{"id":"m","conversation":"c1","author":"p-c1","text":"two\n words",)"
        R"("state":"received","time":40}})",
        8);
    CHECK(office.ids() == Words{"c1", "c2", "c3"});
    const auto* const row = office.mirror.conversations().find("c1");
    CHECK(row->preview == "two words");
    CHECK_FALSE(row->preview_own);
    office.daemon.send_event("conversation.removed", R"({"conversation":"c2"})", 9);
    CHECK(office.ids() == Words{"c1", "c3"});
    CHECK(office.mirror.conversations().find_with("p-c3")->id == "c3");
    CHECK(office.mirror.conversations().find_with("nobody") == nullptr);
}

TEST_CASE("conversations count what is unread and say where to read on", "[client]") {
    Office office;
    office.load("", conversation("c1", 40, 0) + "," + conversation("c2", 30, 2) + "," +
                        conversation("c3", 20, 5, R"(,"muted":true)") + "," +
                        conversation("c4", 10, 1));
    auto& conversations = office.mirror.conversations();
    CHECK(conversations.unread() == 3);
    CHECK(conversations.next_unread("")->id == "c2");
    CHECK(conversations.next_unread("c1")->id == "c2");
    CHECK(conversations.next_unread("c2")->id == "c4");
    CHECK(conversations.next_unread("c4")->id == "c2");
    office.daemon.send_event("conversation.changed",
                             R"({"conversation":)" + conversation("c2", 30, 0) + "}", 8);
    office.daemon.send_event("conversation.changed",
                             R"({"conversation":)" + conversation("c4", 10, 0) + "}", 9);
    CHECK(conversations.next_unread("c1")->id == "c3");
    CHECK(conversations.next_unread("c3") == nullptr);
}

TEST_CASE("conversations know who types until it ends, arrives or is lost", "[client]") {
    Office office;
    office.load("", conversation("c1", 10, 0));
    const auto typing = [&] { return office.mirror.conversations().find("c1")->typing; };
    const std::string begins = R"({"conversation":"c1","person":"p-c1","active":true})";
    office.daemon.send_event("typing.changed", begins);
    office.daemon.send_event("typing.changed", begins);
    CHECK(typing() == Words{"p-c1"});
    SECTION("an end") {
        office.daemon.send_event("typing.changed",
                                 R"({"conversation":"c1","person":"p-c1","active":false})");
    }
    SECTION("their message") {
        office.daemon.send_event(
            "message.added",
            R"({"message":{"id":"m","conversation":"c1","author":"p-c1","text":"x","time":20}})",
            8);
    }
    SECTION("the connection") { office.mirror.link().on_closed(); }
    CHECK(typing().empty());
}

TEST_CASE("conversations keep a draft that an event does not speak of", "[client]") {
    Office office;
    office.load("", conversation("c1", 10, 0, R"(,"draft":"dear")"));
    const auto draft = [&] { return office.mirror.conversations().find("c1")->draft; };
    office.daemon.send_event("conversation.changed",
                             R"({"conversation":)" + conversation("c1", 11, 0) + "}", 8);
    CHECK(draft() == "dear");
    office.daemon.send_event("draft.changed", R"({"draft":{"conversation":"c1","body":"dear B"}})");
    CHECK(draft() == "dear B");
    office.daemon.send_event("draft.changed", R"({"draft":{"conversation":"c1","body":""}})");
    CHECK_FALSE(draft());
}

TEST_CASE("everything is loaded again after a gap, and only differences are told", "[client]") {
    Office office;
    office.load(person("1", "Bob", true), conversation("c1", 10, 0));
    office.daemon.send_event("events.gap", R"({"from":8,"to":90})");
    office.daemon.answer("people.list",
                         R"({"more":false,"people":[)" + person("2", "Eve", true) + "]}");
    office.daemon.answer("conversation.list",
                         R"({"more":false,"conversations":[)" + conversation("c1", 10, 3) + "]}");
    CHECK(office.names() == Words{"Eve"});
    CHECK(office.mirror.conversations().find("c1")->unread == 3);
}

TEST_CASE("preview is one line, visible, and ends with a whole character", "[client]") {
    CHECK(preview_of("  a\n\n b\tc ", 80) == "a b c");
    CHECK(preview_of("\x1b[2Jhi", 80) == "\\x1b[2Jhi");
    CHECK(preview_of("жжж", 5) == "жж");
    CHECK(preview_of(std::string(1000, 'x'), 10) == "xxxxxxxxxx");
}

}  // namespace
}  // namespace earshot::client
