#include <QFont>
#include <cmath>

#include "tests/gui/scenes.hpp"
#include "tests/support/catch.hpp"

/// The window in the sizes that a person can choose for everything.
namespace earshot::gui {
namespace {

bool is_used(const QQuickItem& item) {
    return item.inherits("QQuickAbstractButton") || item.inherits("QQuickTextField") ||
           item.inherits("QQuickTextArea");
}

/// Inside something that can be scrolled to the side: a long line of code.
bool is_beside(const QQuickItem& item) {
    for (const auto* around = item.parentItem(); around; around = around->parentItem())
        if (around->inherits("QQuickFlickable") &&
            around->property("contentWidth").toReal() > around->width() + 1)
            return true;
    return false;
}

/// Whether all of its width is in sight: nothing above it, nor the window, cuts it off.
bool is_whole_across(const QQuickItem& item, qreal width) {
    const auto place = item.mapRectToScene(item.boundingRect());
    if (place.left() < -1 || place.right() > width + 1) return false;
    for (const auto* around = item.parentItem(); around; around = around->parentItem()) {
        if (!around->clip()) continue;
        const auto edge = around->mapRectToScene(around->boundingRect());
        if (place.left() < edge.left() - 1 || place.right() > edge.right() + 1) return false;
    }
    return true;
}

/// Words that have been given less room than they need, and no ellipsis that says so.
bool is_cut(const QQuickItem& text) {
    const bool is_elided = text.property("elide").toInt() != Qt::ElideNone;
    const bool is_wrapped = text.property("wrapMode").toInt() != 0;
    if (!is_elided && !is_wrapped &&
        std::ceil(text.property("contentWidth").toReal()) > text.width() + 1)
        return true;
    return text.property("contentHeight").toReal() > text.height() + 1;
}

std::string words_of(const QQuickItem& item) {
    return item.objectName().toStdString() + " \"" +
           item.property("text").toString().left(40).toStdString() + '"';
}

/// What is cut off, or nothing.
std::string cut_off(Stage& stage) {
    stage.grab();  // Layouts come to rest.
    std::string found;
    int seen = 0;
    walk(*stage.window().contentItem(), [&](QQuickItem& item) {
        if (item.width() <= 0 || item.height() <= 0) return;
        const bool is_text = item.inherits("QQuickText");
        if ((!is_text && !is_used(item)) || is_beside(item)) return;
        if (is_text && item.property("text").toString().isEmpty()) return;
        ++seen;
        if (!is_whole_across(item, stage.window().width()))
            found += "beyond an edge: " + words_of(item) + '\n';
        if (is_text && is_cut(item)) found += "too little room: " + words_of(item) + '\n';
    });
    return seen > 4 ? found : "nothing to see";
}

void check_all(int scale, const char* language) {
    constexpr int least_width = 320;  // As the window says, at the usual size.
    constexpr int least_height = 420;
    for (const auto& scene : scenes()) {
        PaperOffice office;
        const auto day = scene.fill(office);
        office.set("ui.language", language);
        office.set("ui.scale", scale);
        Stage stage(office);
        scene.open(stage, QSize(least_width, least_height) * scale / 100);
        REQUIRE(until([&] { return stage.appearance().scale() == scale; }));
        scene.show(stage, day);
        INFO(scene.name << " at " << scale << " %, " << language);
        CHECK(cut_off(stage) == "");
    }
}

/// With an ellipsis or without.
std::string cut_short(Stage& stage, const char* name) {
    stage.grab();
    std::string found;
    walk(*stage.window().contentItem(), [&](QQuickItem& item) {
        if (item.objectName() == QLatin1String(name) && item.property("truncated").toBool())
            found += words_of(item) + '\n';
    });
    return found;
}

TEST_CASE("what is said of a message is whole in a narrow window, in both languages", "[scale]") {
    const auto* language = GENERATE("en", "ru");
    INFO(language);
    Office office;
    office.paper.set("ui.language", language);
    office.stage.open(420, 800);
    office.stage.visit(office.day.bob);
    CHECK(cut_short(office.stage, "delivery") == "");
    // Above or below one another, never one on the other.
    auto& words = office.stage.item("delivery");
    const auto place = words.mapRectToScene(words.boundingRect());
    walk(*office.stage.window().contentItem(), [&](QQuickItem& item) {
        if (item.objectName() == QLatin1String("bubble"))
            CHECK_FALSE(item.mapRectToScene(item.boundingRect()).intersects(place));
    });
    office.stage.visit(office.day.noor);
    CHECK(cut_short(office.stage, "foot") == "");
    office.stage.visit(office.day.ada);
    CHECK(cut_short(office.stage, "foot") == "");
}

TEST_CASE("nothing is cut off at the smallest size", "[scale]") { check_all(80, "en"); }

TEST_CASE("nothing is cut off at the largest size in English", "[scale]") { check_all(200, "en"); }

TEST_CASE("nothing is cut off at the largest size in Russian", "[scale]") { check_all(200, "ru"); }

}  // namespace
}  // namespace earshot::gui
