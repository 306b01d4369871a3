#include "tui/app.hpp"

#include "core/base/text.hpp"

#include "tests/unit/tui/desk.hpp"
#include "tests/unit/tui/nasty.hpp"
#include "tui/clusters.hpp"

namespace earshot::tui {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a message that was not taken comes back to where it was written", "[tui]") {
    Office office;
    office.start();
    office.open_bob();
    office.failures["message.send"] = control::FailureKind::no_space;
    office.type("precious");
    office.press(Key::Code::enter);
    CHECK(office.shows("› precious"));
    CHECK(office.shows("The disk is full"));
}

TEST_CASE("what nobody would take stays where it was written", "[tui]") {
    Office office;
    office.start();
    office.open_bob();
    office.app().link().on_closed();
    office.type("precious");
    office.press(Key::Code::enter);
    CHECK(office.shows("› precious"));
    office.connect();
    CHECK(office.times("message.send") == 0);
    office.press(Key::Code::enter);
    CHECK(office.times("message.send") == 1);
}

TEST_CASE("a refused message comes back to whom it was for, however it was addressed", "[tui]") {
    Office office;
    office.start();
    office.open_bob();
    office.failures["message.send"] = control::FailureKind::no_space;
    office.app().on_input(Paste{"for Bob only"}, office.now);
    office.app().on_input(Key{Key::Code::enter}, office.now);
    office.press_alt("2");
    CHECK_FALSE(office.shows("› for Bob only"));
    office.open_bob();
    CHECK(office.shows("› for Bob only"));
}

TEST_CASE("a message that got no answer is sent again with the same ref, once", "[tui]") {
    Office office;
    office.start();
    office.open_bob();
    office.app().on_input(Paste{"hello?"}, office.now);
    office.app().on_input(Key{Key::Code::enter}, office.now);
    office.app().link().on_closed();
    CHECK(office.shows("no connection to the daemon"));
    office.connect();
    CHECK(office.times("message.send") == 1);
    CHECK(client::text_in(*office.last("message.send"), "ref") == "ref1");
    office.app().link().on_closed();
    office.connect();
    CHECK(office.times("message.send") == 1);
}

TEST_CASE("commands are run by the command line, and shown", "[tui]") {
    Office office;
    office.start();
    office.open_bob();
    office.type("/person show");
    office.press(Key::Code::enter);
    CHECK(office.host.verb == std::vector<std::string>{"person", "show", "bob"});
    CHECK(office.times("message.send") == 0);
    office.app().on_verb_output("\x1b[1mBob\x1b[0m  k3v7q2ma\r\n  trust  not verified\r\n");
    CHECK(office.shows("trust  not verified"));
    office.type("y");
    CHECK(office.host.typed == "y");
    office.input(Paste{"es\nand more"});
    CHECK(office.host.typed == "yes");
    office.press_ctrl("u");
    CHECK(office.host.typed == "yes\x15");
    office.press_ctrl("l");  // Not for the verb.
    CHECK(office.host.typed == "yes\x15");
    CHECK(office.host.repaints == 1);
    office.app().on_verb_ended(0);
    office.press(Key::Code::escape);
    CHECK_FALSE(office.shows("not verified"));
    SECTION("one that makes no sense can be mended") {
        office.type("/peple");
        office.press(Key::Code::enter);
        CHECK(office.shows("There is no command 'peple'. Is it /people?"));
        CHECK(office.shows("› /peple"));
    }
    SECTION("one that says nothing says that it is done") {
        office.type("/person block");
        office.press(Key::Code::enter);
        office.app().on_verb_ended(0);
        CHECK(office.shows("Done."));
    }
    SECTION("completed") {
        office.host.offered = {"people", "person"};
        office.type("/p");
        office.press(Key::Code::tab);
        CHECK(office.host.asked_completion == std::vector<std::string>{"p"});
        CHECK(office.shows("› /pe"));
        CHECK_FALSE(office.shows("people  person"));
        office.press(Key::Code::tab);
        CHECK(office.shows("people  person"));
    }
    SECTION("completed where the cursor stands, and as a name has to be written") {
        office.host.offered = {"Anna Maria"};
        office.type("/send Ann hello");
        for (int i = 0; i < 6; ++i) office.press(Key::Code::left);
        office.press(Key::Code::tab);
        CHECK(office.host.asked_completion == std::vector<std::string>{"send", "Ann"});
        CHECK(office.shows("› /send Anna\\ Maria  hello"));
    }
    SECTION("a space before it makes it a message") {
        office.type(" /people");
        office.press(Key::Code::enter);
        CHECK(client::text_in(*office.last("message.send"), "body") == "/people");
    }
    SECTION("the end") {
        office.type("/quit");
        office.press(Key::Code::enter);
        CHECK(office.host.has_quit);
    }
}

TEST_CASE("a selected message can be quoted, copied, looked into and taken back", "[tui]") {
    Office office;
    office.start();
    office.open_bob();
    office.press(Key::Code::up);
    CHECK(office.shows("▌ hello Bob"));
    SECTION("quoted") {
        office.type("q");
        CHECK(office.shows("› > hello Bob"));
    }
    SECTION("copied") {
        office.press(Key::Code::up);
        CHECK(office.shows("▌ good morning"));
        office.type("c");
        CHECK(office.host.copied == "good morning");
        CHECK(office.shows("Copied."));
    }
    SECTION("not copied where it is too long for a terminal") {
        office.host.clipboard_bytes = 4;
        office.type("c");
        CHECK(office.host.copied.empty());
        CHECK(office.shows("Not copied"));
    }
    SECTION("taken back") {
        office.type("x");
        CHECK(client::text_in(*office.last("outbox.cancel"), "id") == "m2");
        CHECK(office.shows("Taken back."));
    }
    SECTION("looked into") {
        office.answers["message.info"] =
            R"({"devices":[{"device":"d1d1d1d1d1","state":"delivered","time":1699999990000}]})";
        office.press(Key::Code::enter);
        CHECK(office.shows("About this message"));
        CHECK(office.shows("d1d1d1d1"));
    }
    SECTION("looked into when it is of somebody else") {
        office.answers["message.info"] =
            R"({"source":{"device":"b2b2b2b2b2","route":"carried"},"devices":[]})";
        office.press(Key::Code::up);
        office.press(Key::Code::enter);
        CHECK(office.shows("b2b2b2b2, kept by others until they met you"));
    }
    SECTION("left again") {
        office.press(Key::Code::escape);
        CHECK_FALSE(office.shows("▌ hello Bob"));
    }
}

TEST_CASE("the first start asks for a name, once", "[tui]") {
    Office office;
    office.answers["config.get"] = R"({"key":"name","value":"alice","origin":"default"})";
    office.start();
    CHECK(office.shows("Welcome to Earshot"));
    CHECK(office.shows("› alice"));
    office.press_ctrl("u");
    office.type("Алиса");
    office.press(Key::Code::enter);
    CHECK(client::text_in(*office.last("config.set"), "value") == "Алиса");
    CHECK_FALSE(office.shows("Welcome to Earshot"));
}

TEST_CASE("nobody here is no spinner but three ways out", "[tui]") {
    Desk desk;
    desk.connect();
    CHECK(desk.shows("Looking for people"));
    CHECK_FALSE(desk.shows("F5"));
    desk.wait(11s);
    CHECK(desk.shows("Nobody has been found"));
    CHECK(desk.shows("F5  find out whether something is in the way"));
}

TEST_CASE("verification shows both the number and a code, and says what to do", "[tui]") {
    Office office{{100, 60}};
    office.start();
    office.open_bob();
    office.answers["verify.start"] = R"({"person":)" + person_json("bob", "Bob") +
                                     R"(,"number":"1111122222333334444455555","qr":"ESQ1:ABC"})";
    office.press_function("6");
    CHECK(office.shows("Is it really Bob?"));
    CHECK(office.shows("11111  22222  33333  44444"));
    CHECK(office.shows("▀▀▀▀▀▀▀"));
    office.type("y");
    CHECK(client::text_in(*office.last("verify.confirm"), "number") == "1111122222333334444455555");
    CHECK(office.shows("Verified."));
}

TEST_CASE("the doctor says what is wrong and what helps", "[tui]") {
    Office office;
    office.start();
    office.answers["doctor.run"] =
        R"({"findings":[{"id":"iface","verdict":"fail","code":"unplugged",)"
        R"("evidence":{"eth0":"lan down"},"fix":"plug_in"}],"took_ms":5})";
    office.press_function("5");
    CHECK(office.shows("Most likely: the cable is out"));
    CHECK(office.shows("What helps: plug the cable in"));
}

TEST_CASE("help names every key of the table", "[tui]") {
    Office office{{110, 90}};
    office.start();
    office.press_function("1");
    const auto help = office.shown();
    for (const auto& binding : bindings()) {
        if (binding.context == Context::panel || binding.action == Action::nth_conversation)
            continue;
        INFO(name_of(binding.key));
        CHECK(help.find(name_of(binding.key)) != std::string::npos);
    }
    CHECK(help.find("Alt-1 .. Alt-9") != std::string::npos);
}

TEST_CASE("Russian is Russian from top to bottom", "[tui]") {
    AppOptions options;
    options.locale = "ru_RU.UTF-8";
    Office office{{100, 24}, options};
    office.start();
    CHECK(office.shows("Разговоры"));
    CHECK(office.shows("2 рядом"));
    office.open_bob();
    CHECK(office.shows("Вы  "));
    CHECK(office.shows("на компьютере собеседника"));
    CHECK(office.shows("Сообщение для: Bob"));
}

TEST_CASE("a narrow terminal shows one thing at a time", "[tui]") {
    Office office{{60, 20}};
    office.start();
    office.open_bob();
    CHECK_FALSE(office.shows("Conversations"));
    CHECK(office.shows("good morning"));
    office.press_function("8");
    CHECK(office.shows("Conversations"));
    office.press(Key::Code::down);
    office.press(Key::Code::enter);
    CHECK_FALSE(office.shows("Conversations"));
    CHECK(office.shows("Write to Eve"));
}

TEST_CASE("an ASCII terminal gets no other signs of ours", "[tui]") {
    AppOptions options;
    options.is_ascii = true;
    options.is_utf8 = false;
    options.has_color = false;
    options.locale = "ru_RU.KOI8-R";
    Office office{{100, 24}, options};
    office.start();
    office.open_bob();
    for (const char* key : {"1", "5", "6", "7"}) {
        for (int y = 0; y < 24; ++y) {
            office.shown();
            const auto line = office.screen.line(y);
            INFO(line);
            CHECK(
                std::ranges::all_of(line, [](char c) { return static_cast<signed char>(c) > 0; }));
        }
        office.press(Key::Code::escape);
        office.press_function(key);
    }
}

TEST_CASE("texts of all scripts are shown whole, and hostile ones do no harm", "[tui]") {
    std::vector<std::string> messages;
    int number = 0;
    for (const auto& nasty : nasty_texts)
        messages.push_back(message_json(++number, "bob", std::string{nasty.text}));
    for (const auto text : hostile_texts)
        if (earshot::is_utf8(text))
            messages.push_back(message_json(++number, "bob", std::string{text}));
    for (const int width : {30, 60, 80, 100, 120}) {
        Office office{{width, 60}};
        office.answers["message.list"] = messages_json(messages);
        office.start();
        office.open_bob();
        const auto shown = office.shown();
        for (const auto& nasty : nasty_texts) {
            INFO(nasty.text << " at " << width);
            CHECK(shown.find(nasty.text) != std::string::npos);
        }
        CHECK(shown.find('\x1b') == std::string::npos);
        CHECK(shown.find('\r') == std::string::npos);
        CHECK(shown.find("\u202e") == std::string::npos);
        for (int y = 0; y < 60; ++y) CHECK(width_of(office.screen.line(y)) <= width);
    }
}

TEST_CASE("no size is too small, and none leaves a line over the edge", "[tui]") {
    for (int width = 1; width < 90; width += 4)
        for (int height = 1; height < 26; height += 3) {
            Office office{{width, height}};
            office.start();
            office.open_bob();
            office.type("a long line that has to be broken, and перенесена, и 日本語");
            for (const char* key : {"1", "5", "7"}) {
                office.shown();
                office.press_function(key);
                office.shown();
                office.press(Key::Code::escape);
            }
            office.press_ctrl("k");
            office.shown();
            office.press(Key::Code::escape);
            office.press_ctrl("f");
            INFO(width << " by " << height);
            for (int y = 0; y < height; ++y) {
                office.shown();
                CHECK(width_of(office.screen.line(y)) <= width);
            }
        }
}

}  // namespace
}  // namespace earshot::tui
