#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>

/// Whether the desktop starts the window, hidden, when its user logs in: an entry in the user's
/// autostart folder, after the Desktop Application Autostart Specification 0.5. Off until somebody
/// wants it; the daemon has a unit of its own.
namespace earshot::gui {

class Autostart : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(bool enabled READ is_enabled WRITE setEnabled NOTIFY changed)

public:
    /// `file` is the entry's path, `command` the program and its options.
    Autostart(QString file, QStringList command, QObject* parent = nullptr);

    bool is_enabled() const;
    void setEnabled(bool enabled);

    /// Where the entry of a profile lies; the usual one has no name.
    static QString place(const QString& profile);
    /// A command as `Exec` has it: quoted, nothing in it expanded.
    static QString exec(const QStringList& command);

signals:
    void changed();
    void failed(const QString& words);

private:
    QString file_;
    QStringList command_;
};

}  // namespace earshot::gui
