#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

#include "client/read.hpp"
#include "tests/gui/scenes.hpp"
#include "tests/support/catch.hpp"

namespace earshot::gui {
namespace {

TEST_CASE("window opens a conversation by click and says what it looks at", "[flows]") {
    Office office;
    office.stage.open();
    office.stage.click(QString::fromStdString("row-" + office.day.vera));
    REQUIRE(until([&] { return office.stage.shows_words("Спасибо! Посмотрю после обеда"); }));
    // As soon as the end is in sight.
    REQUIRE(until([&] {
        const auto calls = office.paper.calls_of("session.focus");
        return !calls.empty() &&
               client::text_in(calls.back(), "conversation") == "c-" + office.day.vera;
    }));
    // What is in sight at the end is read.
    REQUIRE(until([&] { return !office.paper.calls_of("conversation.markRead").empty(); }));
}

TEST_CASE("composer sends with Enter, breaks with Shift+Enter and keeps the order", "[flows]") {
    Office office;
    office.stage.open();
    office.stage.visit(office.day.bob);
    office.stage.type("one");
    office.stage.press(Qt::Key_Return, Qt::ShiftModifier);
    office.stage.type("two");
    CHECK(office.stage.composer_text() == "one\ntwo");
    CHECK(office.paper.calls_of("message.send").empty());
    office.stage.press(Qt::Key_Return);
    office.stage.type("three");
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return office.paper.calls_of("message.send").size() == 2; }));
    const auto sent = office.paper.calls_of("message.send");
    CHECK(client::text_in(sent[0], "body") == "one\ntwo");
    CHECK(client::text_in(sent[1], "body") == "three");
    CHECK(client::text_in(sent[0], "ref") != client::text_in(sent[1], "ref"));
    CHECK(office.stage.composer_text().isEmpty());
}

TEST_CASE("composer never sends what is pasted, however many lines it has", "[flows]") {
    Office office;
    office.stage.open();
    office.stage.visit(office.day.bob);
    QGuiApplication::clipboard()->setText("rm -rf build\nmake\n");
    office.stage.press(Qt::Key_V, Qt::ControlModifier);
    CHECK(office.stage.composer_text() == "rm -rf build\nmake\n");
    CHECK(office.paper.calls_of("message.send").empty());
}

TEST_CASE("request is accepted, declined or blocked from its conversation", "[flows]") {
    Office office;
    office.stage.open();
    office.stage.visit(office.day.noor);
    REQUIRE(office.stage.shows("requestBanner"));
    SECTION("accepted") {
        office.stage.click("acceptRequest");
        REQUIRE(until([&] { return !office.stage.shows("requestBanner"); }));
        CHECK(office.paper.calls_of("requests.accept").size() == 1);
    }
    SECTION("declined") {
        office.stage.click("declineRequest");
        REQUIRE(until([&] { return !office.stage.session().chat()->is_open(); }));
    }
    SECTION("blocked") {
        office.stage.click("blockRequest");
        REQUIRE(until([&] { return !office.paper.calls_of("people.block").empty(); }));
        CHECK(office.paper.calls_of("requests.decline").size() == 1);
    }
}

TEST_CASE("stranger under the name of a contact is told of where they write", "[flows]") {
    Office office;
    office.stage.open();
    office.stage.visit(office.day.eve);
    CHECK(office.stage.shows("namesakeBanner"));
    office.stage.visit(office.day.bob);
    CHECK_FALSE(office.stage.shows("namesakeBanner"));
}

TEST_CASE("verification sheet shows number and code, and believes the user", "[flows]") {
    Office office;
    office.stage.open();
    office.stage.visit(office.day.ada);
    office.stage.click("verifyButton");
    REQUIRE(until([&] { return office.stage.shows_words("30035"); }));
    office.stage.click("numbersSame");
    REQUIRE(until([&] { return office.stage.session().chat()->person().verified; }));
    const auto confirmed = office.paper.calls_of("verify.confirm");
    REQUIRE(confirmed.size() == 1);
    CHECK(client::text_in(confirmed[0], "number").size() == 60);
    CHECK(office.stage.shows_words("Ada Okafor is verified"));
}

TEST_CASE("comparing live goes through its stages as the daemon tells of them", "[flows]") {
    Office office;
    office.stage.open();
    office.stage.visit(office.day.ada);
    office.stage.click("verifyButton");
    REQUIRE(until([&] { return office.stage.shows("startLive"); }));
    const auto stage_is = [&](const char* stage, const char* code) {
        control::Object comparison{{"person", {{"id", office.day.ada}, {"name", "Ada Okafor"}}},
                                   {"stage", stage}};
        if (*code != '\0') comparison["code"] = code;
        office.paper.tell("verify.sas.changed", {{"comparison", comparison}});
    };
    stage_is("comparing", "482913");
    REQUIRE(until([&] { return office.stage.shows_words("482 913"); }));
    settle();
    office.stage.click("liveSame");
    REQUIRE(until([&] { return office.paper.calls_of("verify.sas.confirm").size() == 1; }));
    CHECK(office.paper.calls_of("verify.sas.confirm")[0].at("code") == "482 913");
    stage_is("failed", "");
    REQUIRE(until([&] { return office.stage.shows_words("Nothing has changed"); }));
}

TEST_CASE("keys go to the next person, to search, to the switcher and back", "[flows]") {
    Office office;
    office.stage.open();
    office.stage.press(Qt::Key_K, Qt::ControlModifier);
    REQUIRE(until([&] { return office.stage.shows("switcherField"); }));
    office.stage.type("ver");
    settle();
    office.stage.type(QString());
    office.stage.press(Qt::Key_Escape);
    REQUIRE(until([&] { return !office.stage.shows("switcherField"); }));

    office.stage.press(Qt::Key_1, Qt::ControlModifier);
    REQUIRE(until([&] {
        return office.stage.session().chat()->person().id == QString::fromStdString(office.day.bob);
    }));
    office.stage.press(Qt::Key_Down, Qt::AltModifier);
    REQUIRE(until([&] {
        return office.stage.session().chat()->person().id ==
               QString::fromStdString(office.day.vera);
    }));
    office.stage.press(Qt::Key_F, Qt::ControlModifier);
    REQUIRE(until([&] { return office.stage.shows("searchHereField"); }));
    office.stage.press(Qt::Key_Escape);
    REQUIRE(until([&] { return !office.stage.shows("searchHereField"); }));
    office.stage.press(Qt::Key_Slash, Qt::ControlModifier);
    REQUIRE(until([&] { return office.stage.shows_words("Ctrl+Shift+F"); }));
}

TEST_CASE("what an older daemon lacks is not there, and nobody is told of it", "[flows]") {
    Office office;
    for (const auto* method :
         {"search.query", "notify.set", "notify.snooze", "notify.get", "message.info",
          "session.focus", "typing.set", "draft.set", "people.notifyWhenSeen"})
        office.paper.lack(method);
    for (const auto* key : {"privacy.typing", "privacy.read", "notify.privacy", "notify.hours"})
        office.paper.unset(key);
    office.stage.open();
    office.stage.visit(office.day.bob);
    CHECK_FALSE(office.stage.shows("searchHereButton"));
    office.stage.press(Qt::Key_F, Qt::ControlModifier);
    CHECK_FALSE(office.stage.shows("searchHereField"));
    office.stage.press(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
    office.stage.press(Qt::Key_I, Qt::ControlModifier);
    REQUIRE(until([&] { return office.stage.shows("aliasField"); }));
    CHECK_FALSE(office.stage.shows("muteToggle"));
    CHECK_FALSE(office.stage.shows("watchToggle"));
    office.stage.press(Qt::Key_Comma, Qt::ControlModifier);
    REQUIRE(until([&] { return office.stage.shows("theme"); }));
    for (const auto* name : {"tellsTyping", "tellsRead", "notifyPrivacy", "hoursField", "snooze"})
        CHECK_FALSE(office.stage.shows(name));
    office.stage.press(Qt::Key_Escape);
    office.stage.press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    office.stage.type("vera");
    CHECK(office.paper.calls_of("search.query").empty());
    office.stage.press(Qt::Key_Escape);
    office.stage.visit(office.day.liu);
    office.stage.type("typed");
    office.stage.visit(office.day.bob);
    settle();
    CHECK_FALSE(office.stage.shows("toast"));
}

TEST_CASE("whoever is waited for is so until that is taken back", "[flows]") {
    Office office;
    office.stage.open();
    office.stage.visit(office.day.bob);
    office.stage.press(Qt::Key_I, Qt::ControlModifier);
    REQUIRE(until([&] { return office.stage.shows("watchToggle"); }));
    const auto is_on = [&] {
        return office.stage.item("watchToggle").property("checked").toBool();
    };
    CHECK_FALSE(is_on());
    for (const bool on : {true, false}) {
        office.stage.click("watchToggle");
        REQUIRE(until([&] {
            const auto calls = office.paper.calls_of("people.notifyWhenSeen");
            return calls.size() == (on ? 1U : 2U) && client::flag_in(calls.back(), "on") == on;
        }));
        CHECK(until([&] { return is_on() == on; }));
    }
    // Once they have come, the daemon says that it is over.
    office.paper.change(office.day.bob, [](auto& human) { human.watched = true; });
    REQUIRE(until([&] { return is_on(); }));
    office.paper.change(office.day.bob, [](auto& human) { human.watched = false; });
    CHECK(until([&] { return !is_on(); }));
}

TEST_CASE("working hours are kept as they are typed, and what is none is said so", "[flows]") {
    Office office;
    office.stage.open();
    office.stage.press(Qt::Key_Comma, Qt::ControlModifier);
    REQUIRE(until([&] { return office.stage.shows("hoursField"); }));
    auto& field = office.stage.item("hoursField");
    field.forceActiveFocus();
    office.stage.type("mon-fri 8-17");
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return !office.paper.calls_of("config.set").empty(); }));
    CHECK(client::text_in(office.paper.calls_of("config.set").back(), "value") == "mon-fri 8-17");
    office.paper.script("config.set", [](const control::Object&) {
        return control::Failure{control::FailureKind::invalid_params, "no hours"};
    });
    office.stage.type("!");
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return office.stage.shows_words("Say it like this"); }));
    CHECK(field.property("text").toString() == "mon-fri 8-17!");
}

TEST_CASE("outside working hours the own card says so", "[flows]") {
    Office office;
    office.paper.script("presence.get", [](const control::Object&) {
        return control::Json{{"state", "online"}, {"text", ""}, {"off_hours", true}};
    });
    office.stage.open();
    CHECK(until([&] { return office.stage.shows_words("Outside your working hours"); }));
    // The moon ends that.
    office.stage.click("dndButton");
    REQUIRE(until([&] { return !office.paper.calls_of("presence.set").empty(); }));
    CHECK(client::text_in(office.paper.calls_of("presence.set").back(), "state") == "online");
}

TEST_CASE(
    "long message is shown whole when that is asked for, and words say a state under the mouse",
    "[flows]") {
    Office office;
    office.paper.say(office.day.bob, std::string(20'000, 'x'), 394, true, "carried");
    office.stage.open();
    office.stage.visit(office.day.bob);
    const auto height = [&] { return office.stage.item("bubble").height(); };
    REQUIRE(until([&] { return office.stage.shows("unfold"); }));

    auto& state = office.stage.item("state");
    const auto middle = state.mapToScene({state.width() / 2, state.height() / 2}).toPoint();
    QTest::mouseMove(&office.stage.window(), middle);
    REQUIRE(until([&] { return office.stage.shows_words("kept by others"); }));

    const auto folded = height();
    office.stage.click("unfold");
    REQUIRE(until([&] { return !office.stage.shows("unfold"); }));
    CHECK(height() > 2 * folded);
}

TEST_CASE("who is typing is shown also before anything has been said", "[flows]") {
    Office office;
    const auto ann = office.paper.add({.id = "", .name = "Ann"});
    office.stage.open();
    office.stage.visit(ann);
    const auto types = [&](bool active, const std::string& who) {
        office.paper.tell("typing.changed",
                          {{"conversation", "c-" + who}, {"person", who}, {"active", active}});
    };
    types(true, ann);
    REQUIRE(until([&] { return office.stage.shows_words("Ann is typing"); }));
    types(false, ann);
    REQUIRE(until([&] { return !office.stage.shows_words("Ann is typing"); }));

    // Who goes elsewhere meanwhile finds nobody else typing there.
    types(true, ann);
    REQUIRE(until([&] { return office.stage.shows_words("Ann is typing"); }));
    office.stage.visit(office.day.eve);
    CHECK_FALSE(office.stage.session().chat()->is_typing());
}

TEST_CASE("narrow window shows one pane at a time", "[flows]") {
    Office office;
    office.stage.open(420, 700);
    CHECK(office.stage.shows("roster"));
    CHECK_FALSE(office.stage.shows("composer"));
    office.stage.visit(office.day.bob);
    CHECK(office.stage.shows("composer"));
    CHECK_FALSE(office.stage.shows("roster"));
    office.stage.click("backButton");
    REQUIRE(until([&] { return office.stage.shows("roster"); }));
    office.stage.visit(office.day.bob);
    office.stage.resize(1200, 700);
    CHECK(office.stage.shows("composer"));
    CHECK(office.stage.shows("roster"));
}

TEST_CASE("windows of several profiles are told apart by name and colour", "[flows]") {
    const auto top_color = [](const QString& profile) {
        PaperOffice paper;
        const UsualDay day{paper};
        Stage stage{paper, 400, profile};
        stage.open();
        CHECK(stage.shows_words(profile.isEmpty() ? "Earshot" : "Earshot · " + profile));
        CHECK(stage.shows("profileBand") == !profile.isEmpty());
        return stage.grab().pixelColor(100, 1).name().toStdString();
    };
    const auto usual = top_color({});
    const auto work = top_color("work");
    CHECK(work != usual);
    CHECK(work == top_color("work"));
    CHECK(work != top_color("club"));
}

TEST_CASE("settings hold at once and are stored by the daemon", "[flows]") {
    Office office;
    office.stage.open();
    office.stage.press(Qt::Key_Comma, Qt::ControlModifier);
    REQUIRE(until([&] { return office.stage.shows("theme-dark"); }));
    office.stage.click("theme-dark");
    CHECK(office.stage.appearance().is_dark());
    REQUIRE(until([&] { return office.paper.calls_of("config.set").size() == 1; }));
    CHECK(office.paper.calls_of("config.set")[0].at("key") == "ui.theme");
    office.stage.click("language-ru");
    REQUIRE(until([&] { return office.stage.shows_words("Настройки"); }));
    office.stage.click("language-en");
    REQUIRE(until([&] { return office.stage.shows_words("Settings"); }));
    office.stage.click("larger");
    CHECK(office.stage.appearance().scale() == 110);
}

TEST_CASE("first start asks for a name and where to be seen, and once only", "[flows]") {
    Office office;
    office.stage.appearance().setWelcomed(false);
    office.stage.open();
    REQUIRE(until([&] { return office.stage.shows("firstName"); }));
    settle();
    office.stage.item("firstName").setProperty("text", "Mira");
    office.stage.click("firstNext");
    REQUIRE(until([&] { return !office.paper.calls_of("profile.update").empty(); }));
    CHECK(office.paper.calls_of("profile.update")[0].at("name") == "Mira");
    REQUIRE(until([&] { return office.stage.shows("visibility-known"); }));
    office.stage.click("firstNext");
    REQUIRE(until([&] { return !office.stage.shows("firstNext"); }));
    CHECK(office.stage.appearance().is_welcomed());
}

TEST_CASE("network strip opens the check, which shows causes with a fix", "[flows]") {
    Office office;
    office.paper.script("doctor.run", [](const control::Object&) -> PaperOffice::Reply {
        control::Array findings;
        findings.push_back(control::Object{{"id", "firewall"},
                                           {"verdict", "fail"},
                                           {"code", "keeps_out"},
                                           {"evidence", {{"port", "47700"}, {"chain", "input"}}},
                                           {"fix", "allow_ufw"}});
        return control::Json{{"findings", findings}, {"took_ms", 10}};
    });
    office.stage.open();
    office.stage.click("networkStrip");
    REQUIRE(until([&] { return office.stage.shows_words("sudo ufw allow 47700/tcp"); }));
    CHECK(office.paper.calls_of("doctor.run").size() == 1);
    // The strip says it from then on.
    office.stage.press(Qt::Key_Escape);
    CHECK(office.stage.shows_words("keeps others out of port 47700"));
}

TEST_CASE("link with a scheme that may do more than show a page is asked about", "[flows]") {
    Office office;
    office.stage.open();
    QMetaObject::invokeMethod(&office.stage.item("chatPane"), "linkWanted",
                              Q_ARG(QString, "smb://nas/boards"));
    REQUIRE(until([&] { return office.stage.shows("openLink"); }));
    CHECK(office.stage.shows_words("smb://nas/boards"));
}

TEST_CASE("card that the desktop hands over is asked about before anybody is added", "[flows]") {
    Office office;
    const QString card = "earshot:" + QString(180, 'a');
    // Before there is a connection, as from the command line.
    office.stage.session().take_argument(card);
    office.stage.open();
    REQUIRE(until([&] { return office.stage.shows("openLink"); }));
    REQUIRE(until([&] { return office.stage.is_still(); }));
    CHECK(office.stage.shows_words("Add somebody?"));
    CHECK(office.paper.calls_of("people.add").empty());
    SECTION("and added when somebody agrees") {
        office.stage.click("openLink");
        REQUIRE(until([&] { return office.paper.calls_of("people.add").size() == 1; }));
        CHECK(client::text_in(office.paper.calls_of("people.add")[0], "card") ==
              card.toStdString());
    }
    SECTION("and not when nobody does") {
        office.stage.press(Qt::Key_Escape);
        settle();
        CHECK(office.paper.calls_of("people.add").empty());
    }
}

TEST_CASE("quitting asks whether to go offline, too", "[flows]") {
    Office office;
    office.paper.script("daemon.stop", [](const control::Object&) -> PaperOffice::Reply {
        return control::Json(control::Object{});
    });
    office.stage.open();
    QSignalSpy finished(&office.stage.session(), &Session::finished);
    emit office.stage.session().quitAsked();
    REQUIRE(until([&] { return office.stage.shows("quitWindow") && office.stage.is_still(); }));
    CHECK(finished.isEmpty());
    SECTION("only the window") {
        office.stage.click("quitWindow");
        REQUIRE(until([&] { return finished.size() == 1; }));
        CHECK(office.paper.calls_of("daemon.stop").empty());
    }
    SECTION("the daemon, too") {
        office.stage.click("quitAll");
        REQUIRE(until([&] { return finished.size() == 1; }));
        CHECK(office.paper.calls_of("daemon.stop").size() == 1);
    }
    SECTION("nothing") {
        office.stage.press(Qt::Key_Escape);
        CHECK(finished.isEmpty());
    }
}

TEST_CASE("what the desktop hands over and is no card does nothing but show the window",
          "[flows]") {
    Office office;
    office.stage.open();
    office.stage.session().take_argument("file:///bin/sh");
    settle();
    CHECK_FALSE(office.stage.shows("openLink"));
}

}  // namespace
}  // namespace earshot::gui
