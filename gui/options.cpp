#include "gui/options.hpp"

#include <QCommandLineParser>
#include <QCryptographicHash>
#include <QDir>

#include "core/control/paths.hpp"
#include "gui/texts.hpp"

namespace earshot::gui {
namespace {

constexpr int wrong_usage = 2;
const auto folder_option = QStringLiteral("--profile-dir");

// By hand: QCommandLineParser writes its own only once there is an application, and that needs a
// display.
constexpr const char* usage =
    "Usage: earshot-gui [OPTION]... [LINK]\n"
    "\n"
    "The window of Earshot. LINK is an earshot: link, the card of somebody to add.\n"
    "\n"
    "Options:\n"
    "  -p, --profile NAME  which profile; also EARSHOT_PROFILE\n"
    "  --profile-dir DIR   keep everything of the profile in this folder\n"
    "  --hidden            start in the tray; without one, minimised\n"
    "  -h, --help          this text\n"
    "  -v, --version       the version\n";

std::optional<std::string> environment(const char* name) {
    if (!qEnvironmentVariableIsSet(name)) return std::nullopt;
    return utf8(qEnvironmentVariable(name));
}

/// A folder has no name of its own.
QString autostart_name(const Session::Profile& profile) {
    const auto& options = profile.starter.options;
    if (options.isEmpty() || options.first() != folder_option) return profile.name;
    const auto hash = QCryptographicHash::hash(options.last().toUtf8(), QCryptographicHash::Sha256);
    return QStringLiteral("folder-") + QString::fromLatin1(hash.toHex().first(8));
}

Options refused(const QString& why) {
    Options options;
    options.text = QStringLiteral("earshot-gui: %1\n").arg(why);
    options.exit_code = wrong_usage;
    return options;
}

}  // namespace

Options parse_options(const QStringList& words) {
    QCommandLineParser parser;
    const QCommandLineOption profile({QStringLiteral("p"), QStringLiteral("profile")},
                                     QStringLiteral("Which profile. Also EARSHOT_PROFILE."),
                                     QStringLiteral("NAME"));
    const QCommandLineOption folder(
        folder_option.mid(2), QStringLiteral("Keep everything of the profile in this folder."),
        QStringLiteral("DIR"));
    const QCommandLineOption hidden(QStringLiteral("hidden"), QStringLiteral("Start in the tray."));
    const auto help = parser.addHelpOption();
    const auto version = parser.addVersionOption();
    parser.addOptions({profile, folder, hidden});
    parser.addPositionalArgument(QStringLiteral("LINK"),
                                 QStringLiteral("An earshot: link: the card of somebody to add."),
                                 QStringLiteral("[LINK]"));
    if (!parser.parse(QStringList{QStringLiteral("earshot-gui")} + words))
        return refused(parser.errorText());
    Options options;
    if (parser.isSet(help) || parser.isSet(version)) {
        options.text =
            parser.isSet(help)
                ? QString::fromLatin1(usage)
                : QStringLiteral("earshot-gui %1\n").arg(QStringLiteral(EARSHOT_VERSION));
        options.exit_code = 0;
        return options;
    }
    control::ProfileChoice choice;
    const auto named =
        parser.isSet(profile) ? parser.value(profile) : qEnvironmentVariable("EARSHOT_PROFILE");
    if (!named.isEmpty()) {
        choice.name = utf8(named);
        options.profile.starter.options = {QStringLiteral("--profile"), named};
        if (named != QLatin1String("default")) options.profile.name = named;
    }
    if (parser.isSet(folder)) {
        choice.folder = utf8(parser.value(folder));
        // Wherever the daemon or the desktop starts it.
        options.profile.starter.options = {folder_option,
                                           QDir(parser.value(folder)).absolutePath()};
    }
    const auto places =
        control::profile_places(choice, {.home = environment("HOME"),
                                         .xdg_data_home = environment("XDG_DATA_HOME"),
                                         .xdg_runtime_dir = environment("XDG_RUNTIME_DIR")});
    if (!places) return refused(qt(places.error().what));
    options.profile.places = *places;
    options.settings_file = qt(places->folder) + QStringLiteral("/window.ini");
    options.profile.autostart_file = Autostart::place(autostart_name(options.profile));
    options.is_hidden = parser.isSet(hidden);
    options.argument = parser.positionalArguments().value(0);
    return options;
}

}  // namespace earshot::gui
