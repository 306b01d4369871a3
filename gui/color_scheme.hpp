#pragma once

#include <QDBusPendingCallWatcher>
#include <QDBusVariant>
#include <QObject>

/// Whether the desktop is dark, as org.freedesktop.portal.Settings says, and every time that it
/// changes. Without a session bus or a portal: by the palette. Never waits.
namespace earshot::gui {

class ColorScheme : public QObject {
    Q_OBJECT

public:
    explicit ColorScheme(QObject* parent = nullptr);

    bool is_dark() const { return is_dark_; }

signals:
    void changed();

private slots:
    void on_setting(const QString& space, const QString& key, const QDBusVariant& value);

private:
    void ask();
    void take(const QVariant& value);

    bool is_dark_ = false;
};

}  // namespace earshot::gui
