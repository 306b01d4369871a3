#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>

/// Starts the daemon of a profile through `earshot daemon start`, which knows how to be one of
/// several starters. The daemon is no child of the window and outlives it.
namespace earshot::gui {

class DaemonStarter : public QObject {
    Q_OBJECT

public:
    struct Profile {
        QStringList options;  ///< That name it to `earshot`.
        QString program;      ///< Path of `earshot`; empty: there is none.
    };

    explicit DaemonStarter(Profile profile);
    ~DaemonStarter() override;

    bool is_running() const { return process_.state() != QProcess::NotRunning; }
    void start();

    /// `earshot` beside this program, or in PATH.
    static QString find_program();

signals:
    void started();
    /// `why` is for people, partly the daemon's own English words.
    void failed(const QString& why);

private:
    void on_finished(int code, QProcess::ExitStatus status);

    Profile profile_;
    QProcess process_;
};

}  // namespace earshot::gui
