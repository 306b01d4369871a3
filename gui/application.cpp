#include "gui/application.hpp"

#include <QFont>
#include <QGuiApplication>
#include <QQuickStyle>
#include <QQuickWindow>
#include <chrono>
#include <cstdio>

#include "gui/icon_provider.hpp"
#include "gui/instance.hpp"

/// Made by the build from the types of this folder. Naming it is what links it.
void qml_register_types_Earshot();  // NOLINT(readability-identifier-naming): Qt's name.

namespace earshot::gui {
namespace {

// A login starts the tray and us at the same time.
constexpr std::chrono::seconds tray_patience{10};
// A panel that is started anew takes its tray with it for a moment.
constexpr std::chrono::seconds tray_return{3};

}  // namespace

Application::Application(const Session::Profile& profile, const QString& settings_file,
                         Times::Now now)
    : memory_(settings_file, QSettings::IniFormat), session_(profile, appearance_, std::move(now)) {
    language_.choose(appearance_.language());
    connect(&appearance_, &Appearance::languageChanged, this, &Application::on_language);
    connect(&session_, &Session::raise, this, &Application::show);
    connect(&session_, &Session::finished, this, [] { QCoreApplication::exit(0); });
    connect(&tray_, &Tray::changed, this, &Application::on_tray);
    tray_gone_.setSingleShot(true);
    connect(&tray_gone_, &QTimer::timeout, this, [this] {
        if (window_ && !window_->isVisible()) show();
    });
    connect(&tray_, &Tray::openWanted, this, [this] { show(); });
    connect(&tray_, &Tray::quitWanted, this, [this] {
        show();
        emit session_.quitAsked();
    });
    appearance_.give_to(engine_);
    session_.give_to(engine_);
    engine_.addImageProvider(QStringLiteral("icon"), new IconProvider);
    engine_.addImportPath(QStringLiteral("qrc:/qt/qml"));
}

Application::~Application() {
    session_.chat()->flush();
    // QML must not see the session go.
    for (auto* object : engine_.rootObjects()) delete object;
}

void Application::prepare() {
    qml_register_types_Earshot();
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QQuickWindow::setTextRenderType(QQuickWindow::NativeTextRendering);
    // Several families on the application's font, and no family in QML, is what brings colour
    // emoji.
    auto font = QGuiApplication::font();
    font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Noto Color Emoji"),
                      QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans")});
    font.setPixelSize(14);
    QGuiApplication::setFont(font);
}

bool Application::load() {
    engine_.load(QUrl(QStringLiteral("qrc:/qt/qml/Earshot/Main.qml")));
    if (!engine_.rootObjects().isEmpty())
        window_ = qobject_cast<QQuickWindow*>(engine_.rootObjects().front());
    if (!window_) return false;
    connect(window_, &QQuickWindow::activeChanged, this,
            [this] { session_.chat()->set_watched(window_->isActive()); });
    return true;
}

void Application::show(const QString& activation) {
    if (!window_) return;
    // Where Qt looks for it, when it asks a Wayland compositor to activate a window.
    if (!activation.isEmpty()) qputenv(Instance::activation_variable, activation.toUtf8());
    window_->setWindowStates(window_->windowStates() & ~Qt::WindowMinimized);
    window_->show();
    window_->raise();
    window_->requestActivate();
    // It is good for once, and no program that we start is to have it.
    if (!activation.isEmpty()) qunsetenv(Instance::activation_variable);
}

void Application::start_hidden() {
    QTimer::singleShot(tray_patience, this, [this] {
        if (tray_.is_there() || window_->isVisible()) return;
        std::fprintf(stderr, "earshot-gui: %s\n",
                     qPrintable(tr("There is no tray here: the window is minimised.")));
        window_->showMinimized();
    });
}

/// With a tray, closing the window leaves the program there, for notifications. Without one a
/// hidden window is nowhere: it comes back, once it is clear that the tray is not just started
/// anew.
void Application::on_tray() {
    QGuiApplication::setQuitOnLastWindowClosed(!tray_.is_there());
    if (tray_.is_there())
        tray_gone_.stop();
    else
        tray_gone_.start(tray_return);
}

void Application::on_language() {
    language_.choose(appearance_.language());
    engine_.retranslate();
    session_.retranslate();
    tray_.retranslate();
}

}  // namespace earshot::gui
