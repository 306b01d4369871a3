#include <QDir>
#include <QFontDatabase>
#include <QGuiApplication>
#include <string>

#include "tests/gui/comparison.hpp"
#include "tests/gui/scenes.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/skip.hpp"

namespace earshot::gui {
namespace {

/// Where the golden pictures lie; with EARSHOT_UPDATE_PICTURES=1 they are made anew.
/// EARSHOT_PICTURES is a folder for those of full size.
QDir golden() { return QDir(QStringLiteral(EARSHOT_SOURCE_DIR "/tests/gui/golden")); }

bool is_update() { return qEnvironmentVariableIntValue("EARSHOT_UPDATE_PICTURES") == 1; }

struct Look {
    const char* theme;
    const char* language;
    bool has_all = false;  ///< Not only the main screens.
};

QString name_of(const Scene& scene, const Look& look, int factor) {
    const auto name = QString::fromStdString(scene.name) + QLatin1Char('-') +
                      QLatin1String(look.theme) + QLatin1Char('-') + QLatin1String(look.language);
    return name + (factor > 1 ? QStringLiteral("-%1x.png").arg(factor) : QStringLiteral(".png"));
}

void compare(const Scene& scene, const Look& look) {
    PaperOffice office;
    const auto day = scene.fill(office);
    office.set("ui.theme", look.theme);
    office.set("ui.language", look.language);
    Stage stage(office);
    scene.open(stage);
    scene.show(stage, day);
    const auto name = name_of(scene, look, qRound(stage.window().devicePixelRatio()));
    const auto grabbed = stage.grab();
    if (qEnvironmentVariableIsSet("EARSHOT_PICTURES"))
        REQUIRE(grabbed.save(QDir(qEnvironmentVariable("EARSHOT_PICTURES")).filePath(name)));
    const auto seen = stored_form(grabbed);
    if (is_update()) {
        constexpr int smallest = 0;
        REQUIRE(in_few_colors(seen).save(golden().filePath(name), "PNG", smallest));
    }
    const auto [far, plain] = difference(seen, QImage(golden().filePath(name)));
    INFO(name.toStdString() << " differs much in " << far * 100 << " % of its pixels, and in "
                            << plain * 100 << " % in a plain colour");
    if (far > far_max || plain > plain_max) grabbed.save(QStringLiteral("seen-") + name);
    CHECK(far <= far_max);
    CHECK(plain <= plain_max);
}

/// False, having said why, where the pictures would not be the stored ones.
bool begin_with_fonts(int factor = 1) {
    begin_application(factor);
    for (const auto* family : {"Inter", "DejaVu Sans Mono", "Noto Color Emoji"})
        if (!QFontDatabase::hasFamily(QLatin1String(family))) {
            support::skip(std::string{"the font "} + family + " is not installed");
            return false;
        }
    if (qGuiApp->devicePixelRatio() == factor) return true;
    support::skip("a process has one scale: run this case alone");
    return false;
}

void compare_all(const Look& look) {
    if (!begin_with_fonts()) return;
    for (const auto& scene : scenes())
        if (scene.is_main || look.has_all) compare(scene, look);
}

void compare_large(const Look& look) {
    if (!begin_with_fonts(2)) return;
    for (const auto& scene : scenes())
        if (scene.is_main) compare(scene, look);
}

// A case for each look and scale: a process has one scale, and they can run side by side.

TEST_CASE("window in light English looks like its golden pictures", "[pictures]") {
    compare_all({"light", "en", true});
}

TEST_CASE("window in dark Russian looks like its golden pictures", "[pictures]") {
    compare_all({"dark", "ru", true});
}

TEST_CASE("window in light Russian looks like its golden pictures", "[pictures]") {
    compare_all({"light", "ru"});
}

TEST_CASE("window in dark English looks like its golden pictures", "[pictures]") {
    compare_all({"dark", "en"});
}

TEST_CASE("large window in light English looks like its golden pictures", "[pictures]") {
    compare_large({"light", "en"});
}

TEST_CASE("large window in dark Russian looks like its golden pictures", "[pictures]") {
    compare_large({"dark", "ru"});
}

TEST_CASE("large window in light Russian looks like its golden pictures", "[pictures]") {
    compare_large({"light", "ru"});
}

TEST_CASE("large window in dark English looks like its golden pictures", "[pictures]") {
    compare_large({"dark", "en"});
}

}  // namespace
}  // namespace earshot::gui
