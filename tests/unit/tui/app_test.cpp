#include "tui/app.hpp"

#include <cerrno>

#include "core/base/text.hpp"

#include "tests/unit/tui/desk.hpp"
#include "tests/unit/tui/nasty.hpp"
#include "tui/clusters.hpp"

namespace earshot::tui {
namespace {

using namespace std::chrono_literals;

/// One place where the words are, and what follows about more of them.
std::string found_json(const std::string& rest) {
    return R"({"hits":[{"message":)" + message_json(7, "bob", "the plan for spring") +
           R"(,"peer_name":"Bob","snippet":"the plan for spring","matches":[4,4]}],)" + rest + "}";
}

AppOptions in_russian() {
    AppOptions options;
    options.locale = "ru_RU.UTF-8";
    return options;
}

const Key alt_enter{Key::Code::enter, "", false, true};

TEST_CASE("face shows who is here, and what was said with whom", "[tui]") {
    Office office;
    CHECK(office.shows("Connecting"));
    office.start(R"(,"preview":"hello Bob","preview_own":true)");
    CHECK(office.shows("Conversations"));
    CHECK(office.shows("● Bob"));
    CHECK(office.shows("You: hello Bob"));
    CHECK(office.shows("Nearby"));
    CHECK(office.shows("● Eve"));
    CHECK(office.shows("2 nearby"));
    CHECK(office.shows("Who would you like to talk to?"));
    office.daemon().send_event(
        "presence.changed",
        R"({"person":"bob","presence":"busy","status_text":"","answers":true})");
    CHECK(office.shows("⊖ Bob"));
}

TEST_CASE("face says that the daemon starts, and is usable meanwhile", "[tui]") {
    Office office;
    office.app().on_daemon_starting();
    CHECK(office.shows("The daemon is starting…"));
    CHECK(office.shows("starting…"));
    CHECK_FALSE(office.shows("no connection"));
    office.press_function("1");
    CHECK(office.shows("Keys and commands"));
    office.press(Key::Code::escape);
    office.app().on_daemon_started();
    office.start();
    CHECK(office.shows("2 nearby"));
    office.press_ctrl("q");
    CHECK(office.host.has_quit);
}

TEST_CASE("face says in its language why no daemon starts, until one does", "[tui]") {
    Office office{{100, 24}, in_russian()};
    office.app().on_daemon_starting();
    CHECK(office.shows("Демон запускается…"));
    office.app().on_daemon_missing(
        {cli::LaunchProblem::ended, "/x/daemon.log", 0, "earshot-daemon: no such interface"});
    CHECK(office.shows("Демон завершился при запуске."));
    office.wait(10s);  // The notice is gone, the reason stays.
    CHECK(office.shows("Демон завершился при запуске."));
    CHECK(office.shows("Он сообщил: earshot-daemon: no such interface"));
    CHECK(office.shows("/x/daemon.log"));
    CHECK(office.shows("Ctrl-L — попробовать ещё раз."));
    office.app().on_daemon_missing({cli::LaunchProblem::no_folder, "/x", EACCES, {}});
    CHECK(office.shows("Не удаётся создать папку /x: нет прав"));
    office.start();
    CHECK_FALSE(office.shows("Не удаётся создать папку"));
}

TEST_CASE("face says in its language why a command is none", "[tui]") {
    Office office{{100, 24}, in_russian()};
    office.start();
    const std::pair<std::string, std::string> lines[] = {
        {"/peple", "Нет такой команды: «peple». Может быть, /people?"},
        {"/people --neraby", "Нет такого параметра: --neraby. Может быть, --nearby?"},
        {"/send eve 'hi", "Кавычка не закрыта."},
        {"/completion bash", "Это для командной строки"},
        {"/read eve -n 0", "Для --count нужно число больше нуля."},
        {"/send eve hi --wait seen", "Для --wait нужно одно из: "},
        {"/queue", "После «queue» нужно ещё слово: list, retry, cancel."},
        {"/config set name", "Не хватает: VALUE."}};
    for (const auto& [line, words] : lines) {
        CAPTURE(line);
        office.press_ctrl("u");
        office.type(line);
        office.press(Key::Code::enter);
        CHECK(office.shows(words));
    }
}

TEST_CASE("face says in its language how a command ended that says it in English", "[tui]") {
    Office office{{100, 24}, in_russian()};
    office.start();
    office.type("/person show zoe");
    office.press(Key::Code::enter);
    office.app().on_verb_output("earshot: nobody is called zoe\n");
    office.app().on_verb_ended(5);
    CHECK(office.shows("earshot: nobody is called zoe"));
    CHECK(office.shows("Такого человека, сообщения или настройки нет"));
}

TEST_CASE("face says in its language why the daemon refuses", "[tui]") {
    Office office{{100, 24}, in_russian()};
    office.start();
    for (const auto& [kind, words] : std::map<control::FailureKind, std::string>{
             {control::FailureKind::ambiguous, "Подходит несколько"},
             {control::FailureKind::forbidden, "Демон этого не разрешает."},
             {control::FailureKind::timeout, "слишком много времени"},
             {control::FailureKind::locked, "Профиль закрыт."},
             {control::FailureKind::unsupported_api, "Демон другой версии"}}) {
        office.failures["card.own"] = kind;
        office.press_function("7");
        CAPTURE(words);
        CHECK(office.shows(words));
    }
}

TEST_CASE("A11 face shows where messages of others are missing", "[tui]") {
    const auto numbered = [](int number, const char* author, int author_seq) {
        return message_json(number, author, "text " + std::to_string(number),
                            R"(,"author_seq":)" + std::to_string(author_seq));
    };
    const auto messages = messages_json({numbered(1, "bob", 4), numbered(2, "bob", 6),
                                         numbered(3, "me", 2), numbered(4, "bob", 9)});
    SECTION("in English, between the two") {
        Office office;
        office.answers["message.list"] = messages;
        office.start();
        office.open_bob();
        const auto first = office.row_of("─ a message of Bob did not come, or was taken back ─");
        CHECK(first > office.row_of("text 1"));
        CHECK(first < office.row_of("text 2"));
        const auto second = office.row_of("─ 2 messages of Bob did not come, or were taken back ─");
        CHECK(second > office.row_of("text 3"));
        CHECK(second < office.row_of("text 4"));
    }
    SECTION("whole in a narrow terminal, in Russian") {
        Office office{{40, 24}, in_russian()};
        office.answers["message.list"] = messages;
        office.start();
        office.open_bob();
        CHECK(office.shows("Bob: 2 сообщения не пришли или"));
        CHECK(office.row_of("─ отозваны ─") == office.row_of("Bob: 2 сообщения не пришли или") + 1);
    }
}

TEST_CASE("face opens a conversation, with words for the newest own message", "[tui]") {
    Office office;
    office.start();
    office.open_bob();
    CHECK(office.shows("good morning"));
    CHECK(office.shows("You  "));
    CHECK(office.shows("✓ on Bob's computer"));
    office.send_event("message.stateChanged", R"({"id":"m2","conversation":"c1","state":"read"})");
    CHECK(office.shows("✓✓ read"));
    office.send_event(
        "message.added",
        R"({"message":)" + message_json(3, "me", "and another", R"(,"reason":"")") + "}");
    // Words stand at the newest one; the other has a sign.
    CHECK(office.row_of("hello Bob") == office.row_of("✓✓"));
    CHECK_FALSE(office.shows("✓✓ read"));
}

TEST_CASE("somebody who is only here is written to at once", "[tui]") {
    Office office;
    office.start();
    office.answers["message.list"] = messages_json({});
    office.press_alt("2");
    CHECK(client::text_in(*office.last("conversation.open"), "who") == "eve");
    CHECK(office.shows("Nothing has been said here yet."));
    office.daemon().send_event("typing.changed",
                               R"({"conversation":"c2","person":"eve","active":true})");
    CHECK(office.shows("Eve is typing…"));
    office.type("hi");
    office.press(Key::Code::enter);
    CHECK(client::text_in(*office.last("message.send"), "conversation") == "c2");
    CHECK(client::text_in(*office.last("message.send"), "body") == "hi");
}

TEST_CASE("enter sends, other line ends do not, pasted ones least of all", "[tui]") {
    Office office;
    office.start();
    office.open_bob();
    office.type("one");
    office.input(alt_enter);
    office.press_ctrl("j");
    office.paste("two\r\nthree\n");
    CHECK(office.times("message.send") == 0);
    office.press(Key::Code::enter);
    CHECK(client::text_in(*office.last("message.send"), "body") == "one\n\ntwo\nthree\n");
    CHECK(office.shows("Write to Bob"));
    office.type("   ");
    office.press(Key::Code::enter);
    CHECK(office.times("message.send") == 1);
}

TEST_CASE("drafts stay with their conversation, and are with the daemon soon", "[tui]") {
    Office office;
    office.start(R"(,"draft":"as I said")");
    office.open_bob();
    CHECK(office.shows("› as I said"));
    office.type(", no");
    CHECK(office.times("draft.set") == 0);
    office.wait(500ms);
    CHECK(client::text_in(*office.last("draft.set"), "conversation") == "c1");
    CHECK(client::text_in(*office.last("draft.set"), "body") == "as I said, no");
    office.type("!");
    office.press_alt("2");
    // What was typed last goes out with the change.
    CHECK(client::text_in(*office.last("draft.set"), "body") == "as I said, no!");
    CHECK_FALSE(office.shows("› as I said"));
    CHECK(office.shows("Draft: as I said"));
    office.open_bob();
    CHECK(office.shows("› as I said, no!"));
    office.press(Key::Code::enter);
    office.wait(500ms);
    CHECK(client::text_in(*office.last("draft.set"), "body").empty());
}

TEST_CASE("typing is shown, and told", "[tui]") {
    Office office;
    office.start();
    office.open_bob();
    office.daemon().send_event("typing.changed",
                               R"({"conversation":"c1","person":"bob","active":true})");
    CHECK(office.shows("Bob is typing…"));
    office.type("x");
    CHECK(client::flag_in(*office.last("typing.set"), "active"));
    office.type("y");
    CHECK(office.times("typing.set") == 1);
    office.press_ctrl("u");
    CHECK_FALSE(client::flag_in(*office.last("typing.set"), "active"));
    office.type("/people");
    CHECK(office.times("typing.set") == 2);
}

TEST_CASE("a request is decided where it is read", "[tui]") {
    Office office;
    office.answers["message.list"] =
        messages_json({message_json(1, "bob", "we met", R"(,"request":true)")});
    office.start(R"(,"request":true,"unread":1,"first_unread":"m1")");
    CHECK(office.shows("Requests"));
    CHECK(office.shows("? Bob"));
    office.open_bob();
    CHECK(office.shows("Not a contact yet.  F2 accept  F3 decline  F4 block"));
    // Reading a stranger's words tells them nothing.
    CHECK(office.times("conversation.markRead") == 0);
    SECTION("accepted") {
        office.answers["message.list"] = messages_json({message_json(1, "bob", "we met")});
        office.answers["conversation.list"] =
            R"({"more":false,"conversations":[)" + conversation_json("c1", "bob") + "]}";
        office.press_function("2");
        CHECK(client::text_in(*office.last("requests.accept"), "who") == "bob");
        CHECK(office.shows("Bob is a contact now."));
        CHECK_FALSE(office.shows("Not a contact"));
    }
    SECTION("declined") {
        office.press_function("3");
        CHECK(office.times("requests.decline") == 1);
        CHECK_FALSE(office.shows("we met"));
    }
    SECTION("blocked") {
        office.press_function("4");
        CHECK(office.times("people.block") == 1);
    }
}

TEST_CASE("no key decides about somebody who asks nothing", "[tui]") {
    Office office;
    office.start();
    office.open_bob();
    for (const char* key : {"2", "3", "4"}) office.press_function(key);
    CHECK(office.times("requests.accept") + office.times("requests.decline") +
              office.times("people.block") ==
          0);
}

TEST_CASE("what is looked at is read, and nothing else", "[tui]") {
    Office office;
    office.start(R"(,"unread":1,"first_unread":"m1")");
    CHECK(office.app().title() == "(1) Earshot");
    CHECK(office.shows(" 1 "));
    SECTION("looked at") {
        office.open_bob();
        CHECK(client::text_in(*office.last("session.focus"), "conversation") == "c1");
        CHECK(office.times("conversation.markRead") == 1);
        CHECK(office.shows("── new messages ──"));
        office.input(Focus{false});
        office.shown();
        CHECK_FALSE(office.last("session.focus")->contains("conversation"));
        office.input(Focus{true});
        office.shown();
        CHECK(client::text_in(*office.last("session.focus"), "conversation") == "c1");
    }
    SECTION("the window is elsewhere") {
        office.input(Focus{false});
        office.open_bob();
        CHECK(office.times("conversation.markRead") == 0);
    }
    SECTION("what came while there was no daemon to read it") {
        office.open_bob();
        office.shown();
        REQUIRE(office.times("conversation.markRead") == 1);
        office.app().link().on_closed();
        office.connect();
        office.shown();
        CHECK(office.times("conversation.markRead") == 2);
        office.shown();
        CHECK(office.times("conversation.markRead") == 2);
    }
}

TEST_CASE("the bell rings when the daemon says so", "[tui]") {
    Office office;
    office.start();
    office.send_event("message.added", R"({"message":)" + message_json(3, "bob", "psst") + "}");
    CHECK(office.host.bells == 0);
    office.daemon().send_event("notification.raised", R"({"id":"n1","title":"Bob"})");
    CHECK(office.host.bells == 1);
}

TEST_CASE("who was waited for is told of, by name where that may be", "[tui]") {
    Office office;
    office.start();
    const auto [title, words] =
        GENERATE(table<std::string, std::string>({{"Bob", "Bob is here: you waited for them."},
                                                  {"", "Somebody for whom you waited is here."}}));
    office.daemon().send_event("notification.raised",
                               R"({"id":"arrival/bob","kind":"arrival","title":")" + title + "\"}");
    CHECK(office.host.bells == 1);
    CHECK(office.shows(words));
}

TEST_CASE("keys go from conversation to conversation", "[tui]") {
    Office office;
    office.start();
    office.input(Key{Key::Code::down, "", false, true});
    CHECK(office.shows("Write to Bob"));
    office.input(Key{Key::Code::down, "", false, true});
    CHECK(office.shows("Write to Eve"));
    office.input(Key{Key::Code::up, "", false, true});
    CHECK(office.shows("Write to Bob"));
    SECTION("by name") {
        office.press_ctrl("k");
        office.type("EV");
        CHECK(office.shows("Go to"));
        office.press(Key::Code::enter);
        CHECK(office.shows("Write to Eve"));
    }
    SECTION("by the list") {
        office.press(Key::Code::tab);
        office.press(Key::Code::down);
        office.press(Key::Code::enter);
        CHECK(office.shows("Write to Eve"));
    }
    SECTION("by the mouse") {
        office.input(Mouse{Mouse::Kind::press, {5, office.row_of("● Eve")}});
        CHECK(office.shows("Write to Eve"));
    }
    SECTION("to what is unread") {
        office.press_alt("2");
        office.press_alt("a");
        CHECK(office.shows("Everything is read."));
        office.send_event(
            "conversation.changed",
            R"({"conversation":)" + conversation_json("c1", "bob", R"(,"unread":2)") + "}");
        office.press_alt("a");
        CHECK(office.shows("Write to Bob"));
    }
}

std::string page_json(int first, int last, bool more, bool more_after = false) {
    std::string list;
    for (int number = first; number <= last; ++number)
        list += (list.empty() ? "" : ",") +
                message_json(number, "bob", "message " + std::to_string(number) + ".");
    return R"({"messages":[)" + list + R"(],"more":)" + (more ? "true" : "false") +
           R"(,"more_after":)" + (more_after ? "true" : "false") + "}";
}

TEST_CASE("history is loaded as far as one pages back", "[tui]") {
    Office office;
    office.answers["message.list"] = page_json(101, 150, true);
    office.start();
    office.open_bob();
    CHECK(office.shows("message 150."));
    CHECK_FALSE(office.shows("newer messages"));
    office.answers["message.list"] = page_json(51, 100, true);
    office.press(Key::Code::page_up);
    CHECK_FALSE(office.shows("message 150."));
    CHECK(office.shows("newer messages: Esc"));
    CHECK(client::text_in(*office.last("message.list"), "before") == "m101");
    const auto before = office.shown();
    // What arrives meanwhile moves nothing.
    office.send_event("message.added", R"({"message":)" + message_json(151, "bob", "new") + "}");
    CHECK(office.shown() == before);
    office.press(Key::Code::page_down);
    office.press(Key::Code::page_down);
    CHECK(office.shows("new"));
    office.press(Key::Code::page_up);
    office.press(Key::Code::escape);
    CHECK_FALSE(office.shows("newer messages"));
    office.input(Mouse{Mouse::Kind::wheel_up, {60, 10}});
    CHECK(office.shows("newer messages"));
}

TEST_CASE("search asks a moment after the last key, and goes where the words stand", "[tui]") {
    Office office;
    office.start();
    office.open_bob();
    office.answers["search.query"] = found_json(R"("more":true,"next":"m5")");
    office.press_ctrl("f");
    office.type("plan");
    CHECK(office.times("search.query") == 0);
    office.wait(200ms);
    CHECK(office.times("search.query") == 1);
    CHECK(client::text_in(*office.last("search.query"), "text") == "plan");
    CHECK(client::text_in(*office.last("search.query"), "conversation") == "c1");
    CHECK(office.shows("Find in the conversation with Bob"));
    const int row = office.row_of("the plan for spring");
    REQUIRE(row > 0);
    office.press(Key::Code::tab);
    office.wait(200ms);
    CHECK_FALSE(office.last("search.query")->contains("conversation"));
    CHECK(office.shows("Find everywhere"));
    office.press(Key::Code::down);
    office.wait(200ms);
    CHECK(client::text_in(*office.last("search.query"), "before") == "m5");
    office.answers["message.list"] = page_json(1, 20, false, true);
    office.press(Key::Code::enter);
    CHECK(client::text_in(*office.last("message.list"), "around") == "m7");
    CHECK(office.shows("message 7."));
    CHECK(office.shows("newer messages"));
}

TEST_CASE("search shows no old places when the daemon cannot say new ones", "[tui]") {
    Office office;
    office.start();
    office.open_bob();
    office.answers["search.query"] = found_json(R"("more":false)");
    office.press_ctrl("f");
    office.type("plan");
    office.wait(200ms);
    CHECK(office.shows("the plan for spring"));
    office.failures["search.query"] = control::FailureKind::internal;
    office.type("s");
    office.wait(200ms);
    CHECK_FALSE(office.shows("the plan for spring"));
    CHECK(office.shows("The search did not work."));
}

TEST_CASE("what the daemon cannot do is not offered, and costs nothing that was written", "[tui]") {
    Office office;
    office.daemon().features = R"(["text"])";
    for (const char* method :
         {"draft.set", "typing.set", "session.focus", "conversation.markRead", "message.info"})
        office.failures[method] = control::FailureKind::unknown_method;
    office.start();
    office.open_bob();
    const auto before = office.shown();
    office.press_ctrl("f");
    CHECK(office.shown() == before);
    office.type("half a thou");
    office.wait(500ms);
    CHECK(office.times("draft.set") == 1);
    office.wait(1min);
    CHECK(office.times("draft.set") == 1);
    office.press_alt("2");
    CHECK_FALSE(office.shows("› half a thou"));
    office.open_bob();
    CHECK(office.shows("› half a thou"));
    office.press_ctrl("u");
    office.wait(500ms);
    CHECK(office.shows("Write to Bob"));
    CHECK_FALSE(office.shows("half a thou"));
    office.press(Key::Code::up);
    office.press(Key::Code::enter);
    CHECK(office.shows("About this message"));
    office.press(Key::Code::escape);
    office.press_function("1");
    CHECK(office.shows("Ctrl-K"));
    CHECK_FALSE(office.shows("find what was said"));
}

}  // namespace
}  // namespace earshot::tui
