#include <QTemporaryDir>

#include "client/read.hpp"
#include "gui/unsent_file.hpp"
#include "tests/gui/scenes.hpp"
#include "tests/support/catch.hpp"

namespace earshot::gui {
namespace {

void refuse_messages(Office& office) {
    office.paper.script("message.send", [](const control::Object&) -> PaperOffice::Reply {
        return control::Failure{control::FailureKind::no_space, "full"};
    });
}

/// The daemon has it, and has not answered yet.
void send_unanswered(Office& office, const QString& text) {
    office.paper.hold("message.send");
    office.stage.type(text);
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return office.paper.calls_of("message.send").size() == 1; }));
}

/// Connection lost and made again, with whatever was held answered.
void come_back(Office& office) {
    office.paper.vanish();
    REQUIRE(until([&] { return !office.stage.session().connection()->is_ready(); }));
    office.paper.release("message.send");
    office.paper.forget_calls();
    office.paper.listen();
    REQUIRE(until([&] { return !office.paper.calls_of("message.send").empty(); }));
    REQUIRE(until([&] { return office.stage.session().connection()->is_ready(); }));
    settle();
}

TEST_CASE("drafts are kept by the daemon, each with its own conversation", "[drafts]") {
    Office office;
    office.stage.open();
    office.stage.visit(office.day.liu);
    CHECK(office.stage.composer_text() == "about the switch in room 4");
    office.stage.visit(office.day.bob);
    CHECK(office.stage.composer_text().isEmpty());
    office.stage.type("half a thought");
    // Leaving stores it at once; the other conversation's text is its own.
    office.stage.visit(office.day.liu);
    CHECK(office.stage.composer_text() == "about the switch in room 4");
    const auto drafts = office.paper.calls_of("draft.set");
    REQUIRE(drafts.size() == 1);
    CHECK(client::text_in(drafts[0], "conversation") == "c-" + office.day.bob);
    CHECK(client::text_in(drafts[0], "body") == "half a thought");
    office.stage.visit(office.day.bob);
    CHECK(office.stage.composer_text() == "half a thought");
    // Opening what is open changes nothing in it.
    office.stage.type("!");
    office.stage.click(QString::fromStdString("row-" + office.day.bob));
    CHECK(office.stage.composer_text() == "half a thought!");
}

TEST_CASE("message that the daemon refuses comes back into the composer", "[drafts]") {
    Office office;
    refuse_messages(office);
    office.stage.open();
    office.stage.visit(office.day.bob);
    office.stage.type("precious");
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return office.stage.composer_text() == "precious"; }));
    CHECK(office.stage.shows_words("The disk is full"));
}

TEST_CASE("message sent while the daemon is away goes out once it is back, with the same ref",
          "[drafts]") {
    Office office;
    office.stage.open();
    office.stage.visit(office.day.bob);
    send_unanswered(office, "are you there");
    office.paper.vanish();
    REQUIRE(until([&] { return !office.stage.session().connection()->is_ready(); }));
    CHECK(office.stage.shows_words("Connection lost"));
    office.paper.listen();
    REQUIRE(until([&] { return office.paper.calls_of("message.send").size() == 2; }));
    const auto sent = office.paper.calls_of("message.send");
    CHECK(sent[0].at("ref") == sent[1].at("ref"));
    CHECK(sent[1].at("body") == "are you there");
}

TEST_CASE("answer to an older message leaves alone what is written in its conversation since",
          "[drafts]") {
    Office office;
    office.stage.open();
    office.stage.visit(office.day.bob);
    send_unanswered(office, "first");
    office.stage.type("newer");
    office.stage.visit(office.day.vera);

    SECTION("when it was taken") {
        come_back(office);
        office.stage.visit(office.day.bob);
        CHECK(office.stage.composer_text() == "newer");
    }
    SECTION("when it was refused, and comes back before it") {
        refuse_messages(office);
        come_back(office);
        CHECK(office.stage.composer_text().isEmpty());
        office.stage.visit(office.day.bob);
        CHECK(office.stage.composer_text() == "first\nnewer");
    }
}

TEST_CASE("message on its way is not in the composer of its conversation any more", "[drafts]") {
    Office office;
    office.stage.open();
    office.stage.visit(office.day.bob);
    office.paper.hold("message.send");
    office.stage.type("once");
    // Long enough that the daemon has it as a draft.
    REQUIRE(until([&] { return !office.paper.calls_of("draft.set").empty(); }));
    office.stage.press(Qt::Key_Return);
    office.stage.visit(office.day.vera);
    office.stage.visit(office.day.bob);
    CHECK(office.stage.composer_text().isEmpty());
}

TEST_CASE("what the daemon does not have outlives the window, and goes to it at the next start",
          "[drafts]") {
    PaperOffice paper;
    const UsualDay day(paper);
    {
        Stage stage(paper);
        stage.open();
        stage.visit(day.bob);
        paper.vanish();
        REQUIRE(until([&] { return !stage.session().connection()->is_ready(); }));
        stage.type("are you there");
        stage.press(Qt::Key_Return);
        stage.type("half a thought");
    }
    CHECK(paper.calls_of("message.send").empty());
    CHECK(paper.calls_of("draft.set").empty());
    std::string ref;
    {
        Stage stage(paper);
        // Unanswered, as when it is closed again too soon.
        paper.hold("message.send");
        stage.open();
        REQUIRE(until([&] { return paper.calls_of("message.send").size() == 1; }));
        ref = client::text_in(paper.calls_of("message.send")[0], "ref");
        stage.visit(day.bob);
        REQUIRE(until([&] { return stage.composer_text() == "half a thought"; }));
        REQUIRE(until([&] { return !paper.calls_of("draft.set").empty(); }));
    }
    paper.release("message.send");
    paper.forget_calls();
    {
        Stage stage(paper);
        stage.open();
        REQUIRE(until([&] { return paper.calls_of("message.send").size() == 1; }));
        const auto sent = paper.calls_of("message.send")[0];
        CHECK(client::text_in(sent, "body") == "are you there");
        CHECK(client::text_in(sent, "ref") == ref);
        CHECK(client::text_in(sent, "conversation") == "c-" + day.bob);
        settle();
    }
    paper.forget_calls();
    Stage stage(paper);
    stage.open();
    CHECK(paper.calls_of("message.send").empty());
    CHECK(UnsentFile(QString::fromStdString(paper.folder() + "/window-unsent.json")).load() ==
          Unsent{});
}

TEST_CASE("draft that became a message while the daemon was away is no draft after the next start",
          "[drafts]") {
    PaperOffice paper;
    const UsualDay day(paper);
    paper.mark(day.bob, "draft", "are you");
    {
        Stage stage(paper);
        stage.open();
        stage.visit(day.bob);
        paper.vanish();
        REQUIRE(until([&] { return !stage.session().connection()->is_ready(); }));
        stage.type(" there");
        stage.press(Qt::Key_Return);
    }
    Stage stage(paper);
    stage.open();
    REQUIRE(until([&] { return paper.calls_of("draft.set").size() == 1; }));
    CHECK(client::text_in(paper.calls_of("draft.set")[0], "body").empty());
}

TEST_CASE("message that waited longer than the daemon remembers becomes a draft", "[drafts]") {
    PaperOffice paper;
    const UsualDay day(paper);
    paper.mark(day.bob, "draft", "written elsewhere");
    const UnsentFile file(QString::fromStdString(paper.folder() + "/window-unsent.json"));
    REQUIRE(file.store({.messages = {{"c-" + day.bob, "long ago", "r1", 1}}, .drafts = {}}));
    Stage stage(paper);
    stage.open();
    stage.visit(day.bob);
    REQUIRE(until([&] { return stage.composer_text() == "long ago\nwritten elsewhere"; }));
    CHECK(paper.calls_of("message.send").empty());
}

TEST_CASE("file of unsent texts is its owner's, and may hold anything without harm", "[drafts]") {
    begin_application();
    QTemporaryDir folder;
    const auto path = folder.filePath("unsent.json");
    const UnsentFile file(path);
    CHECK(file.load() == Unsent{});
    const Unsent unsent{.messages = {{"c1", "a \"quoted\"\nline", "r1", 1'794'902'400'000}},
                        .drafts = {{"c2", "привет"}, {"c3", ""}}};
    REQUIRE(file.store(unsent));
    CHECK(file.load() == unsent);
    CHECK((QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther)) == 0);
    REQUIRE(file.store({}));
    CHECK_FALSE(file.exists());
    for (const char* text : {"", "[]", "{", R"({"messages":[{"body":1}],"drafts":"x"})"}) {
        QFile damaged(path);
        REQUIRE(damaged.open(QIODevice::WriteOnly));
        damaged.write(text);
        damaged.close();
        CHECK(file.load() == Unsent{});
    }
    CHECK_FALSE(UnsentFile("/nowhere/unsent.json").store(unsent));
}

}  // namespace
}  // namespace earshot::gui
