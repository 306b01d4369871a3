#pragma once

#include <QtQml/qqmlregistration.h>
#include <QLocalSocket>
#include <QObject>
#include <QTimer>

#include "client/mirror.hpp"
#include "core/control/paths.hpp"
#include "gui/daemon_starter.hpp"

/// The window's connection to the daemon: moves bytes between a socket and client::Mirror, starts
/// the daemon when none listens, and connects again after every loss. Everything runs on the thread
/// of the window.
namespace earshot::gui {

class Connection : public QObject, private client::Mirror::Observer {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(QString state READ state_word NOTIFY stateChanged)
    Q_PROPERTY(QString detail READ detail NOTIFY stateChanged)
    Q_PROPERTY(bool opensByKeyring READ opens_by_keyring NOTIFY stateChanged)

public:
    enum class State : std::uint8_t {
        connecting,
        starting,  ///< The daemon is being started.
        ready,
        locked,   ///< The profile wants its passphrase, or the session's keyring.
        lost,     ///< There was a connection; it is made again by itself.
        failed,   ///< The daemon cannot be started: `detail` says why. Tried again, slowly.
        refused,  ///< The daemon is of another version.
    };

    Connection(control::ProfilePlaces places, DaemonStarter::Profile profile,
               QObject* parent = nullptr);
    ~Connection() override;

    State state() const { return state_; }
    QString state_word() const;  ///< As the enumerators are called.
    QString detail() const { return detail_; }
    bool is_ready() const { return state_ == State::ready; }
    /// While `locked`: the session's keyring has the key, and there is no passphrase.
    bool opens_by_keyring() const { return mirror_.link().opens_by_keyring(); }

    /// Connects, from the next turn of the event loop on.
    void open();
    Q_INVOKABLE void retry();

    client::Mirror& mirror() { return mirror_; }
    const client::Mirror& mirror() const { return mirror_; }

    /// As client::Link's, and the bytes are on their way.
    void call(std::string_view method, const control::Object& params,
              client::OnAnswer on_answer = {});
    /// Writes what calls of the mirror's own left.
    void flush();
    /// Once `locked`; with an empty secret the session's keyring is asked.
    void unlock(const control::SecretText& secret, client::OnAnswer on_answer);

signals:
    void stateChanged();
    /// Greeted and subscribed; the mirror's lists are being loaded.
    void ready();
    void lost();
    /// After the mirror's lists were told.
    void event(std::string_view name, const earshot::control::Object& fields);

private:
    void on_ready() override;
    void on_refused(const control::Failure& failure) override;
    void on_locked() override;
    void on_lost() override;
    void on_event(std::string_view name, const control::Object& fields) override;

    void connect_socket();
    void on_socket_open();
    void on_socket_error(QLocalSocket::LocalSocketError error);
    void on_socket_closed();
    void read();
    void become(State state, const QString& detail = {});
    void again();

    control::ProfilePlaces places_;
    client::Mirror mirror_;
    QLocalSocket socket_;
    DaemonStarter starter_;
    QTimer retry_;
    State state_ = State::connecting;
    QString detail_;
    bool was_ready_ = false;  ///< At least once.
};

}  // namespace earshot::gui
