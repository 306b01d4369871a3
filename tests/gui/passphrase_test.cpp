#include "client/read.hpp"
#include "tests/gui/scenes.hpp"
#include "tests/support/catch.hpp"

namespace earshot::gui {
namespace {

void write(Office& office, const QString& field, const QString& text) {
    office.stage.click(field);
    office.stage.press(Qt::Key_A, Qt::ControlModifier);
    office.stage.type(text);
}

TEST_CASE("window of a locked profile takes the passphrase and goes on", "[flows]") {
    Office office;
    office.paper.protect("correct horse", true);
    office.stage.appear();
    REQUIRE(until([&] { return office.stage.shows("unlockSecret"); }));
    CHECK_FALSE(office.stage.shows("sidebar"));
    CHECK_FALSE(office.stage.item("unlockButton").isEnabled());
    // Nothing else can be done meanwhile.
    office.stage.press(Qt::Key_Comma, Qt::ControlModifier);
    settle();
    CHECK_FALSE(office.stage.shows("theme-dark"));

    write(office, "unlockSecret", "wrong horse");
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return office.stage.shows_words("The passphrase is wrong."); }));
    // What was wrong is chosen, so that the next one is typed over it.
    office.stage.type("correct horse");
    CHECK_FALSE(office.stage.shows_words("The passphrase is wrong."));
    office.stage.click("unlockButton");
    REQUIRE(until([&] { return office.stage.shows("sidebar"); }));
    CHECK_FALSE(office.stage.shows("unlock"));
    CHECK(until([&] { return office.stage.session().connection()->is_ready(); }));
    CHECK(until([&] { return office.stage.session().protection()->has_passphrase(); }));
    const auto* const field = office.stage.window().findChild<QQuickItem*>("unlockSecret");
    REQUIRE(field);
    CHECK(field->property("text").toString().isEmpty());
}

TEST_CASE("window says that a passphrase is being checked, and takes no other one", "[flows]") {
    Office office;
    office.paper.protect("correct horse", true);
    office.paper.hold("profile.unlock");
    office.stage.appear();
    REQUIRE(until([&] { return office.stage.shows("unlockSecret"); }));
    write(office, "unlockSecret", "correct horse");
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return office.stage.shows_words("Checking…"); }));
    office.stage.press(Qt::Key_Return);
    settle();
    CHECK(office.paper.calls_of("profile.unlock").size() == 1);
    // Somebody else has opened it: the daemon ends all connections and is there anew.
    office.paper.protect("correct horse", false);
    office.paper.vanish();
    office.paper.listen();
    REQUIRE(until([&] { return office.stage.shows("sidebar"); }));
    CHECK_FALSE(office.stage.session().protection()->is_busy());
}

TEST_CASE("passphrase is set, changed and removed in the settings", "[flows]") {
    Office office;
    office.stage.open();
    auto& protection = *office.stage.session().protection();
    REQUIRE(until([&] { return protection.is_known(); }));
    office.stage.press(Qt::Key_Comma, Qt::ControlModifier);
    REQUIRE(until([&] { return office.stage.shows("passphrase") && office.stage.is_still(); }));
    const auto open_sheet = [&] {
        office.stage.click("passphrase");
        REQUIRE(until([&] { return office.stage.shows("newSecret") && office.stage.is_still(); }));
    };
    const auto closed = [&] { return !office.stage.shows("newSecret") && office.stage.is_still(); };

    open_sheet();
    CHECK_FALSE(office.stage.shows("oldSecret"));
    CHECK_FALSE(office.stage.shows("removePassphrase"));
    write(office, "newSecret", "short");
    CHECK(office.stage.shows_words("At least 8 letters, better several words."));
    write(office, "newSecret", "correct horse");
    write(office, "newSecretAgain", "another horse");
    CHECK(office.stage.shows_words("These are two different passphrases."));
    CHECK_FALSE(office.stage.item("savePassphrase").isEnabled());
    write(office, "newSecretAgain", "correct horse");
    office.stage.click("savePassphrase");
    REQUIRE(until(closed));
    CHECK(protection.has_passphrase());

    open_sheet();
    write(office, "oldSecret", "wrong horse");
    write(office, "newSecret", "second horse");
    write(office, "newSecretAgain", "second horse");
    office.stage.click("savePassphrase");
    REQUIRE(until([&] { return office.stage.shows_words("The passphrase is wrong."); }));
    write(office, "oldSecret", "correct horse");
    office.stage.click("savePassphrase");
    REQUIRE(until(closed));

    // Somebody has changed it elsewhere.
    office.stage.press(Qt::Key_Escape);
    REQUIRE(until([&] { return !office.stage.shows("passphrase") && office.stage.is_still(); }));
    office.paper.protect("", false);
    office.stage.press(Qt::Key_Comma, Qt::ControlModifier);
    REQUIRE(until([&] { return !protection.has_passphrase() && office.stage.is_still(); }));
    office.paper.protect("second horse", false);
    protection.load();
    REQUIRE(until([&] { return protection.has_passphrase(); }));

    open_sheet();
    write(office, "oldSecret", "second horse");
    office.stage.click("removePassphrase");
    REQUIRE(until(closed));
    CHECK_FALSE(protection.has_passphrase());
    REQUIRE(office.paper.calls_of("profile.changeSecret").size() == 4);
    CHECK_FALSE(office.paper.calls_of("profile.changeSecret").back().contains("new"));
}

TEST_CASE("first start offers a passphrase and wants none", "[flows]") {
    Office office;
    office.stage.appearance().setWelcomed(false);
    office.stage.open();
    REQUIRE(
        until([&] { return office.stage.shows("firstPassphrase") && office.stage.is_still(); }));
    CHECK_FALSE(office.stage.shows("newSecret"));
    CHECK(office.stage.item("firstNext").isEnabled());
    office.stage.click("firstPassphrase");
    REQUIRE(until([&] { return office.stage.shows("newSecret"); }));
    CHECK_FALSE(office.stage.item("firstNext").isEnabled());
    settle();
    write(office, "newSecret", "correct horse");
    write(office, "newSecretAgain", "correct horse");
    office.stage.click("firstNext");
    REQUIRE(until([&] { return office.stage.shows("visibility-known"); }));
    const auto calls = office.paper.calls_of("profile.changeSecret");
    REQUIRE(calls.size() == 1);
    CHECK(client::text_in(calls[0], "new") == "correct horse");
    CHECK_FALSE(calls[0].contains("old"));
}

TEST_CASE("window of a profile that a keyring opens wants no passphrase", "[flows]") {
    Office office;
    office.paper.have_keyring(true, true);
    office.stage.appear();
    REQUIRE(until([&] { return office.stage.shows("unlockButton"); }));
    CHECK_FALSE(office.stage.shows("unlockSecret"));
    settle();
    office.stage.press(Qt::Key_Space);
    REQUIRE(until([&] {
        return office.stage.shows_words(
            "Your session's keyring did not open. Open it, then try "
            "again.");
    }));
    CHECK(office.paper.calls_of("profile.unlock").at(0).empty());
    office.paper.open_keyring();
    office.stage.click("unlockButton");
    REQUIRE(until([&] { return office.stage.shows("sidebar"); }));
    CHECK(until([&] { return office.stage.session().protection()->is_in_keyring(); }));
}

TEST_CASE("first start gives the key to the session's keyring, unless told otherwise", "[flows]") {
    Office office;
    office.paper.have_keyring(false);
    office.stage.appearance().setWelcomed(false);
    office.stage.open();
    REQUIRE(until([&] { return office.stage.shows("firstKeyring") && office.stage.is_still(); }));
    SECTION("as proposed") {
        office.stage.click("firstNext");
        REQUIRE(until([&] { return office.stage.shows("visibility-known"); }));
        const auto calls = office.paper.calls_of("profile.changeSecret");
        REQUIRE(calls.size() == 1);
        CHECK(client::text_in(calls[0], "protection") == "keyring");
    }
    SECTION("a passphrase in its place") {
        office.stage.click("firstPassphrase");
        REQUIRE(until([&] { return office.stage.shows("newSecret"); }));
        CHECK_FALSE(office.stage.item("firstKeyring").property("checked").toBool());
        settle();
        office.stage.click("firstKeyring");
        CHECK(until([&] { return !office.stage.shows("newSecret"); }));
    }
    SECTION("neither") {
        office.stage.click("firstKeyring");
        office.stage.click("firstNext");
        REQUIRE(until([&] { return office.stage.shows("visibility-known"); }));
        CHECK(office.paper.calls_of("profile.changeSecret").empty());
    }
}

TEST_CASE("key goes to the session's keyring and comes back in the settings", "[flows]") {
    Office office;
    office.paper.have_keyring(false);
    office.stage.open();
    auto& protection = *office.stage.session().protection();
    REQUIRE(until([&] { return protection.offers_keyring(); }));
    office.stage.press(Qt::Key_Comma, Qt::ControlModifier);
    REQUIRE(until([&] { return office.stage.shows("keyring") && office.stage.is_still(); }));
    office.stage.click("keyring");
    REQUIRE(until([&] { return protection.is_in_keyring(); }));
    CHECK_FALSE(protection.offers_keyring());
    REQUIRE(until([&] { return office.stage.is_still(); }));
    office.stage.click("keyring");
    REQUIRE(until([&] { return protection.offers_keyring(); }));
    CHECK(client::text_in(office.paper.calls_of("profile.changeSecret").back(), "protection") ==
          "key_file");
}

TEST_CASE("daemon from before an update knows no passphrase, and none is offered", "[flows]") {
    Office office;
    office.paper.lack("profile.state");
    office.stage.open();
    office.stage.press(Qt::Key_Comma, Qt::ControlModifier);
    REQUIRE(until([&] { return office.stage.shows("theme-dark"); }));
    settle();
    CHECK_FALSE(office.stage.shows("passphrase"));
}

}  // namespace
}  // namespace earshot::gui
