#include <QDir>
#include <QFontDatabase>
#include <QGuiApplication>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "tests/gui/scenes.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/skip.hpp"

namespace earshot::gui {
namespace {

// The stored pictures are half as large as the window, in few colours: small, and the edge of a
// letter weighs little in them.
constexpr int stored_colors = 64;
constexpr int channel_difference_max = 48;      // Of 255.
constexpr double different_pixels_max = 0.003;  // Of all.

/// Where the golden pictures lie; with EARSHOT_UPDATE_PICTURES=1 they are made anew.
/// EARSHOT_PICTURES is a folder for those of full size.
QDir golden() { return QDir(QStringLiteral(EARSHOT_SOURCE_DIR "/tests/gui/golden")); }

bool is_update() { return qEnvironmentVariableIntValue("EARSHOT_UPDATE_PICTURES") == 1; }

/// Share of the pixels that differ; all when the sizes do.
double difference(const QImage& seen, const QImage& wanted) {
    if (seen.size() != wanted.size()) return 1;
    qsizetype different = 0;
    for (int y = 0; y < seen.height(); ++y)
        for (int x = 0; x < seen.width(); ++x) {
            const auto a = seen.pixelColor(x, y);
            const auto b = wanted.pixelColor(x, y);
            const int most = std::max({std::abs(a.red() - b.red()), std::abs(a.green() - b.green()),
                                       std::abs(a.blue() - b.blue())});
            if (most > channel_difference_max) ++different;
        }
    return static_cast<double>(different) / (seen.width() * seen.height());
}

QImage stored_form(const QImage& grabbed) {
    return grabbed.convertToFormat(QImage::Format_RGB32)
        .scaled(grabbed.size() / 2, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

/// The picture in its most frequent colours; others become the nearest of them.
QImage in_few_colors(const QImage& picture) {
    struct Bucket {
        int pixels = 0;
        std::array<int, 3> sum{};
    };
    std::vector<Bucket> buckets(std::size_t{16} * 16 * 16);
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) {
            const auto c = picture.pixel(x, y);
            const int bucket = qRed(c) / 16 * 256 + qGreen(c) / 16 * 16 + qBlue(c) / 16;
            auto& [pixels, sum] = buckets[static_cast<std::size_t>(bucket)];
            ++pixels;
            sum = {sum[0] + qRed(c), sum[1] + qGreen(c), sum[2] + qBlue(c)};
        }
    std::ranges::sort(buckets, std::greater{}, &Bucket::pixels);
    QList<QRgb> colors;
    for (const auto& [pixels, sum] : buckets)
        if (pixels > 0 && colors.size() < stored_colors)
            colors.append(qRgb(sum[0] / pixels, sum[1] / pixels, sum[2] / pixels));
    return picture.convertToFormat(QImage::Format_Indexed8, colors,
                                   Qt::ThresholdDither | Qt::AvoidDither);
}

void compare(const Scene& scene, const char* theme, const char* language) {
    PaperOffice office;
    const auto day = scene.fill(office);
    office.set("ui.theme", theme);
    office.set("ui.language", language);
    Stage stage(office);
    stage.appearance().setWelcomed(!scene.is_first_run);
    stage.open(scene.width, scene.height);
    scene.show(stage, day);
    const auto factor = qRound(stage.window().devicePixelRatio());
    const auto name =
        QStringLiteral("%1-%2-%3%4.png")
            .arg(QString::fromStdString(scene.name), QLatin1String(theme), QLatin1String(language),
                 factor > 1 ? QStringLiteral("-%1x").arg(factor) : QString{});
    const auto grabbed = stage.grab();
    if (qEnvironmentVariableIsSet("EARSHOT_PICTURES"))
        REQUIRE(grabbed.save(QDir(qEnvironmentVariable("EARSHOT_PICTURES")).filePath(name)));
    const auto seen = stored_form(grabbed);
    if (is_update()) {
        REQUIRE(in_few_colors(seen).save(golden().filePath(name)));
        return;
    }
    const auto share = difference(seen, QImage(golden().filePath(name)));
    INFO(name.toStdString() << " differs in " << share * 100 << " % of its pixels");
    if (share > different_pixels_max) grabbed.save(QStringLiteral("seen-") + name);
    CHECK(share <= different_pixels_max);
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

void compare_all(const char* theme, const char* language) {
    if (!begin_with_fonts()) return;
    for (const auto& scene : scenes()) compare(scene, theme, language);
}

TEST_CASE("window in light English looks like its golden pictures", "[pictures]") {
    compare_all("light", "en");
}

TEST_CASE("window in dark Russian looks like its golden pictures", "[pictures]") {
    compare_all("dark", "ru");
}

TEST_CASE("window on a screen of twice the pixels looks like its golden pictures", "[pictures]") {
    if (!begin_with_fonts(2)) return;
    for (const auto& scene : scenes())
        if (scene.name == "chat" || scene.name == "chat-narrow") compare(scene, "light", "en");
}

}  // namespace
}  // namespace earshot::gui
