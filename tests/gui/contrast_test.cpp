#include <QColor>
#include <QQmlComponent>
#include <QQmlEngine>
#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

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
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
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

/// What may stand on what, under the pointer and when it is chosen, too.
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

}  // namespace
}  // namespace earshot::gui
