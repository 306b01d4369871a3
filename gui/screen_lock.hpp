#pragma once

#include <QObject>

/// Whether the desktop's screen is locked, by whoever says so on D-Bus: org.freedesktop.ScreenSaver
/// or GNOME's on the session bus, the LockedHint of our login session on the system bus. Where
/// nobody does, it is not.
namespace earshot::gui {

class ScreenLock : public QObject {
    Q_OBJECT

public:
    explicit ScreenLock(QObject* parent = nullptr);

    bool is_locked() const { return saver_ || login_; }

signals:
    void changed();

private slots:
    // As D-Bus signals them.
    void on_saver(bool active);
    void on_login();

private:
    void set(bool& source, bool locked);

    bool saver_ = false;
    bool login_ = false;
};

}  // namespace earshot::gui
