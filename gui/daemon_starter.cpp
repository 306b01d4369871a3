#include "gui/daemon_starter.hpp"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>

namespace earshot::gui {

DaemonStarter::DaemonStarter(Profile profile) : profile_(std::move(profile)) {
    process_.setStandardInputFile(QProcess::nullDevice());
    process_.setStandardOutputFile(QProcess::nullDevice());
    connect(&process_, &QProcess::finished, this, &DaemonStarter::on_finished);
    connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) emit failed(process_.errorString());
    });
}

DaemonStarter::~DaemonStarter() {
    process_.disconnect(this);
    // What it started stays; only the starter itself is waited for no longer.
    process_.kill();
    process_.waitForFinished();
}

QString DaemonStarter::find_program() {
    const QFileInfo beside(QCoreApplication::applicationDirPath() + QStringLiteral("/earshot"));
    if (beside.isExecutable()) return beside.absoluteFilePath();
    return QStandardPaths::findExecutable(QStringLiteral("earshot"));
}

void DaemonStarter::start() {
    if (is_running()) return;
    if (profile_.program.isEmpty()) {
        emit failed(tr("The program earshot is not installed."));
        return;
    }
    process_.start(profile_.program, profile_.options + QStringList{QStringLiteral("daemon"),
                                                                    QStringLiteral("start")});
}

void DaemonStarter::on_finished(int code, QProcess::ExitStatus status) {
    if (status == QProcess::NormalExit && code == 0) return emit started();
    auto words = QString::fromUtf8(process_.readAllStandardError()).trimmed();
    if (words.startsWith(QLatin1String("earshot: "))) words.remove(0, 9);
    emit failed(words);
}

}  // namespace earshot::gui
