#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "client/read.hpp"
#include "gui/emoji_model.hpp"
#include "gui/faces.hpp"
#include "gui/language.hpp"
#include "tests/gui/scenes.hpp"
#include "tests/support/catch.hpp"

namespace earshot::gui {
namespace {

using Mode = QAbstractItemModelTester::FailureReportingMode;

/// A session without a window: the models and the paper they read.
class Desk {
public:
    explicit Desk(PaperOffice& office)
        : memory_(QString::fromStdString(office.folder() + "/window.ini"), QSettings::IniFormat) {
        language_.choose(QStringLiteral("en"));
        office.listen();
        Session::Profile profile;
        profile.places = {
            .folder = office.folder(), .socket_folder = office.folder(), .socket = office.socket()};
        session_ = std::make_unique<Session>(profile, appearance_, [] {
            return QDateTime::fromMSecsSinceEpoch(PaperOffice::at(400)).toLocalTime();
        });
    }

    void open() {
        session_->connection()->open();
        REQUIRE(until([&] { return session_->roster()->is_loaded(); }));
        settle();
    }
    void visit(const std::string& person) {
        session_->chat()->open(QString::fromStdString(person));
        REQUIRE(
            until([&] { return session_->chat()->is_open() && session_->chat()->is_loaded(); }));
        settle();
    }
    Session& session() { return *session_; }
    Session* operator->() { return session_.get(); }

private:
    QSettings memory_;
    DesktopWishes desktop_;
    Language language_;
    Appearance appearance_{memory_, desktop_};
    std::unique_ptr<Session> session_;
};

QStringList column(const QAbstractItemModel& model, int role) {
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts.append(model.data(model.index(row, 0), role).toString());
    return texts;
}

QString cell(const QAbstractItemModel& model, int row, int role) {
    return model.data(model.index(row, 0), role).toString();
}

int row_of(const QAbstractItemModel& model, int role, const std::string& value) {
    return static_cast<int>(column(model, role).indexOf(QString::fromStdString(value)));
}

TEST_CASE("roster shows requests, then conversations newest first, then people nearby",
          "[models]") {
    begin_application();
    PaperOffice office;
    const UsualDay day(office);
    Desk desk(office);
    auto& roster = *desk->roster();
    QAbstractItemModelTester tester(&roster, Mode::Fatal);
    desk.open();

    CHECK(column(roster, RosterModel::name_role).first(3) ==
          QStringList{"Noor Haddad", "Bob Tanaka", "Вера Соколова"});
    const auto sections = column(roster, RosterModel::section_role);
    CHECK(sections.first() == "requests");
    CHECK(sections.count("conversations") == 5);
    CHECK(sections.last() == "nearby");
    CHECK(roster.unread() == 2);
    CHECK(roster.nearby() == 9);
}

TEST_CASE("roster tells two people of one name apart, wherever they stand", "[models]") {
    begin_application();
    PaperOffice office;
    const UsualDay day(office);
    Desk desk(office);
    desk.open();
    auto& roster = *desk->roster();

    const auto bob = row_of(roster, RosterModel::person_role, day.bob);
    const auto eve = row_of(roster, RosterModel::person_role, day.eve);
    const auto ada = row_of(roster, RosterModel::person_role, day.ada);
    CHECK(cell(roster, bob, RosterModel::detail_role).startsWith("k7bobtan"));
    CHECK(cell(roster, eve, RosterModel::detail_role).startsWith("x3notbob"));
    CHECK(cell(roster, ada, RosterModel::detail_role).isEmpty());
}

TEST_CASE("roster follows messages, presence, names and people who leave", "[models]") {
    begin_application();
    PaperOffice office;
    const UsualDay day(office);
    Desk desk(office);
    auto& roster = *desk->roster();
    QAbstractItemModelTester tester(&roster, Mode::Fatal);
    desk.open();

    office.receive(day.liu, "Found it", 395);
    REQUIRE(until([&] { return cell(roster, 1, RosterModel::name_role) == "Liu Wei"; }));

    office.tell("presence.changed",
                {{"person", day.bob}, {"presence", "away"}, {"status_text", ""}, {"answers", true}},
                false);
    const auto bob = [&] { return row_of(roster, RosterModel::person_role, day.bob); };
    REQUIRE(until([&] { return cell(roster, bob(), RosterModel::presence_role) == "away"; }));

    office.change(day.vera, [](PaperOffice::Human& human) { human.alias = "Aunt Vera"; });
    REQUIRE(until([&] { return row_of(roster, RosterModel::name_role, "Aunt Vera") >= 0; }));

    const auto before = roster.count();
    office.tell("person.left", {{"person", day.eve}}, false);
    REQUIRE(until([&] { return roster.count() == before - 1; }));
    CHECK(row_of(roster, RosterModel::person_role, day.eve) < 0);
}

TEST_CASE("roster shows who is typing, drafts elsewhere and what waits", "[models]") {
    begin_application();
    PaperOffice office;
    const UsualDay day(office);
    Desk desk(office);
    desk.open();
    auto& roster = *desk->roster();

    const auto kind = [&](const std::string& who) {
        return cell(roster, row_of(roster, RosterModel::person_role, who),
                    RosterModel::preview_kind_role);
    };
    CHECK(kind(day.liu) == "draft");
    office.tell("typing.changed",
                {{"conversation", "c-" + day.bob}, {"person", day.bob}, {"active", true}}, false);
    REQUIRE(until([&] { return kind(day.bob) == "typing"; }));
    // The draft of the conversation that is open is in its composer.
    desk.visit(day.liu);
    CHECK(kind(day.liu) == "text");
}

TEST_CASE("timeline shows days, groups, states and the words of the newest own message",
          "[models]") {
    begin_application();
    PaperOffice office;
    const UsualDay day(office);
    Desk desk(office);
    auto& timeline = *desk->chat()->timeline();
    QAbstractItemModelTester tester(&timeline, Mode::Fatal);
    desk.open();
    desk.visit(day.bob);

    REQUIRE(timeline.rowCount() == 8);
    CHECK(cell(timeline, 0, TimelineModel::text_role) == "Спасибо за чертёж!");
    CHECK(cell(timeline, 0, TimelineModel::delivery_role) == "on Bob Tanaka's computer");
    CHECK(cell(timeline, 1, TimelineModel::delivery_role).isEmpty());
    CHECK(column(timeline, TimelineModel::day_role).filter("day").size() == 2);
    CHECK(cell(timeline, 7, TimelineModel::day_role) == "Yesterday");
    CHECK(cell(timeline, 6, TimelineModel::day_role) == "Today");
    const auto flag = [&](int row, int role) {
        return timeline.data(timeline.index(row), role).toBool();
    };
    CHECK(flag(6, TimelineModel::starts_group_role));
    CHECK_FALSE(flag(6, TimelineModel::ends_group_role));
    CHECK(flag(5, TimelineModel::ends_group_role));
    CHECK(cell(timeline, 5, TimelineModel::spoken_role) ==
          "Bob Tanaka, I checked it against the case twice, 09:12");
}

TEST_CASE("A11 timeline shows where messages are missing, and no more when they have come",
          "[models]") {
    begin_application();
    PaperOffice office;
    const auto ann = office.add({.id = "", .name = "Ann"});
    office.say(ann, "one", 1, false);
    office.lose(ann, 1);
    office.say(ann, "three", 1, false);
    office.say(ann, "mine", 2, true);
    office.lose(ann, 2);
    office.say(ann, "six", 3, false);
    Desk desk(office);
    auto& timeline = *desk->chat()->timeline();
    QAbstractItemModelTester tester(&timeline, Mode::Fatal);
    desk.open();
    desk.visit(ann);

    CHECK(column(timeline, TimelineModel::missing_role) ==
          QStringList{"2 messages of Ann did not come, or were taken back", "",
                      "A message of Ann did not come, or was taken back", ""});
    CHECK(cell(timeline, 0, TimelineModel::spoken_role)
              .startsWith("2 messages of Ann did not come, or were taken back, Ann, six"));
    // The two others are a group but for what is missing between them.
    CHECK(timeline.data(timeline.index(2), TimelineModel::starts_group_role).toBool());
    CHECK(timeline.data(timeline.index(3), TimelineModel::ends_group_role).toBool());

    // It was on its way for longer.
    QSignalSpy changes(&timeline, &QAbstractItemModel::dataChanged);
    office.tell("message.added", {{"message", office.told(ann, {"late", "two", 1, 1, 2})}});
    REQUIRE(until([&] { return timeline.rowCount() == 5; }));
    CHECK(cell(timeline, 2, TimelineModel::missing_role).isEmpty());
    const bool is_told = std::any_of(changes.begin(), changes.end(), [](const auto& change) {
        return change[0].toModelIndex().row() <= 2 && change[1].toModelIndex().row() >= 2 &&
               change[2].template value<QList<int>>().contains(TimelineModel::missing_role);
    });
    CHECK(is_told);
}

TEST_CASE("timeline moves the delivery words to the newer own message", "[models]") {
    begin_application();
    PaperOffice office;
    const UsualDay day(office);
    Desk desk(office);
    auto& timeline = *desk->chat()->timeline();
    QAbstractItemModelTester tester(&timeline, Mode::Fatal);
    desk.open();
    desk.visit(day.bob);

    desk->chat()->send("One more");
    REQUIRE(until([&] { return timeline.rowCount() == 9; }));
    CHECK(cell(timeline, 0, TimelineModel::delivery_role) == "on its way");
    CHECK(cell(timeline, 1, TimelineModel::delivery_role).isEmpty());
    office.tell("message.stateChanged", {{"id", timeline.idOf(0).toStdString()},
                                         {"conversation", "c-" + day.bob},
                                         {"state", "read"}});
    REQUIRE(until([&] { return cell(timeline, 0, TimelineModel::delivery_role) == "read"; }));
}

TEST_CASE("timeline loads a long conversation in windows, from both ends", "[models]") {
    begin_application();
    PaperOffice office;
    const auto ann = office.add({.id = "", .name = "Ann"});
    for (int i = 0; i < 1000; ++i) office.say(ann, "line " + std::to_string(i), i, i % 3 == 0);
    Desk desk(office);
    auto& timeline = *desk->chat()->timeline();
    QAbstractItemModelTester tester(&timeline, Mode::Fatal);
    desk.open();
    desk.visit(ann);

    CHECK(timeline.rowCount() == 50);
    CHECK(cell(timeline, 0, TimelineModel::text_role) == "line 999");
    for (int i = 0; i < 30; ++i) {
        desk->chat()->keepInSight(timeline.idOf(timeline.rowCount() - 1));
        desk->chat()->loadOlder();
        settle();
    }
    CHECK(timeline.rowCount() <= 300);
    CHECK(desk->chat()->has_newer());
    CHECK(cell(timeline, timeline.rowCount() - 1, TimelineModel::text_role) == "line 350");
    desk->chat()->showEnd();
    REQUIRE(until([&] { return !desk->chat()->has_newer(); }));
    CHECK(cell(timeline, 0, TimelineModel::text_role) == "line 999");

    desk->chat()->open(QString::fromStdString(ann), "m500");
    REQUIRE(until([&] { return timeline.rowOf("m500") >= 0; }));
    CHECK(cell(timeline, timeline.rowOf("m500"), TimelineModel::text_role) == "line 499");
}

TEST_CASE("timeline folds what is very long, until all of it is asked for", "[models]") {
    begin_application();
    PaperOffice office;
    const auto ann = office.add({.id = "", .name = "Ann"});
    office.say(ann, std::string(20'000, 'x'), 1, false);
    Desk desk(office);
    desk.open();
    desk.visit(ann);
    auto& timeline = *desk->chat()->timeline();
    const auto length = [&] {
        return timeline.data(timeline.index(0), TimelineModel::blocks_role)
            .toList()
            .first()
            .toMap()["plain"]
            .toString()
            .size();
    };

    CHECK(timeline.data(timeline.index(0), TimelineModel::folded_role).toBool());
    CHECK(length() == 3000);
    timeline.unfold(0);
    CHECK_FALSE(timeline.data(timeline.index(0), TimelineModel::folded_role).toBool());
    CHECK(length() == 20'000);
}

TEST_CASE("search model asks a moment after the last letter and drops older answers", "[models]") {
    begin_application();
    PaperOffice office;
    const UsualDay day(office);
    office.script("search.query", [&](const control::Object& params) -> PaperOffice::Reply {
        control::Array hits;
        hits.push_back(control::Object{
            {"conversation", "c-" + day.bob},
            {"peer_name", "Bob Tanaka"},
            {"snippet", "the <old> drawing"},
            {"matches", control::Array{4, 5}},
            {"message", {{"id", "m3"}, {"author_name", "Bob"}, {"time", PaperOffice::at(1)}}}});
        return control::Json{{"hits", hits}, {"more", !params.contains("before")}};
    });
    Desk desk(office);
    auto& search = *desk->search();
    QAbstractItemModelTester tester(&search, Mode::Fatal);
    desk.open();

    search.setText("o");
    search.setText("old");
    REQUIRE(until([&] { return search.count() == 1; }));
    CHECK(office.calls_of("search.query").size() == 1);
    CHECK(cell(search, 0, SearchModel::snippet_role) == "the <b>&lt;old&gt;</b> drawing");
    CHECK(search.messageAt(0) == "m3");
    search.more();
    REQUIRE(until([&] { return search.count() == 2; }));
    CHECK_FALSE(search.has_more());
    search.setText(" ");
    CHECK(search.count() == 0);
}

TEST_CASE("search model is narrowed to who wrote, and when", "[models]") {
    begin_application();
    PaperOffice office;
    const UsualDay day(office);
    office.script("search.query", [](const control::Object&) -> PaperOffice::Reply {
        return control::Json{{"hits", control::Array{}}, {"more", false}};
    });
    Desk desk(office);
    auto& search = *desk->search();
    desk.open();
    const auto asked = [&](std::size_t count) {
        REQUIRE(until([&] { return office.calls_of("search.query").size() == count; }));
        return office.calls_of("search.query").back();
    };
    const auto dawn = [](int days_ago) {
        return QDateTime::fromMSecsSinceEpoch(PaperOffice::at(400))
            .date()
            .addDays(-days_ago)
            .startOfDay()
            .toMSecsSinceEpoch();
    };

    search.setWriter(QString::fromStdString(day.bob));
    search.setPeriod("week");
    settle();
    CHECK(office.calls_of("search.query").empty());  // Nothing is looked for yet.
    search.setText("old");
    auto params = asked(1);
    CHECK(client::text_in(params, "from") == day.bob);
    CHECK(client::integer_in(params, "since") == dawn(6));
    CHECK_FALSE(params.contains("until"));

    search.setPeriod("today");
    CHECK(client::integer_in(asked(2), "since") == dawn(0));
    search.setPeriod("before-year");
    params = asked(3);
    CHECK(client::integer_in(params, "until") == dawn(364));
    CHECK_FALSE(params.contains("since"));
    search.setPeriod("");
    search.setWriter("");
    params = asked(5);
    for (const auto* param : {"from", "since", "until"}) CHECK_FALSE(params.contains(param));

    const auto partners = desk->roster()->partners();
    REQUIRE(partners.size() == 5);
    CHECK(partners[0].toMap()["id"].toString().toStdString() == day.bob);
    CHECK(partners[0].toMap()["name"].toString() == "Bob Tanaka · k7bobtan");
    CHECK(partners[1].toMap()["name"].toString() == "Вера Соколова");
}

TEST_CASE("switcher finds people by the beginning, words, middle and letters of their names",
          "[models]") {
    CHECK(fit("bo", "Bob Tanaka") == 0);
    CHECK(fit("tan", "Bob Tanaka") == 1);
    CHECK(fit("ana", "Bob Tanaka") == 2);
    CHECK(fit("btk", "Bob Tanaka") == 3);
    CHECK(fit("x", "Bob Tanaka") == -1);
    CHECK(fit("сок", "Вера Соколова") == 1);

    begin_application();
    PaperOffice office;
    const UsualDay day(office);
    Desk desk(office);
    auto& switcher = *desk->switcher();
    QAbstractItemModelTester tester(&switcher, Mode::Fatal);
    desk.open();
    switcher.setCommands(
        {QVariantMap{{"id", "add"}, {"name", "Add somebody"}, {"keys", "Ctrl+N"}}});
    switcher.setText("ad");
    CHECK(switcher.idAt(0).toStdString() == day.ada);
    CHECK(column(switcher, SwitcherModel::kind_role).last() == "command");
    switcher.setText("x3not");
    REQUIRE(switcher.count() == 1);
    CHECK(switcher.idAt(0).toStdString() == day.eve);
}

TEST_CASE("doctor asked about somebody while it looks at everything answers about them",
          "[models]") {
    begin_application();
    PaperOffice office;
    const UsualDay day(office);
    Desk desk(office);
    desk.open();
    auto& doctor = *desk->doctor();
    office.hold("doctor.run");
    doctor.run();
    doctor.run();
    REQUIRE(until([&] { return !office.calls_of("doctor.run").empty(); }));
    office.script("doctor.run", [](const control::Object& params) -> PaperOffice::Reply {
        const auto* who = params.if_contains("who");
        return control::Json{
            {"findings", control::Array{{{"id", "peer"},
                                         {"verdict", "ok"},
                                         {"code", "linked"},
                                         {"evidence", {{"name", who ? "Bob" : "nobody"}}}}}}};
    });
    office.release("doctor.run");
    doctor.run(QString::fromStdString(day.bob));
    REQUIRE(until([&] { return !doctor.is_running(); }));
    CHECK(office.calls_of("doctor.run").size() == 2);
    CHECK(doctor.person().toStdString() == day.bob);
    REQUIRE(doctor.rowCount() == 1);
    CHECK(cell(doctor, 0, DoctorModel::finding_role) == "Bob is connected.");
}

TEST_CASE("doctor model puts causes first and fills in what was measured", "[models]") {
    begin_application();
    PaperOffice office;
    office.script("doctor.run", [](const control::Object&) -> PaperOffice::Reply {
        control::Array findings;
        findings.push_back(control::Object{
            {"id", "clock"},
            {"verdict", "warn"},
            {"code", "behind"},
            {"evidence", {{"seconds_behind", "420"}, {"differ", "5"}, {"compared", "6"}}},
            {"fix", "set_clock"}});
        findings.push_back(control::Object{{"id", "future"},
                                           {"verdict", "ok"},
                                           {"code", "fine"},
                                           {"evidence", control::Object{}},
                                           {"fix", ""}});
        findings.push_back(control::Object{{"id", "firewall"},
                                           {"verdict", "fail"},
                                           {"code", "keeps_out"},
                                           {"evidence", {{"port", "47700"}}},
                                           {"fix", "allow_ufw"}});
        return control::Json{{"findings", findings}, {"took_ms", 10}};
    });
    Desk desk(office);
    auto& doctor = *desk->doctor();
    QAbstractItemModelTester tester(&doctor, Mode::Fatal);
    desk.open();
    doctor.run();
    REQUIRE(until([&] { return doctor.has_run(); }));
    CHECK(doctor.level() == "fail");
    CHECK(doctor.verdict() ==
          "The firewall of this computer keeps others out of port 47700 (chain input).");
    CHECK(cell(doctor, 0, DoctorModel::fix_role) == "In a terminal: sudo ufw allow 47700/tcp");
    CHECK(cell(doctor, 1, DoctorModel::finding_role) ==
          "Your clock is 7 minutes behind 5 of 6 others.");
    CHECK(cell(doctor, 2, DoctorModel::finding_role) == "future: fine");
}

TEST_CASE("emoji are found by English and by Russian names", "[models]") {
    begin_application();
    EmojiModel emoji;
    QAbstractItemModelTester tester(&emoji, Mode::Fatal);
    emoji.refresh();
    CHECK(emoji.rowCount() > 200);
    emoji.setText("printer");
    REQUIRE(emoji.rowCount() == 1);
    CHECK(emoji.at(0) == "🖨️");
    emoji.setText("принтер");
    CHECK(emoji.at(0) == "🖨️");
    emoji.setText("nothing like that");
    CHECK(emoji.rowCount() == 0);
    CHECK(emoji.at(0).isEmpty());
}

TEST_CASE("faces have initials in every script and a hue that stays", "[models]") {
    CHECK(initials_of("Bob Tanaka") == "BT");
    CHECK(initials_of("вера") == "В");
    CHECK(initials_of("Anna Maria de Silva") == "AS");
    CHECK(initials_of("(lab) printer") == "P");
    CHECK(initials_of("") == "?");
    CHECK(initials_of("👩‍💻 Nina") == "👩‍💻N");
    CHECK(hue_of("k7bobtanaka") == hue_of("k7bobtanaka"));
    std::set<int> seen;
    for (int i = 0; i < 200; ++i) seen.insert(hue_of("person" + std::to_string(i)));
    CHECK(seen.size() == 8);
}

}  // namespace
}  // namespace earshot::gui
