#pragma once

#include <QHash>
#include <QObject>
#include <QString>

#include "gui/connection.hpp"
#include "gui/screen_lock.hpp"

/// Shows on the desktop what the daemon wants people told of, over D-Bus: the Desktop Notifications
/// Specification 1.2 (org.freedesktop.Notifications). What is worth telling, and how much of it is
/// shown, the daemon has decided; while the screen is locked, names and numbers and no texts are
/// shown of anything, also of what was shown before. Without a session bus, or without anybody on
/// it who shows notifications, nothing happens.
namespace earshot::gui {

class Notifications : public QObject {
    Q_OBJECT

public:
    /// `connection` outlives it.
    explicit Notifications(Connection& connection, QObject* parent = nullptr);

signals:
    /// Somebody wants to see what was told of; empty: several conversations. `activation` is the
    /// desktop's token that lets the window come to the front; empty where it gives none.
    void opened(const QString& conversation, const QString& activation);

private slots:
    // As D-Bus signals them.
    void on_action(uint number, const QString& action);
    void on_closed(uint number, uint reason);
    void on_activation(uint number, const QString& token);

private:
    /// One that is shown, or soon will be.
    struct Shown {
        uint number = 0;  ///< The desktop's; 0 until it has answered.
        QString conversation;
        QString title;
        QString text;  ///< Empty: only how many there are is told.
        int count = 0;
        bool is_arrival = false;  ///< Whoever was waited for is here; there is no text.
        QString activation;
        bool tells_text = false;    ///< As it was shown last.
        bool is_withdrawn = false;  ///< Before the desktop had answered.
    };

    void on_event(std::string_view name, const control::Object& fields);
    void ask_abilities();
    void on_raised(const control::Object& fields);
    void on_lock();
    void show(const QString& id, Shown& shown, bool is_silent);
    void on_shown(const QString& id, uint number);
    void withdraw(const QString& id);
    void close(uint number);
    /// What stands in its second line.
    QString body_of(const Shown& shown) const;
    /// Whether the screen is locked and shows what it should not.
    bool tells_too_much(const Shown& shown) const {
        return lock_.is_locked() && shown.tells_text && !shown.is_withdrawn;
    }

    QHash<QString, Shown> shown_;  ///< By the daemon's id, one a conversation; bounded.
    ScreenLock lock_;
    bool has_markup_ = true;  ///< The desktop takes the body for markup.
};

}  // namespace earshot::gui
