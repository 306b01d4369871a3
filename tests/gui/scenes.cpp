#include "tests/gui/scenes.hpp"

#include "tests/support/catch.hpp"

namespace earshot::gui {

UsualDay::UsualDay(PaperOffice& office) {
    bob = office.add({.id = "k7bobtanaka" + std::string(41, 'q'),
                      .name = "Bob Tanaka",
                      .verified = true,
                      .status_text = "Desk 3.14"});
    vera = office.add({.id = "", .name = "Вера Соколова", .presence = "away", .verified = true});
    ada = office.add({.id = "", .name = "Ada Okafor", .presence = "busy"});
    liu = office.add({.id = "",
                      .name = "Liu Wei",
                      .presence = "offline",
                      .nearby = false,
                      .last_seen = PaperOffice::at(120)});
    const auto sam =
        office.add({.id = "", .name = "Sam Ortega", .presence = "offline", .nearby = false});
    noor = office.add({.id = "", .name = "Noor Haddad", .state = "unknown"});
    eve = office.add({.id = "x3notbob" + std::string(44, 'q'),
                      .name = "Bob Tanaka",
                      .state = "unknown",
                      .namesake = bob});
    office.add(
        {.id = "", .name = "print-lab", .state = "unknown", .status_text = "Shared machine"});
    office.add({.id = "", .name = "Jonas Weber", .presence = "away", .state = "unknown"});
    office.add({.id = "",
                .name = "Maximiliane Wolfeschlegelsteinhausenbergerdorff-Kowalczyk",
                .state = "unknown"});
    office.add({.id = "", .name = "שרה כהן", .state = "unknown"});

    office.say(sam, "Are you back on Friday?", -1500, true, "queued");
    office.say(liu, "The switch is in room 4", 90, false);
    office.mark(liu, "draft", "about the switch in room 4");
    office.say(ada, "will send it before the demo", 320, false);
    office.mark(ada, "muted", true);
    office.say(vera, "Чертёж готов", 335, true, "read");
    office.say(vera, "Спасибо! Посмотрю после обеда", 338, false);
    office.mark(vera, "unread", 2);
    office.say(noor, "Hello, I am new here and would like to ask about the printer.", 350, false);
    office.mark(noor, "request", true);

    office.say(bob, "See you tomorrow", -900, true, "read");
    office.say(bob,
               "Morning! The connector moved 2 mm, so the old drawing is **wrong**. New one is in "
               "//nas/boards/rev-c",
               72, false);
    office.say(bob, "I checked it against the case twice", 72, false);
    office.say(bob, "Good catch. Does it change the cut-out as well?", 386, true, "read");
    office.say(bob, "```\ncutout.x = 18.40   # was 16.40\ncutout.r = 1.25\n```", 388, false);
    office.say(bob, "> does it change the cut-out\n\nYes, both:\n\n1. width\n2. `radius`, a little",
               391, false);
    office.say(bob, "Great, I will print one tonight and leave it on your desk 🖨️", 393, true);
    office.say(bob, "Спасибо за чертёж!", 393, true);
}

UsualDay busy_day(PaperOffice& office) {
    UsualDay day(office);
    day.long_name = office.add(
        {.id = "", .name = "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff of the Third Floor"});
    day.hebrew = office.add({.id = "", .name = "יוסי לוי", .status_text = "קומה שלישית"});
    office.say(day.long_name,
               "https://wiki.example/engineering/boards/revision-c/measurements/connector-offsets/"
               "2026-11-17/raw-data-without-any-space-to-break-the-line-at",
               396, false);
    office.say(day.long_name,
               "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten"
               "gesellschaft",
               397, true, "queued");
    office.say(day.hebrew, "שלום! האם השרטוט החדש מוכן?", 398, false);
    office.say(day.hebrew, "כן, הוא נמצא ב- //nas/boards/rev-c", 399, true, "delivered");
    office.say(day.hebrew, "שָׁלוֹם מעורב with English וחזרה 123", 399, false);
    office.say(day.hebrew, "🎉", 399, true, "read");
    for (int i = 0; i < 300; ++i) {
        const auto number = std::to_string(1000 + i);
        office.add({.id = "crowd" + number + std::string(43, 'q'),
                    .name = "Colleague " + number,
                    .presence = i % 3 == 0 ? "away" : "online",
                    .state = "unknown"});
    }
    return day;
}

void script_queue(PaperOffice& office) {
    office.script("outbox.list", [](const control::Object&) -> PaperOffice::Reply {
        const auto waiting = [](int position, const char* name, const char* text, int minute,
                                bool put_off) {
            return control::Object{{"id", "w" + std::to_string(position)},
                                   {"to", "p"},
                                   {"to_name", name},
                                   {"text", text},
                                   {"queued", PaperOffice::at(minute)},
                                   {"position", position},
                                   {"put_off", put_off}};
        };
        return control::Json{
            {"outgoing",
             control::Array{
                 waiting(1, "Sam Ortega", "Are you back on Friday?", -1500, false),
                 waiting(2, "Liu Wei",
                         "The switch is in room 4 now, behind the door, and its key "
                         "hangs beside it",
                         380, false),
                 waiting(3, "Jonas Weber", "Hello, may I ask you something?", 395, true)}},
            {"more", false}};
    });
}

void script_search(PaperOffice& office, const UsualDay& day) {
    const auto message = office.told(day.bob, {"m1", "the old drawing", 72, 1, 1});
    office.script("search.query", [message](const control::Object&) -> PaperOffice::Reply {
        return control::Json{{"hits", control::Array{{{"message", message},
                                                      {"conversation", message.at("conversation")},
                                                      {"peer_name", message.at("author_name")},
                                                      {"snippet", "the old drawing"},
                                                      {"matches", control::Array{8, 7}}}}},
                             {"more", false}};
    });
}

std::string leave_unread(PaperOffice& office, const UsualDay& day, int count) {
    std::string first;
    for (int i = 0; i < count; ++i) {
        const auto id = office.say(day.vera, "Line " + std::to_string(i), 340 + i / 20, false);
        if (i == 10) first = id;
    }
    office.mark(day.vera, "unread", count - 10);
    office.mark(day.vera, "first_unread", control::Json(first));
    return first;
}

namespace {

constexpr int wide = 1200;
constexpr int narrow = 420;
constexpr int height = 800;

UsualDay usual(PaperOffice& office) { return UsualDay(office); }
UsualDay nobody(PaperOffice& /*office*/) { return {}; }

/// As a computer says it whose firewall keeps others out.
void script_firewall(PaperOffice& office) {
    const auto finding = [](const char* id, const char* verdict, const char* code,
                            const control::Object& evidence, const char* fix = "") {
        return control::Object{
            {"id", id}, {"verdict", verdict}, {"code", code}, {"evidence", evidence}, {"fix", fix}};
    };
    office.script("doctor.run", [finding](const control::Object&) -> PaperOffice::Reply {
        return control::Json{{"findings",
                              control::Array{
                                  finding("firewall", "fail", "keeps_out",
                                          {{"port", "47700"}, {"chain", "input"}}, "allow_ufw"),
                                  finding("daemon", "ok", "runs", {{"version", "0.1.0"}}),
                                  finding("disk", "ok", "room", {{"free_mib", "51200"}}),
                                  finding("port", "ok", "as_wished", {{"port", "47700"}}),
                                  finding("clock", "ok", "agrees", {}),
                                  finding("unicast.in", "skip", "nobody_to_ask", {}),
                              }},
                             {"took_ms", 10}};
    });
}

Scene queue() {
    return {"queue",
            wide,
            height,
            [](PaperOffice& office) {
                script_queue(office);
                return UsualDay(office);
            },
            false,
            [](Stage& stage, const UsualDay&) { stage.click("queueButton"); }};
}

Scene unread() {
    return {"unread",
            wide,
            height,
            [](PaperOffice& office) {
                UsualDay day(office);
                leave_unread(office, day, 60);
                return day;
            },
            false,
            [](Stage& stage, const UsualDay& day) {
                stage.visit(day.vera);
                REQUIRE(until([&] { return stage.shows("toUnread"); }));
            }};
}

/// In a narrow window, where the line breaks.
Scene missing() {
    return {"missing",
            narrow,
            height,
            [](PaperOffice& office) {
                UsualDay day(office);
                office.lose(day.vera, 1);
                office.say(day.vera, "Нашла опечатку в размерах", 340, false);
                office.lose(day.vera, 11);
                office.say(day.vera, "Теперь точно всё", 345, false);
                return day;
            },
            false,
            [](Stage& stage, const UsualDay& day) { stage.visit(day.vera); }};
}

/// In one conversation and in all, each with a filter.
Scene search() {
    return {"search",
            wide,
            height,
            [](PaperOffice& office) {
                UsualDay day(office);
                script_search(office, day);
                return day;
            },
            false,
            [](Stage& stage, const UsualDay& day) {
                stage.visit(day.bob);
                stage.press(Qt::Key_F, Qt::ControlModifier);
                stage.type("draw");
                stage.session().search_here()->setPeriod("week");
                stage.press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
                stage.type("draw");
                stage.click("writerFilter");
                stage.click("writer-" + QString::fromStdString(day.bob));
                for (auto* model : {stage.session().search(), stage.session().search_here()})
                    REQUIRE(until([&] { return model->count() == 1 && !model->is_asking(); }));
            }};
}

/// The daemon was started anew, so that the window knows the person's language.
Scene locked() {
    return {"locked", wide, height, usual, false, [](Stage& stage, const UsualDay&) {
                stage.office().protect("correct horse", true);
                stage.office().vanish();
                stage.office().listen();
                REQUIRE(until([&] { return stage.shows("unlockSecret"); }));
                stage.type("wrong horse");
                stage.press(Qt::Key_Return);
                REQUIRE(until([&] { return stage.shows("passphraseProblem"); }));
            }};
}

Scene passphrase() {
    return {"passphrase",
            narrow,
            height,
            [](PaperOffice& office) {
                office.protect("correct horse", false);
                return UsualDay(office);
            },
            false,
            [](Stage& stage, const UsualDay&) {
                stage.press(Qt::Key_Comma, Qt::ControlModifier);
                REQUIRE(until([&] { return stage.shows("passphrase") && stage.is_still(); }));
                stage.click("passphrase");
                REQUIRE(until([&] { return stage.shows("oldSecret") && stage.is_still(); }));
                stage.type("correct horse");
            }};
}

/// Of a message with a link.
Scene message_menu() {
    return {"message-menu", wide, height, usual, false, [](Stage& stage, const UsualDay& day) {
                stage.visit(day.bob);
                for (int i = 0; i < 7; ++i) stage.press(Qt::Key_Up);
                stage.press(Qt::Key_Return);
                REQUIRE(until([&] { return stage.shows("openLink-0"); }));
            }};
}

}  // namespace

void Scene::open(Stage& stage, QSize least) const {
    stage.appearance().setWelcomed(!is_first_run);
    const auto size = QSize(width, height).expandedTo(least);
    stage.open(size.width(), size.height());
}

namespace {

/// In a wide window, that is with the list of people beside them; in a narrow one alone.
std::vector<Scene> main_screens() {
    return {
        {"chat", wide, height, usual, false,
         [](Stage& stage, const UsualDay& day) { stage.visit(day.bob); }},
        {"list", wide, height, usual, false, [](Stage&, const UsualDay&) {}},
        {"nobody", wide, height, nobody, false, [](Stage&, const UsualDay&) {}},
        {"first-run", wide, height, nobody, true,
         [](Stage& stage, const UsualDay&) {
             REQUIRE(until([&] { return stage.shows("firstName"); }));
             REQUIRE(until([&] { return stage.is_still(); }));
         }},
        {"request", wide, height, usual, false,
         [](Stage& stage, const UsualDay& day) { stage.visit(day.noor); }},
        {"settings", wide, height, usual, false,
         [](Stage& stage, const UsualDay&) { stage.press(Qt::Key_Comma, Qt::ControlModifier); }},
        {"verify", wide, height, usual, false,
         [](Stage& stage, const UsualDay& day) {
             stage.visit(day.ada);
             stage.click("verifyButton");
         }},
        {"doctor", wide, height,
         [](PaperOffice& office) {
             script_firewall(office);
             return UsualDay(office);
         },
         false, [](Stage& stage, const UsualDay&) { stage.click("networkStrip"); }},
    };
}

std::vector<Scene> all_scenes() {
    std::vector<Scene> all{
        {"right-to-left", wide, height, busy_day, false,
         [](Stage& stage, const UsualDay& day) { stage.visit(day.hebrew); }},
        {"switcher", wide, height, usual, false,
         [](Stage& stage, const UsualDay&) { stage.press(Qt::Key_K, Qt::ControlModifier); }},
        queue(),
        locked(),
        passphrase(),
        unread(),
        missing(),
        search(),
        message_menu(),
        {"details", 1400, height, busy_day, false,
         [](Stage& stage, const UsualDay& day) {
             stage.visit(day.long_name);
             stage.press(Qt::Key_I, Qt::ControlModifier);
         }},
    };
    for (auto& scene : main_screens()) {
        scene.is_main = true;
        all.push_back(scene);
        scene.name += "-narrow";
        scene.width = narrow;
        all.push_back(std::move(scene));
    }
    return all;
}

}  // namespace

const std::vector<Scene>& scenes() {
    static const auto all = all_scenes();
    return all;
}

}  // namespace earshot::gui
