#include "tests/support/catch.hpp"
#include "tests/unit/tui/desk.hpp"

namespace earshot::tui {
namespace {

TEST_CASE("face of a locked profile asks for its passphrase, and shows none of it", "[tui]") {
    Desk desk;
    auto& app = desk.app();
    app.link().on_opened();
    desk.daemon().take("session.hello");
    desk.daemon().fail(control::FailureKind::locked);
    CHECK(desk.shows("Earshot is locked"));
    desk.type("wrong horse");
    CHECK(desk.shows("•••••••••••"));
    CHECK_FALSE(desk.shows("horse"));
    desk.failures["profile.unlock"] = control::FailureKind::wrong_secret;
    desk.press(Key::Code::enter);
    CHECK(client::text_in(*desk.last("profile.unlock"), "secret") == "wrong horse");
    CHECK(desk.shows("The passphrase is wrong."));
    desk.press(Key::Code::enter);
    CHECK(desk.times("profile.unlock") == 1);

    desk.failures.clear();
    desk.press(Key::Code::escape);
    desk.type("no");
    desk.press_ctrl("u");
    desk.paste("correct horse\n");
    desk.press(Key::Code::enter);
    CHECK(client::text_in(*desk.last("profile.unlock"), "secret") == "correct horse");
    CHECK(desk.shows("Checking…"));
    app.link().on_closed();
    desk.connect();
    CHECK_FALSE(desk.shows("Earshot is locked"));
    CHECK(app.link().is_ready());
}

TEST_CASE("face of a profile that a keyring opens asks for no passphrase", "[tui]") {
    Desk desk;
    auto& app = desk.app();
    app.link().on_opened();
    desk.daemon().take("session.hello");
    desk.daemon().fail(control::FailureKind::locked, {{"protection", "keyring"}});
    CHECK(desk.shows("Earshot is locked"));
    CHECK(desk.shows("The keyring of your desktop's session"));
    desk.type("correct horse");
    desk.paste("correct horse");
    CHECK_FALSE(desk.shows("•"));
    CHECK(desk.times("profile.unlock") == 0);
    desk.failures["profile.unlock"] = control::FailureKind::no_keyring;
    desk.press(Key::Code::enter);
    CHECK(desk.last("profile.unlock")->empty());
    CHECK(desk.shows("Your session's keyring did not open."));
    // The daemon goes on by itself once the keyring is open.
    app.link().on_closed();
    desk.connect();
    CHECK_FALSE(desk.shows("Earshot is locked"));
}

}  // namespace
}  // namespace earshot::tui
