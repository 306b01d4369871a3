#include "tui/terminal_events.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace earshot::tui {
namespace {

/// What termpaint makes of these bytes, translated.
std::vector<Event> events_of(const std::string& bytes) {
    termpaint_integration integration{};
    termpaint_integration_init(
        &integration, [](termpaint_integration*) {},
        [](termpaint_integration*, const char*, int) {}, [](termpaint_integration*) {});
    auto* const terminal = termpaint_terminal_new(&integration);
    EventTranslator translator;
    termpaint_terminal_set_event_cb(
        terminal,
        [](void* user, termpaint_event* event) {
            static_cast<EventTranslator*>(user)->add(*event);
        },
        &translator);
    termpaint_terminal_handle_paste(terminal, true);
    // In two pieces, as they may come.
    const auto half = bytes.size() / 2;
    termpaint_terminal_add_input_data(terminal, bytes.data(), static_cast<unsigned>(half));
    termpaint_terminal_add_input_data(terminal, bytes.data() + half,
                                      static_cast<unsigned>(bytes.size() - half));
    auto events = translator.take();
    termpaint_terminal_free(terminal);
    termpaint_integration_deinit(&integration);
    return events;
}

Key key_of(const std::string& bytes) {
    const auto events = events_of(bytes);
    REQUIRE(events.size() == 1);
    REQUIRE(std::holds_alternative<Key>(events.front()));
    return std::get<Key>(events.front());
}

TEST_CASE("keys of a terminal become ours", "[tui]") {
    CHECK(key_of("a") == Key{Key::Code::character, "a"});
    CHECK(key_of("A") == Key{Key::Code::character, "A"});
    CHECK(key_of(" ") == Key{Key::Code::character, " "});
    CHECK(key_of("ж") == Key{Key::Code::character, "ж"});
    CHECK(key_of("\r") == Key{Key::Code::enter});
    CHECK(key_of("\n") == Key{Key::Code::character, "j", true});
    CHECK(key_of("\x0b") == Key{Key::Code::character, "k", true});
    CHECK(key_of("\x1b"
                 "a") == Key{Key::Code::character, "a", false, true});
    CHECK(key_of("\x1b[A") == Key{Key::Code::up});
    CHECK(key_of("\x1b[1;3A") == Key{Key::Code::up, "", false, true});
    CHECK(key_of("\x1b[5~") == Key{Key::Code::page_up});
    CHECK(key_of("\x1bOP") == Key{Key::Code::function, "1"});
    CHECK(key_of("\x1b[15~") == Key{Key::Code::function, "5"});
    CHECK(key_of("\x1b\r") == Key{Key::Code::enter, "", false, true});
}

TEST_CASE("a paste is one event, line ends and keys in it included", "[tui]") {
    const std::string text = "one\rtwo\nthree and more, " + std::string(500, 'x');
    const auto events = events_of("\x1b[200~" + text + "\x1b[201~y");
    REQUIRE(events.size() == 2);
    REQUIRE(std::holds_alternative<Paste>(events[0]));
    CHECK(std::get<Paste>(events[0]).text == text);
    CHECK(std::get<Key>(events[1]).text == "y");
}

TEST_CASE("the window's focus, the mouse and the background are told", "[tui]") {
    CHECK(std::get<Focus>(events_of("\x1b[I").at(0)).is_in);
    CHECK_FALSE(std::get<Focus>(events_of("\x1b[O").at(0)).is_in);
    const auto click = std::get<Mouse>(events_of("\x1b[<0;5;7M").at(0));
    CHECK(click.kind == Mouse::Kind::press);
    CHECK(click.at == Point{4, 6});
    CHECK(std::get<Mouse>(events_of("\x1b[<64;1;1M").at(0)).kind == Mouse::Kind::wheel_up);
    CHECK(std::get<Mouse>(events_of("\x1b[<65;1;1M").at(0)).kind == Mouse::Kind::wheel_down);
    CHECK(std::get<Background>(events_of("\x1b]11;rgb:1c1c/1c1c/1c1c\x1b\\").at(0)).is_dark);
    CHECK_FALSE(std::get<Background>(events_of("\x1b]11;rgb:ffff/fafa/f0f0\x1b\\").at(0)).is_dark);
}

}  // namespace
}  // namespace earshot::tui
