#pragma once

#include <QQmlEngine>
#include <QSettings>
#include <QTemporaryDir>

#include "gui/appearance.hpp"
#include "gui/desktop_wishes.hpp"
#include "gui/session.hpp"

/// What stands behind the components in their tests: a light theme without motion, and a session
/// that never connects.
namespace earshot::gui {

class Setup : public QObject {
    Q_OBJECT

public slots:
    // Called by name.
    void qmlEngineAvailable(QQmlEngine* engine);  // NOLINT(readability-identifier-naming)

private:
    Session::Profile profile() const;

    QTemporaryDir folder_;
    QSettings memory_{folder_.filePath(QStringLiteral("window.ini")), QSettings::IniFormat};
    DesktopWishes desktop_;
    Appearance appearance_{memory_, desktop_};
    Session session_{profile(), appearance_};
};

}  // namespace earshot::gui
