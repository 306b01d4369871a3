#pragma once

#include <QtQml/qqmlregistration.h>
#include <QQuickPaintedItem>

/// A QR code, dark on light in every theme, with the quiet zone that readers need. Modules are
/// whole pixels.
namespace earshot::gui {

class QrCode : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text READ text WRITE set_text NOTIFY text_changed)
    Q_PROPERTY(bool fits READ fits NOTIFY text_changed)

public:
    explicit QrCode(QQuickItem* parent = nullptr) : QQuickPaintedItem(parent) {}

    QString text() const { return text_; }
    void set_text(const QString& text);
    /// False when the text is empty or too long for a code.
    bool fits() const { return modules_ > 0; }

    void paint(QPainter* painter) override;

signals:
    void text_changed();

private:
    QString text_;
    QByteArray dark_;  ///< A byte a module, row by row: 1 is dark.
    int modules_ = 0;  ///< On each side.
};

}  // namespace earshot::gui
