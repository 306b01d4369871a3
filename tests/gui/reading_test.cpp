#include <QAccessible>
#include <QQuickItem>
#include <QSignalSpy>
#include <QTest>

#include "client/read.hpp"
#include "gui/announcer.hpp"
#include "tests/gui/scenes.hpp"
#include "tests/support/catch.hpp"

namespace earshot::gui {
namespace {

/// Above which message the unread line stands; empty where there is none on show.
QString unread_from(Stage& stage) {
    auto* line = stage.find(QStringLiteral("unreadLine"));
    for (auto* item = line; item; item = item->parentItem())
        if (const auto message = item->property("messageId"); message.isValid())
            return message.toString();
    return {};
}

/// How far below the upper edge of the messages the unread line stands.
double unread_below(Stage& stage) {
    auto& line = stage.item(QStringLiteral("unreadLine"));
    auto& timeline = stage.item(QStringLiteral("timeline"));
    return line.mapToItem(&timeline, QPointF{}).y();
}

TEST_CASE("links of a message are in its menu, with where they lead, and are asked about as ever",
          "[flows]") {
    Office office;
    office.paper.say(office.day.bob, "The [wiki](smb://nas/boards), again smb://nas/boards", 395,
                     false);
    office.stage.open();
    office.stage.visit(office.day.bob);
    office.stage.press(Qt::Key_Up);  // Out of the empty composer.
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return office.stage.shows("openLink-0"); }));
    CHECK_FALSE(office.stage.shows("openLink-1"));
    auto* entry = QAccessible::queryAccessibleInterface(office.stage.find("openLink-0"));
    REQUIRE(entry);
    CHECK(entry->text(QAccessible::Name) == "Open smb://nas/boards");
    // By the message, wherever the mouse is.
    auto& menu = *office.stage.find("openLink-0");
    CHECK(menu.mapToScene({}).x() > office.stage.item("timeline").mapToScene({}).x());

    office.stage.press(Qt::Key_Down);
    office.stage.press(Qt::Key_Down);
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return office.stage.shows("openLink"); }));
    CHECK(office.stage.shows_words("smb://nas/boards"));
}

TEST_CASE("menu of a message without links has none of the message before", "[flows]") {
    Office office;
    office.paper.say(office.day.bob, "smb://nas/boards", 395, false);
    office.paper.say(office.day.bob, "That was all", 396, false);
    office.stage.open();
    office.stage.visit(office.day.bob);
    office.stage.press(Qt::Key_Up);
    office.stage.press(Qt::Key_Up);
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return office.stage.shows("openLink-0"); }));
    office.stage.press(Qt::Key_Escape);
    REQUIRE(until([&] { return !office.stage.shows("copyMessage"); }));
    office.stage.press(Qt::Key_Down);
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return office.stage.shows("copyMessage"); }));
    CHECK_FALSE(office.stage.shows("openLink-0"));
}

TEST_CASE("what arrives in the open conversation is said once, and nothing else is", "[flows]") {
    Office office;
    office.stage.open();
    auto* announcer = office.stage.window().findChild<Announcer*>();
    REQUIRE(announcer);
    QSignalSpy said(announcer, &Announcer::wordsChanged);
    office.stage.visit(office.day.noor);
    office.stage.visit(office.day.bob);
    settle();
    CHECK(said.isEmpty());  // What is only loaded.

    office.paper.receive(office.day.bob, "Are you coming?", 396);
    REQUIRE(until([&] { return !said.isEmpty(); }));
    auto* heard = QAccessible::queryAccessibleInterface(announcer);
    REQUIRE(heard);
    CHECK(heard->role() == QAccessible::Notification);
    CHECK(heard->text(QAccessible::Name).startsWith("Bob Tanaka, Are you coming?, "));
    office.paper.receive(office.day.vera, "Elsewhere", 397);
    office.stage.type("Yes");
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return office.stage.shows_words("Elsewhere"); }));
    settle();
    CHECK(said.size() == 1);

    // A request that is accepted is told of again, message by message.
    office.stage.visit(office.day.noor);
    office.stage.click("acceptRequest");
    REQUIRE(until([&] { return !office.stage.shows("requestBanner"); }));
    settle();
    CHECK(said.size() == 1);
}

TEST_CASE("unread line stands above the first unread message, which a button and a key show",
          "[flows]") {
    Office office;
    const auto first = QString::fromStdString(leave_unread(office.paper, office.day, 60));
    office.stage.open();
    office.stage.visit(office.day.vera);
    REQUIRE(until([&] { return office.stage.shows("toUnread"); }));
    SECTION("by the button") { office.stage.click("toUnread"); }
    SECTION("by the key") { office.stage.press(Qt::Key_Home, Qt::AltModifier); }
    SECTION("also when it is read by now, and nothing of it is loaded any more") {
        office.stage.session().chat()->showEnd();
        office.stage.press(Qt::Key_End, Qt::ControlModifier);
        office.stage.press(Qt::Key_Home, Qt::AltModifier);
    }
    REQUIRE(until([&] { return unread_from(office.stage) == first; }));
    REQUIRE(until([&] { return !office.stage.shows("toUnread"); }));
    CHECK(unread_below(office.stage) >= 0);
    CHECK(unread_below(office.stage) < office.stage.item("timeline").height() / 4);
}

TEST_CASE("first unread message is found again from far away after it was read", "[flows]") {
    Office office;
    const auto first = QString::fromStdString(leave_unread(office.paper, office.day, 900));
    office.stage.open();
    office.stage.visit(office.day.vera);
    office.stage.click("toEnd");
    REQUIRE(until([&] { return !office.paper.calls_of("conversation.markRead").empty(); }));
    REQUIRE(office.stage.session().chat()->timeline()->rowOf(first) < 0);
    office.stage.press(Qt::Key_Home, Qt::AltModifier);
    REQUIRE(until([&] { return unread_from(office.stage) == first; }));
    REQUIRE(until([&] { return unread_below(office.stage) >= 0; }));
    CHECK(unread_below(office.stage) < office.stage.item("timeline").height() / 4);
}

TEST_CASE("nothing points to unread messages where they are in sight", "[flows]") {
    Office office;
    const auto last = office.paper.say(office.day.vera, "The last one", 340, false);
    office.paper.mark(office.day.vera, "unread", 1);
    office.paper.mark(office.day.vera, "first_unread", control::Json(last));
    office.stage.open();
    office.stage.visit(office.day.vera);
    REQUIRE(until([&] { return unread_from(office.stage) == QString::fromStdString(last); }));
    settle();
    CHECK_FALSE(office.stage.shows("toUnread"));
}

TEST_CASE("details of a message tell when each step was and who keeps a copy", "[flows]") {
    Office office;
    const auto sent = office.paper.say(office.day.bob, "On its way", 396, true, "read");
    office.paper.script("message.info", [&](const control::Object&) -> PaperOffice::Reply {
        return control::Json{
            {"message", {{"id", sent}, {"time", PaperOffice::at(396)}, {"state", "read"}}},
            {"devices", control::Array{{{"device", "d1qqqqqqqq"},
                                        {"state", "read"},
                                        {"time", PaperOffice::at(399)},
                                        {"delivered", PaperOffice::at(397)}}}},
            {"carriers",
             control::Array{{{"device", "d7qqqqqqqq"},
                             {"person", {{"id", office.day.ada}, {"name", "Ada Okafor"}}}},
                            {{"device", "d8qqqqqqqq"}}}}};
    });
    office.stage.open();
    office.stage.visit(office.day.bob);
    office.stage.press(Qt::Key_Up);
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return office.stage.shows("messageDetails"); }));
    office.stage.press(Qt::Key_Down);
    office.stage.press(Qt::Key_Down);
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return office.stage.shows("carrier"); }));
    const auto* times = office.stage.session().times();
    CHECK(office.stage.shows_words("delivered " + times->moment(PaperOffice::at(397)) + "\nread " +
                                   times->moment(PaperOffice::at(399))));
    CHECK(office.stage.shows_words("Ada Okafor, device d7qqqqqq"));
    CHECK(office.stage.shows_words("Device d8qqqqqq"));
}

TEST_CASE("details of what others wrote tell from which device it came, and how", "[flows]") {
    Office office;
    const auto got = office.paper.say(office.day.bob, "Here I am", 396, false, "received");
    const auto [route, words] = GENERATE(table<std::string, QString>(
        {{"direct", "Came directly from device b1qqqqqq"},
         {"relayed", "Came from device b1qqqqqq through somebody else's computer"},
         {"carried", "Came from device b1qqqqqq; others kept it until they met you"}}));
    office.paper.script("message.info", [&](const control::Object&) -> PaperOffice::Reply {
        return control::Json{
            {"message", {{"id", got}, {"time", PaperOffice::at(396)}, {"state", "received"}}},
            {"source", {{"device", "b1qqqqqqqq"}, {"route", route}}},
            {"devices", control::Array{}},
            {"carriers", control::Array{}}};
    });
    office.stage.open();
    office.stage.visit(office.day.bob);
    office.stage.press(Qt::Key_Up);
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return office.stage.shows("messageDetails"); }));
    office.stage.click("messageDetails");
    CHECK(until([&] { return office.stage.shows("source") && office.stage.shows_words(words); }));
}

}  // namespace
}  // namespace earshot::gui
