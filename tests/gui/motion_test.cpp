#include <QAnimationDriver>
#include <QTest>
#include <QTimer>
#include <chrono>
#include <functional>
#include <vector>

#include "tests/gui/scenes.hpp"
#include "tests/support/catch.hpp"

/// Where the person or the desktop wishes for less motion, nothing moves by itself.
namespace earshot::gui {
namespace {

/// Drives all animations of the process, and counts their steps after the first: one that takes no
/// time is over with that, if not before.
class Watch : public QAnimationDriver {
public:
    Watch() {
        timer_.setInterval(std::chrono::milliseconds{5});
        connect(&timer_, &QTimer::timeout, this, [this] {
            if (has_begun_) ++moves_;
            has_begun_ = true;
            advance();
        });
        install();
    }
    ~Watch() override { uninstall(); }

    int moves() const { return moves_; }

protected:
    void start() override {
        has_begun_ = false;
        timer_.start();
        QAnimationDriver::start();
    }
    void stop() override {
        timer_.stop();
        QAnimationDriver::stop();
    }

private:
    QTimer timer_;
    bool has_begun_ = false;
    int moves_ = 0;
};

/// Moves without an animation: it draws frame after frame.
bool has_spinner(Stage& stage) {
    bool found = false;
    walk(*stage.window().contentItem(), [&](QQuickItem& item) {
        found =
            found || (item.inherits("QQuickBusyIndicator") && item.property("running").toBool());
    });
    return found;
}

/// Somebody's morning at the window, each step of which something may move in.
struct Step {
    const char* name;
    std::function<void(Office&)> take;
    std::function<void(Office&)> end = [](Office&) {};
};

void point_at(Stage& stage, const QString& name) {
    auto& item = stage.item(name);
    const auto middle = item.mapToScene({item.width() / 2, item.height() / 2}).toPoint();
    QTest::mouseMove(&stage.window(), middle - QPoint(1, 1));
    QTest::mouseMove(&stage.window(), middle);
    settle();
}

void say_typing(Office& office, bool is_active) {
    office.paper.tell("typing.changed",
                      {{"conversation", "c-" + office.day.vera},
                       {"person", office.day.vera},
                       {"active", is_active}},
                      false);
    REQUIRE(until([&] { return office.stage.session().chat()->is_typing() == is_active; }));
    settle();
}

void close_sheet(Office& office) {
    office.stage.press(Qt::Key_Escape);
    REQUIRE(until([&] { return !office.stage.shows("closeSheet"); }));
}

const std::vector<Step>& steps() {
    static const std::vector<Step> all{
        {"the pointer comes to a button",
         [](Office& office) { point_at(office.stage, "settingsButton"); }},
        {"a sheet comes",
         [](Office& office) {
             office.stage.press(Qt::Key_Comma, Qt::ControlModifier);
             REQUIRE(until([&] { return office.stage.shows("tellsTyping"); }));
         },
         [](Office& office) { REQUIRE(until([&] { return office.stage.is_still(); })); }},
        {"a switch is turned",
         [](Office& office) {
             auto& control = office.stage.item("tellsTyping");
             const bool was = control.property("checked").toBool();
             QMetaObject::invokeMethod(&control, "press");
             REQUIRE(until([&] { return control.property("checked").toBool() != was; }));
             settle();
         }},
        {"a sheet goes", close_sheet},
        {"somebody types", [](Office& office) { say_typing(office, true); },
         [](Office& office) { say_typing(office, false); }},
    };
    return all;
}

void open(Office& office) {
    office.stage.open();
    office.stage.visit(office.day.vera);
}

TEST_CASE("window moves where it may", "[motion]") {
    begin_application();
    Watch watch;
    Office office;
    office.paper.set("ui.reduce_motion", false);
    open(office);
    for (const auto& step : steps()) {
        INFO(step.name);
        REQUIRE(until([&] { return !watch.isRunning(); }));
        const auto before = watch.moves();
        step.take(office);
        CHECK(until([&] { return watch.moves() > before; }));
        step.end(office);
    }
    office.paper.hold("doctor.run");
    office.stage.click("networkStrip");
    CHECK(until([&] { return has_spinner(office.stage); }));
}

TEST_CASE("nothing moves where the person or the desktop wishes so", "[motion]") {
    begin_application();
    const bool is_desktop = GENERATE(false, true);
    INFO((is_desktop ? "the desktop" : "the person"));
    Watch watch;
    Office office;
    office.paper.set("ui.reduce_motion", !is_desktop);
    if (is_desktop)
        office.stage.application().desktop().take("org.freedesktop.appearance", "reduced-motion",
                                                  1U);
    else
        office.stage.appearance().setReduceMotion(true);  // As the window remembers it.
    open(office);
    for (const auto& step : steps()) {
        INFO(step.name);
        step.take(office);
        CHECK(watch.moves() == 0);
        step.end(office);
    }
    office.paper.hold("doctor.run");
    office.stage.click("networkStrip");
    REQUIRE(until([&] { return office.stage.session().doctor()->is_running(); }));
    settle();
    CHECK_FALSE(has_spinner(office.stage));
    CHECK(watch.moves() == 0);
}

TEST_CASE("nothing moves in the golden scenes, either", "[motion]") {
    begin_application();
    for (const auto& scene : scenes()) {
        Watch watch;
        PaperOffice office;
        const auto day = scene.fill(office);
        Stage stage(office);
        stage.appearance().setReduceMotion(true);
        scene.open(stage);
        scene.show(stage, day);
        stage.grab();
        INFO(scene.name);
        CHECK(watch.moves() == 0);
        CHECK_FALSE(has_spinner(stage));
    }
}

TEST_CASE("desktop that wishes for less motion is heard, in each of the three ways", "[motion]") {
    begin_application();
    DesktopWishes desktop;
    int changes = 0;
    QObject::connect(&desktop, &DesktopWishes::stillChanged, [&] { ++changes; });
    const auto say = [&](const char* space, const char* key, const QVariant& value) {
        desktop.take(QLatin1String(space), QLatin1String(key), value);
        return desktop.is_still();
    };
    CHECK_FALSE(say("org.freedesktop.appearance", "reduced-motion", 0U));
    CHECK_FALSE(say("org.freedesktop.appearance", "contrast", 1U));
    CHECK(changes == 0);
    CHECK(say("org.freedesktop.appearance", "reduced-motion", 1U));
    CHECK(say("org.gnome.desktop.interface", "enable-animations", false));
    CHECK(changes == 1);
    CHECK(say("org.freedesktop.appearance", "reduced-motion", 0U));
    CHECK_FALSE(say("org.gnome.desktop.interface", "enable-animations", true));
    CHECK(changes == 2);
    CHECK(say("org.kde.kdeglobals.KDE", "AnimationDurationFactor", "0"));
    CHECK_FALSE(say("org.kde.kdeglobals.KDE", "AnimationDurationFactor", "0.5"));
    CHECK_FALSE(say("org.kde.kdeglobals.KDE", "AnimationDurationFactor", "fast"));
}

TEST_CASE("settings say that the desktop wishes for less motion, and keep the person's own wish",
          "[motion]") {
    Office office;
    office.paper.set("ui.reduce_motion", false);
    auto& desktop = office.stage.application().desktop();
    desktop.take("org.gnome.desktop.interface", "enable-animations", false);
    office.stage.open();
    office.stage.press(Qt::Key_Comma, Qt::ControlModifier);
    REQUIRE(until([&] { return office.stage.shows("reduceMotion"); }));
    const auto& control = office.stage.item("reduceMotion");
    CHECK_FALSE(control.property("checked").toBool());
    CHECK(office.stage.shows_words("Your desktop wishes it for all programs"));
    desktop.take("org.gnome.desktop.interface", "enable-animations", true);
    CHECK_FALSE(office.stage.shows_words("Your desktop wishes it for all programs"));
    CHECK(office.paper.calls_of("config.set").empty());
}

}  // namespace
}  // namespace earshot::gui
