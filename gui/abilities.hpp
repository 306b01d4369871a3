#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <set>
#include <string>

#include "gui/connection.hpp"

/// What the daemon can do of what the window has a place for: one that was started before an
/// update lacks some of it. Nothing, until it has answered.
namespace earshot::gui {

class Abilities : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(bool search READ search NOTIFY changed)
    Q_PROPERTY(bool mute READ mute NOTIFY changed)
    Q_PROPERTY(bool snooze READ snooze NOTIFY changed)
    Q_PROPERTY(bool watch READ watch NOTIFY changed)
    Q_PROPERTY(bool messageDetails READ message_details NOTIFY changed)

public:
    /// Outlives it.
    explicit Abilities(Connection& connection, QObject* parent = nullptr);

    bool search() const { return has("search.query"); }
    bool mute() const { return has("notify.set"); }
    bool snooze() const { return has("notify.snooze"); }
    bool watch() const { return has("people.notifyWhenSeen"); }
    bool message_details() const { return has("message.info"); }

signals:
    void changed();

private:
    bool has(const char* method) const { return methods_.contains(method); }
    void load();

    Connection& connection_;
    std::set<std::string> methods_;  ///< Of those above.
};

}  // namespace earshot::gui
