#include "gui/autostart.hpp"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

namespace earshot::gui {

Autostart::Autostart(QString file, QStringList command, QObject* parent)
    : QObject(parent), file_(std::move(file)), command_(std::move(command)) {}

bool Autostart::is_enabled() const {
    QFile file(file_);
    if (!file.open(QIODevice::ReadOnly)) return false;
    // Desktops switch entries off instead of deleting them.
    const auto lines = file.readAll().split('\n');
    return !lines.contains("Hidden=true") && !lines.contains("X-GNOME-Autostart-enabled=false");
}

void Autostart::setEnabled(bool enabled) {
    if (enabled == is_enabled()) return;
    bool is_done = false;
    if (enabled) {
        QDir().mkpath(QFileInfo(file_).path());
        QSaveFile file(file_);
        if (file.open(QIODevice::WriteOnly)) {
            file.write("[Desktop Entry]\nType=Application\nName=Earshot\nIcon=earshot\n");
            file.write(QStringLiteral("Exec=%1\n").arg(exec(command_)).toUtf8());
            is_done = file.commit();
        }
    } else {
        is_done = QFile::remove(file_);
    }
    if (!is_done) emit failed(tr("%1 cannot be written.").arg(file_));
    emit changed();
}

QString Autostart::place(const QString& profile) {
    const auto name =
        profile.isEmpty() ? QStringLiteral("earshot") : QStringLiteral("earshot-%1").arg(profile);
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/autostart/%1.desktop").arg(name);
}

QString Autostart::exec(const QStringList& command) {
    QStringList words;
    for (auto word : command) {
        // The specification's characters within quotes, and then those of a string in the file.
        for (const auto* each : {"\\", "\"", "`", "$"})
            word.replace(QLatin1String(each), QLatin1Char('\\') + QLatin1String(each));
        word.replace(QLatin1Char('%'), QLatin1String("%%"));
        word.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
        words.append(QLatin1Char('"') + word + QLatin1Char('"'));
    }
    return words.join(QLatin1Char(' '));
}

}  // namespace earshot::gui
