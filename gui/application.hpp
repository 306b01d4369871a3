#pragma once

#include <QQmlApplicationEngine>
#include <QSettings>
#include <QTimer>
#include <memory>

#include "gui/appearance.hpp"
#include "gui/desktop_wishes.hpp"
#include "gui/language.hpp"
#include "gui/session.hpp"
#include "gui/tray.hpp"

class QQuickWindow;

/// The window of one profile with all that it needs: appearance, language, session, QML. Tests make
/// one as main does, with a clock of their own.
namespace earshot::gui {

class Application : public QObject {
    Q_OBJECT

public:
    Application(const Session::Profile& profile, const QString& settings_file,
                Times::Now now = &QDateTime::currentDateTime);
    ~Application() override;

    /// Loads the window; false, with Qt's words on standard error, when that fails.
    bool load();
    /// Connects to the daemon.
    void start() { session_.connection()->open(); }
    /// `activation` is the desktop's token for coming to the front; empty: as the desktop likes.
    void show(const QString& activation = {});
    /// Instead of `show`: in the tray. Where none comes within a few seconds the window is
    /// minimised, so that it can be found, and standard error says so.
    void start_hidden();

    Session& session() { return session_; }
    Appearance& appearance() { return appearance_; }
    DesktopWishes& desktop() { return desktop_; }
    QQmlApplicationEngine& engine() { return engine_; }
    QQuickWindow* window() const { return window_; }

    /// What every program that shows these windows sets before its first one.
    static void prepare();

private:
    void on_language();
    void on_tray();

    QSettings memory_;
    DesktopWishes desktop_;
    Appearance appearance_{memory_, desktop_};
    Language language_;
    Session session_;
    QTimer tray_gone_;
    Tray tray_{*session_.roster(), *session_.self()};
    QQmlApplicationEngine engine_;
    QQuickWindow* window_ = nullptr;  ///< Of the engine.
};

}  // namespace earshot::gui
