#include <QAccessible>
#include <QJSValue>
#include <QKeyEvent>
#include <QKeySequence>
#include <QQuickItem>
#include <algorithm>
#include <array>
#include <set>

#include "client/read.hpp"
#include "tests/gui/scenes.hpp"
#include "tests/support/catch.hpp"

namespace earshot::gui {
namespace {

bool is_used(QAccessible::Role role) {
    constexpr std::array used{
        QAccessible::Button,       QAccessible::CheckBox, QAccessible::RadioButton,
        QAccessible::EditableText, QAccessible::MenuItem, QAccessible::ListItem,
        QAccessible::Link,         QAccessible::ComboBox, QAccessible::Slider,
        QAccessible::PageTab,      QAccessible::List,     QAccessible::PushButton,
        QAccessible::Notification, QAccessible::Dialog};
    return std::ranges::find(used, role) != used.end();
}

QString place_of(QObject* object) {
    QStringList where;
    for (auto* item = qobject_cast<QQuickItem*>(object); item && where.size() < 6;
         item = item->parentItem())
        where.append(QString::fromLatin1(item->metaObject()->className()) + " '" +
                     item->objectName() + "'");
    return where.join(" in ");
}

/// What assistive programs are shown of a window.
struct Seen {
    int usable = 0;        ///< A walk that sees nothing finds nothing wrong.
    QStringList nameless;  ///< What can be used and has no name to be read out: where each is.
    QStringList names;
    std::set<const QObject*> objects;
};

void see(QAccessibleInterface& node, Seen& seen) {
    for (int i = 0; i < node.childCount(); ++i) {
        auto* child = node.child(i);
        if (!child || child->state().invisible) continue;
        seen.objects.insert(child->object());
        seen.names.append(child->text(QAccessible::Name));
        auto* actions = child->actionInterface();
        const bool acts = actions && !actions->actionNames().isEmpty();
        if (acts || is_used(child->role())) {
            ++seen.usable;
            if (child->text(QAccessible::Name).trimmed().isEmpty())
                seen.nameless.append(place_of(child->object()));
        }
        see(*child, seen);
    }
}

/// Also what Tab comes to and assistive programs are not shown is nameless for them.
Seen seen_of(QQuickWindow& window) {
    Seen seen;
    auto* root = QAccessible::queryAccessibleInterface(&window);
    REQUIRE(root);
    see(*root, seen);
    walk(*window.contentItem(), [&](QQuickItem& item) {
        if (item.activeFocusOnTab() && item.isEnabled() && !seen.objects.contains(&item))
            seen.nameless.append(place_of(&item));
    });
    return seen;
}

using Keys = std::pair<Qt::Key, Qt::KeyboardModifiers>;

TEST_CASE("everything that can be used in the golden scenes has a name", "[access]") {
    for (const auto& scene : scenes()) {
        PaperOffice office;
        const auto day = scene.fill(office);
        Stage stage(office);
        scene.open(stage);
        scene.show(stage, day);
        INFO(scene.name);
        const auto seen = seen_of(stage.window());
        // Nothing but the passphrase stands before a locked profile.
        CHECK(seen.usable > (scene.name == "locked" ? 1 : 3));
        CHECK(seen.nameless.join('\n').toStdString() == "");
    }
}

TEST_CASE("everything that can be used in sheets, menus and searches has a name", "[access]") {
    Office office;
    script_search(office.paper, office.day);
    script_queue(office.paper);
    office.stage.open();
    office.stage.visit(office.day.bob);
    const auto is_named = [&](const char* place) {
        INFO(place);
        settle();
        CHECK(seen_of(office.stage.window()).nameless.join('\n').toStdString() == "");
    };
    const auto press = [&](Keys keys) { office.stage.press(keys.first, keys.second); };
    const auto shift = Qt::ControlModifier | Qt::ShiftModifier;
    const auto opens = [&](const char* place, Keys keys) {
        press(keys);
        is_named(place);
        press({Qt::Key_Escape, Qt::NoModifier});
        REQUIRE(until([&] { return office.stage.is_still(); }));
    };
    opens("queue", {Qt::Key_O, shift});
    opens("keys", {Qt::Key_Slash, Qt::ControlModifier});
    opens("add", {Qt::Key_N, Qt::ControlModifier});
    opens("emoji", {Qt::Key_Period, Qt::ControlModifier});
    opens("settings", {Qt::Key_Comma, Qt::ControlModifier});

    press({Qt::Key_I, Qt::ControlModifier});
    REQUIRE(until([&] { return office.stage.shows("aliasField"); }));
    is_named("details");
    press({Qt::Key_I, Qt::ControlModifier});

    press({Qt::Key_F, Qt::ControlModifier});
    office.stage.type("drawing");
    REQUIRE(until([&] { return office.stage.session().search_here()->rowCount() == 1; }));
    is_named("search here");
    press({Qt::Key_Escape, Qt::NoModifier});

    press({Qt::Key_F, shift});
    office.stage.type("bob");
    REQUIRE(until([&] { return office.stage.session().search()->rowCount() == 1; }));
    is_named("search everywhere");
    // A filter is come to by keyboard, opened, and holds until the search ends.
    const auto vera = "writer-" + QString::fromStdString(office.day.vera);
    office.stage.item("writerFilter").forceActiveFocus(Qt::TabFocusReason);
    office.stage.press(Qt::Key_Space);
    REQUIRE(until([&] { return office.stage.shows(vera); }));
    is_named("who wrote");
    office.stage.click("writer-" + QString::fromStdString(office.day.bob));
    REQUIRE(until([&] { return office.stage.shows_words("By Bob Tanaka"); }));
    REQUIRE(until([&] { return !office.stage.shows(vera); }));
    REQUIRE(until([&] {
        const auto calls = office.paper.calls_of("search.query");
        return client::text_in(calls.back(), "from") == office.day.bob;
    }));
    office.stage.item("periodFilter").forceActiveFocus(Qt::TabFocusReason);
    office.stage.press(Qt::Key_Space);
    REQUIRE(until([&] { return office.stage.shows("period-week"); }));
    is_named("written when");
    office.stage.click("period-week");
    REQUIRE(until([&] { return office.stage.shows_words("The last 7 days"); }));
    REQUIRE(until([&] { return !office.stage.shows("period-week"); }));
    press({Qt::Key_F, shift});
    press({Qt::Key_Escape, Qt::NoModifier});
    CHECK(office.stage.session().search()->text().isEmpty());
    CHECK(office.stage.session().search()->writer().isEmpty());
    CHECK(office.stage.session().search()->period().isEmpty());

    office.stage.click("ownPresence");
    REQUIRE(until([&] { return office.stage.shows("presence-text"); }));
    is_named("presence");
    office.stage.click("presence-text");
    REQUIRE(until([&] { return office.stage.shows("statusField"); }));
    is_named("status");
    press({Qt::Key_Escape, Qt::NoModifier});
    REQUIRE(until([&] { return !office.stage.shows("statusField"); }));

    office.stage.visit(office.day.bob);
    office.stage.item("composer").forceActiveFocus(Qt::TabFocusReason);
    office.stage.press(Qt::Key_Up);
    office.stage.press(Qt::Key_Return);
    REQUIRE(until([&] { return office.stage.shows("messageDetails"); }));
    is_named("menu of a message");
    office.stage.click("messageDetails");
    REQUIRE(until([&] { return office.stage.shows_words("Device d1"); }));
    is_named("details of a message");
    press({Qt::Key_Escape, Qt::NoModifier});
    QMetaObject::invokeMethod(&office.stage.item("chatPane"), "linkWanted",
                              Q_ARG(QString, "smb://nas/boards"));
    REQUIRE(until([&] { return office.stage.shows("openLink"); }));
    is_named("link");
    press({Qt::Key_Escape, Qt::NoModifier});
    emit office.stage.session().quitAsked();
    REQUIRE(until([&] { return office.stage.shows("quitWindow"); }));
    is_named("quit");
}

TEST_CASE("whoever has gone from the list is not read out any more", "[access]") {
    Office office;
    office.stage.open();
    const auto is_told = [&] {
        const auto seen = seen_of(office.stage.window());
        return std::ranges::any_of(seen.names,
                                   [](const auto& name) { return name.contains("x3notbob"); });
    };
    CHECK(is_told());
    office.paper.tell("person.left", {{"person", office.day.eve}}, false);
    auto& roster = *office.stage.session().roster();
    const auto before = roster.count();
    REQUIRE(until([&] { return roster.count() == before - 1; }));
    CHECK(until([&] { return !is_told(); }));
}

/// The table of keys, as the list of keys and the switcher have it.
QVariantList commands_of(Stage& stage) {
    const auto all = stage.item("commands").property("every");
    return all.value<QJSValue>().toVariant().toList();
}

std::set<QString> portable(const QStringList& sequences) {
    std::set<QString> keys;
    for (const auto& sequence : sequences)
        keys.insert(QKeySequence(sequence, QKeySequence::PortableText)
                        .toString(QKeySequence::PortableText));
    return keys;
}

/// All keys that the list names for a place; "": for the whole window.
std::set<QString> named_at(Stage& stage, const QString& place) {
    std::set<QString> keys;
    for (const auto& each : commands_of(stage)) {
        const auto command = each.toMap();
        if (command["at"].toString() == place)
            keys.merge(portable(command["sequences"].toStringList()));
    }
    return keys;
}

TEST_CASE("list of keys names every shortcut of the window and no other", "[access]") {
    Office office;
    office.stage.open();
    QStringList heard;
    walk(*office.stage.window().contentItem(), [&](QQuickItem& item) {
        for (const auto* each : item.children())
            if (each->inherits("QQuickShortcut"))
                heard.append(each->property("sequences").toStringList());
    });
    CHECK(heard.size() > 20);
    CHECK(portable(heard) == named_at(office.stage, {}));

    office.stage.press(Qt::Key_Slash, Qt::ControlModifier);
    for (const auto& each : commands_of(office.stage)) {
        const auto command = each.toMap();
        INFO(command["id"].toString().toStdString());
        CHECK_FALSE(command["keys"].toString().isEmpty());
        CHECK(office.stage.shows_words(command["name"].toString()));
        CHECK(office.stage.shows_words(command["keys"].toString()));
    }
}

TEST_CASE("list of keys names every key that the messages hear and no other", "[access]") {
    Office office;
    office.stage.open();
    office.stage.visit(office.day.bob);
    auto& messages = office.stage.item("timeline");
    std::vector<int> keys{Qt::Key_Left,   Qt::Key_Right,    Qt::Key_Up,     Qt::Key_Down,
                          Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Home,   Qt::Key_End,
                          Qt::Key_Return, Qt::Key_Menu,     Qt::Key_Space,  Qt::Key_Backspace,
                          Qt::Key_Delete, Qt::Key_Insert,   Qt::Key_Escape, Qt::Key_Plus};
    for (int key = Qt::Key_A; key <= Qt::Key_Z; ++key) keys.push_back(key);
    for (int key = Qt::Key_F1; key <= Qt::Key_F12; ++key) keys.push_back(key);
    std::set<QString> heard;
    for (const auto key : keys)
        for (const auto modifiers : {Qt::NoModifier, Qt::ShiftModifier, Qt::ControlModifier}) {
            messages.setProperty("currentIndex", -1);  // No menu opens.
            QKeyEvent press(QEvent::KeyPress, key, modifiers);
            QCoreApplication::sendEvent(&messages, &press);
            if (press.isAccepted())
                heard.insert(QKeySequence(static_cast<int>(modifiers) | key)
                                 .toString(QKeySequence::PortableText));
        }
    CHECK(heard == named_at(office.stage, "messages"));
}

TEST_CASE("keys that stand beside buttons and in menus are those of the list", "[access]") {
    Office office;
    office.stage.open();
    office.stage.visit(office.day.bob);
    std::set<QString> named;
    for (const auto& each : commands_of(office.stage))
        for (const auto& keys : each.toMap()["keys"].toString().split(", ")) named.insert(keys);
    int seen = 0;
    walk(*office.stage.window().contentItem(), [&](QQuickItem& item) {
        if (!item.inherits("QQuickAbstractButton")) return;
        const auto keys = item.property("keys").toString();
        if (keys.isEmpty()) return;
        ++seen;
        INFO(item.objectName().toStdString());
        CHECK(named.contains(keys));
    });
    CHECK(seen > 3);
}

}  // namespace
}  // namespace earshot::gui
