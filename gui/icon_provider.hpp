#pragma once

#include <QQuickImageProvider>

/// The icons of the window at any size and in any colour: image://icon/NAME/RRGGBB. Drawn from the
/// SVG files of gui/icons at device pixels, so that they are crisp with every renderer and scale.
namespace earshot::gui {

class IconProvider : public QQuickImageProvider {
public:
    IconProvider() : QQuickImageProvider(QQuickImageProvider::Image) {}

    /// `requested` is in device pixels; 24 by 24 without it. An unknown name gives nothing and a
    /// warning.
    QImage requestImage(const QString& id, QSize* size, const QSize& requested) override;
};

}  // namespace earshot::gui
