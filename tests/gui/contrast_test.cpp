#include <QColor>
#include <QFont>
#include <QHash>
#include <QQmlComponent>
#include <QQmlEngine>
#include <algorithm>
#include <cmath>
#include <memory>
#include <string_view>

#include "tests/gui/scenes.hpp"
#include "tests/support/catch.hpp"

/// Contrast as WCAG 2.1 counts it: 4.5 to 1 for text, 3 to 1 for large text and for shapes that
/// say something.
namespace earshot::gui {
namespace {

constexpr double text_least = 4.5;
constexpr double shape_least = 3;

double luminance(const QColor& color) {
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const auto [darker, lighter] = std::minmax(luminance(a), luminance(b));
    return (lighter + 0.05) / (darker + 0.05);
}

TEST_CASE("contrast is counted as WCAG does", "[contrast]") {
    CHECK(contrast(Qt::black, Qt::white) == Approx(21));
    CHECK(contrast(QColor("#777777"), Qt::white) == Approx(4.48).epsilon(0.01));
    CHECK(contrast(Qt::red, Qt::red) == Approx(1));
}

struct Pairs {
    std::vector<const char*> inks;
    std::vector<const char*> papers;
    double least;
};

/// What may stand on what, under the pointer and when it is chosen, too. That nothing else does is
/// seen in the scenes below.
const std::vector<Pairs>& pairs() {
    static const std::vector<Pairs> all{
        {{"text", "text2", "text3"},
         {"window", "sidebar", "canvas", "surface", "hover", "selected", "code"},
         text_least},
        {{"accent", "attention", "danger"},
         {"window", "sidebar", "canvas", "surface", "hover", "selected"},
         text_least},
        {{"text", "text2", "accent"}, {"accentSoft"}, text_least},
        {{"text", "text2", "attention", "accent"}, {"attentionSoft"}, text_least},
        {{"mineText", "mineText2", "accent"}, {"mine"}, text_least},
        {{"accentInk"}, {"accent"}, text_least},
        {{"attentionInk"}, {"attention"}, text_least},
        {{"dangerInk"}, {"danger"}, text_least},
        {{"sidebar"}, {"text3"}, text_least},
        {{"online", "away", "busy", "offline", "focus"},
         {"window", "sidebar", "canvas", "surface", "hover", "selected"},
         shape_least},
        {{"attention", "focus"}, {"mine"}, shape_least}};
    return all;
}

TEST_CASE("colours of both themes can be read on one another", "[contrast]") {
    Office office;
    QQmlComponent component(&office.stage.application().engine());
    component.setData(
        "import QtQuick\nimport Earshot\nQtObject { readonly property var theme: Theme }", {});
    const std::unique_ptr<QObject> holder(component.create());
    REQUIRE(holder);
    auto* theme = holder->property("theme").value<QObject*>();
    REQUIRE(theme);
    const auto color = [&](const char* name) {
        const auto value = theme->property(name);
        INFO(name);
        REQUIRE(value.isValid());
        return value.value<QColor>();
    };
    for (const auto* name : {"light", "dark"}) {
        office.stage.appearance().setTheme(name);
        for (const auto& [inks, papers, least] : pairs())
            for (const auto* ink : inks)
                for (const auto* paper : papers) {
                    INFO(ink << " on " << paper << ", " << name);
                    CHECK(contrast(color(ink), color(paper)) >= least);
                }
        for (int hue = 0; hue < 8; ++hue) {
            QColor paper;
            QColor ink;
            QMetaObject::invokeMethod(theme, "tint", Q_RETURN_ARG(QColor, paper), Q_ARG(int, hue));
            QMetaObject::invokeMethod(theme, "tintInk", Q_RETURN_ARG(QColor, ink), Q_ARG(int, hue));
            INFO("tint " << hue << ", " << name);
            CHECK(contrast(ink, paper) >= text_least);
        }
    }
}

/// The part of an item that is in sight, in pixels of the window.
QRect in_sight(const QQuickItem& item, const QSize& window) {
    auto place = item.mapRectToScene(item.boundingRect()) & QRectF(QPointF{}, window);
    for (const auto* around = item.parentItem(); around; around = around->parentItem())
        if (around->clip()) place &= around->mapRectToScene(around->boundingRect());
    return place.toRect();
}

bool is_text(const QQuickItem& item) {
    return item.inherits("QQuickText") || item.inherits("QQuickTextInput") ||
           item.inherits("QQuickTextEdit");
}

/// Whole in colour, and of something that can be used: what cannot need not be read as well.
bool is_plain(const QQuickItem& item) {
    if (!item.isEnabled()) return false;
    for (const auto* each = &item; each; each = each->parentItem())
        if (each->opacity() < 1) return false;
    return true;
}

bool is_like(QRgb a, QRgb b) {
    return std::abs(qRed(a) - qRed(b)) + std::abs(qGreen(a) - qGreen(b)) +
               std::abs(qBlue(a) - qBlue(b)) <
           48;
}

/// The paper that `ink` stands on: the colour that most of the place has. Invalid where no such ink
/// is to be seen: something else covers it.
QColor paper_under(const QImage& picture, const QRect& place, QRgb ink) {
    QHash<QRgb, int> counts;
    int inked = 0;
    for (int y = place.top(); y <= place.bottom(); ++y)
        for (int x = place.left(); x <= place.right(); ++x) {
            const auto pixel = picture.pixel(x, y);
            ++counts[pixel];
            if (is_like(pixel, ink)) ++inked;
        }
    if (inked < 3 || counts.isEmpty()) return {};
    const auto most = std::max_element(counts.cbegin(), counts.cend());
    return QColor::fromRgb(most.key());
}

int check_texts(Stage& stage) {
    const auto picture = stage.grab();
    int checked = 0;
    walk(*stage.window().contentItem(), [&](QQuickItem& item) {
        if (!is_text(item) || !is_plain(item) || item.property("text").toString().isEmpty()) return;
        const auto ink = item.property("color").value<QColor>();
        const auto place = in_sight(item, picture.size());
        if (place.isEmpty() || ink.alpha() < 255) return;
        const auto paper = paper_under(picture, place, ink.rgb());
        if (!paper.isValid()) return;
        const auto font = item.property("font").value<QFont>();
        const bool is_large = font.pixelSize() >= (font.weight() >= QFont::Bold ? 19 : 24);
        INFO(item.property("text").toString().left(40).toStdString()
             << ": " << ink.name().toStdString() << " on " << paper.name().toStdString());
        CHECK(contrast(ink, paper) >= (is_large ? shape_least : text_least));
        ++checked;
    });
    return checked;
}

TEST_CASE("every text of the golden scenes can be read on what is behind it", "[contrast]") {
    for (const auto* theme : {"light", "dark"})
        for (const auto& scene : scenes()) {
            PaperOffice office;
            const auto day = scene.fill(office);
            office.set("ui.theme", theme);
            Stage stage(office);
            stage.appearance().setWelcomed(!scene.is_first_run);
            stage.open(scene.width, scene.height);
            scene.show(stage, day);
            INFO(scene.name << ", " << theme);
            CHECK(check_texts(stage) > 4);
        }
}

}  // namespace
}  // namespace earshot::gui
