#include "tests/gui/components_setup.hpp"

#include <QApplication>
#include <QtQuickTest>
#include <cstdlib>
#include <memory>

#include "gui/application.hpp"
#include "gui/icon_provider.hpp"

/// The reusable parts of the window, one by one: tests/gui/components, in QML.
namespace earshot::gui {

void Setup::qmlEngineAvailable(QQmlEngine* engine) {
    appearance_.setTheme(QStringLiteral("light"));
    appearance_.setReduceMotion(true);
    appearance_.give_to(*engine);
    session_.give_to(*engine);
    engine->addImageProvider(QStringLiteral("icon"), std::make_unique<IconProvider>().release());
    engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
}

Session::Profile Setup::profile() const {
    Session::Profile profile;
    const auto folder = folder_.path().toStdString();
    profile.places = {
        .folder = folder, .socket_folder = folder, .socket = folder + "/control.sock"};
    return profile;
}

}  // namespace earshot::gui

int main(int argc, char** argv) {
    // NOLINTBEGIN(concurrency-mt-unsafe): before any thread.
    setenv("QT_QPA_PLATFORM", "offscreen", 1);
    setenv("QT_QUICK_BACKEND", "software", 1);
    setenv("QT_SCALE_FACTOR", "1", 1);
    setenv("FONTCONFIG_FILE", EARSHOT_SOURCE_DIR "/tests/gui/fonts.conf", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 1);
    // NOLINTEND(concurrency-mt-unsafe)
    QApplication application(argc, argv);
    earshot::gui::Application::prepare();
    earshot::gui::Setup setup;
    return quick_test_main_with_setup(argc, argv, "components",
                                      EARSHOT_SOURCE_DIR "/tests/gui/components", &setup);
}
