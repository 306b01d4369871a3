#include <QApplication>
#include <QIcon>
#include <QQuickWindow>
#include <cstdio>

#include "gui/application.hpp"
#include "gui/instance.hpp"
#include "gui/options.hpp"
#include "gui/texts.hpp"

/// earshot-gui: the window of one profile.
namespace {

/// Without hardware OpenGL the software renderer is faster, smaller and smoother than an emulated
/// one, and it draws everything that these windows use.
void choose_renderer() {
    if (!qEnvironmentVariableIsSet("QT_QUICK_BACKEND") &&
        !qEnvironmentVariableIsSet("QSG_RHI_BACKEND"))
        QQuickWindow::setSceneGraphBackend(QStringLiteral("software"));
}

}  // namespace

int main(int argc, char** argv) {
    using namespace earshot;
    QCoreApplication::setApplicationName(QStringLiteral("earshot-gui"));
    QCoreApplication::setApplicationVersion(QStringLiteral(EARSHOT_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Earshot"));
    QGuiApplication::setDesktopFileName(QStringLiteral("earshot"));
    QStringList words;
    for (int i = 1; i < argc; ++i) words.append(QString::fromLocal8Bit(argv[i]));
    auto options = gui::parse_options(words);
    if (options.exit_code >= 0) {
        std::fputs(qPrintable(options.text), options.exit_code == 0 ? stdout : stderr);
        return options.exit_code;
    }
    choose_renderer();
    QApplication qt_application(argc, argv);
    gui::Application::prepare();
    options.profile.starter.program = gui::DaemonStarter::find_program();

    gui::Instance instance(gui::qt(options.profile.places.socket) + QStringLiteral(".window"));
    const bool only_hides = options.is_hidden && options.argument.isEmpty();
    if (instance.hand_over(only_hides ? gui::Instance::stay_hidden : options.argument,
                           qEnvironmentVariable(gui::Instance::activation_variable)))
        return 0;
    instance.listen();

    gui::Application application(options.profile, options.settings_file);
    if (!application.load()) return 1;
    QObject::connect(&instance, &gui::Instance::called, &application.session(),
                     [&](const QString& argument, const QString& activation) {
                         if (argument != gui::Instance::stay_hidden)
                             application.session().take_argument(argument, activation);
                     });
    application.start();
    if (!options.argument.isEmpty()) application.session().take_argument(options.argument);
    if (only_hides)
        application.start_hidden();
    else
        application.show();
    return QApplication::exec();
}
