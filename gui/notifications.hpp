#pragma once

#include <QHash>
#include <QObject>
#include <QString>

#include "gui/connection.hpp"

/// Shows on the desktop what the daemon wants people told of, over D-Bus: the Desktop Notifications
/// Specification 1.2 (org.freedesktop.Notifications). What is worth telling, and how much of it is
/// shown, the daemon has decided. Without a session bus, or without anybody on it who shows
/// notifications, nothing happens.
namespace earshot::gui {

class Notifications : public QObject {
    Q_OBJECT

public:
    /// `connection` outlives it.
    explicit Notifications(Connection& connection, QObject* parent = nullptr);

signals:
    /// Somebody wants to see what was told of; empty: several conversations.
    void opened(const QString& conversation);

private slots:
    // As D-Bus signals them.
    void on_action(uint number, const QString& action);
    void on_closed(uint number, uint reason);

private:
    /// One that is shown, or soon will be.
    struct Shown {
        uint number = 0;  ///< The desktop's; 0 until it has answered.
        QString conversation;
        bool is_withdrawn = false;  ///< Before the desktop had answered.
    };

    void on_event(std::string_view name, const control::Object& fields);
    void ask_abilities();
    void show(const control::Object& fields);
    void on_shown(const QString& id, uint number);
    void withdraw(const QString& id);
    void close(uint number);
    /// What stands in its second line.
    QString body_of(const control::Object& fields) const;

    QHash<QString, Shown> shown_;  ///< By the daemon's id, one a conversation; bounded.
    bool has_markup_ = true;       ///< The desktop takes the body for markup.
};

}  // namespace earshot::gui
