#pragma once

#include <QLocalServer>
#include <QObject>
#include <QString>

/// One window for each profile: the first one listens, a second one hands over what it was started
/// for and ends.
namespace earshot::gui {

class Instance : public QObject {
    Q_OBJECT

public:
    /// Instead of an argument: the other one was started only to be there.
    static constexpr QLatin1String stay_hidden{"--hidden"};

    /// Of the environment, as xdg-activation has it: what lets a window come to the front.
    static constexpr const char* activation_variable = "XDG_ACTIVATION_TOKEN";

    /// `socket` is a path in a folder of this user alone.
    explicit Instance(QString socket, QObject* parent = nullptr);

    /// True when another window of the profile has taken `argument` and shows itself, by the
    /// desktop's token `activation`. Both may be empty.
    bool hand_over(const QString& argument, const QString& activation = {});
    /// Becomes the first one.
    bool listen();

signals:
    /// Another one was started, with this argument and this token.
    void called(const QString& argument, const QString& activation);

private:
    void on_connection();

    QString socket_;
    QLocalServer server_;
};

}  // namespace earshot::gui
