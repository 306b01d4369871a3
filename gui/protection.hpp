#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "gui/connection.hpp"

/// What protects the profile's keys: a passphrase, the session's keyring or neither; opening what
/// is locked, and changing from one to another.
namespace earshot::gui {

class Protection : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(bool isKnown READ is_known NOTIFY changed)
    Q_PROPERTY(bool hasPassphrase READ has_passphrase NOTIFY changed)
    Q_PROPERTY(bool isInKeyring READ is_in_keyring NOTIFY changed)
    Q_PROPERTY(bool offersKeyring READ offers_keyring NOTIFY changed)
    Q_PROPERTY(bool isBusy READ is_busy NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(int leastLetters READ least_letters CONSTANT)
    Q_PROPERTY(int mostBytes READ most_bytes CONSTANT)

public:
    /// Outlives it.
    explicit Protection(Connection& connection, QObject* parent = nullptr);

    bool is_known() const { return is_known_; }  ///< The daemon has said how it is.
    bool has_passphrase() const { return has_passphrase_; }
    bool is_in_keyring() const { return is_in_keyring_; }
    /// The session has a keyring that could have the key and does not.
    bool offers_keyring() const { return has_keyring_ && !is_in_keyring_; }
    bool is_busy() const { return is_busy_; }     ///< It is being worked on.
    QString problem() const { return problem_; }  ///< With the last try; empty when there was none.
    static int least_letters();
    static int most_bytes();

    /// Another program may have changed it; nobody is told of that.
    Q_INVOKABLE void load();
    Q_INVOKABLE void unlock(const QString& secret);
    /// `old` is of no matter where there was no passphrase. `done` or a `problem` follows.
    Q_INVOKABLE void set(const QString& old, const QString& wanted);
    Q_INVOKABLE void remove(const QString& old);
    /// The session's keyring has the key from now on; `old` and what follows as for `set`.
    Q_INVOKABLE void moveToKeyring(const QString& old);
    /// While locked: asks the session's keyring again.
    Q_INVOKABLE void askKeyring();
    /// A new attempt begins with nothing wrong.
    Q_INVOKABLE void forgetProblem();
    /// Whether the daemon would take it: it counts code points.
    Q_INVOKABLE static bool isLongEnough(const QString& wanted);

signals:
    void changed();
    /// The protection was changed.
    void done();

private:
    void change(const QString& old, control::Object params);
    void take(const control::Object& state);
    void begin();
    /// True when it was successful.
    bool end(const client::Answer& answer);

    Connection& connection_;
    bool is_known_ = false;
    bool has_passphrase_ = false;
    bool is_in_keyring_ = false;
    bool has_keyring_ = false;
    bool is_busy_ = false;
    QString problem_;
};

}  // namespace earshot::gui
