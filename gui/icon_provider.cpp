#include "gui/icon_provider.hpp"

#include <QFile>
#include <QLoggingCategory>
#include <QPainter>
#include <QSvgRenderer>

namespace earshot::gui {
namespace {

constexpr int grid = 24;

}  // namespace

QImage IconProvider::requestImage(const QString& id, QSize* size, const QSize& requested) {
    const auto name = id.section(QLatin1Char('/'), 0, 0);
    const auto color = QLatin1Char('#') + id.section(QLatin1Char('/'), 1, 1);
    const QSize pixels =
        requested.isValid() && !requested.isEmpty() ? requested : QSize{grid, grid};
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    if (size) *size = pixels;
    QFile file(QStringLiteral(":/earshot/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("there is no icon %s", qPrintable(name));
        return image;
    }
    auto drawing = file.readAll();
    drawing.replace("currentColor", color.toLatin1());
    QSvgRenderer renderer(drawing);
    QPainter painter(&image);
    renderer.render(&painter);
    return image;
}

}  // namespace earshot::gui
