#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <map>

#include "gui/appearance.hpp"
#include "gui/connection.hpp"

/// The daemon's settings that the window shows. `ui.*` and Appearance follow one another: what is
/// changed here is stored by the daemon, what another window of this profile changes is seen here.
namespace earshot::gui {

class Settings : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(bool hasTyping READ has_typing NOTIFY changed)
    Q_PROPERTY(bool hasRead READ has_read NOTIFY changed)
    Q_PROPERTY(bool hasNotifyPrivacy READ has_notify_privacy NOTIFY changed)
    Q_PROPERTY(bool tellsTyping READ tells_typing NOTIFY changed)
    Q_PROPERTY(bool tellsRead READ tells_read NOTIFY changed)
    Q_PROPERTY(QString notifyPrivacy READ notify_privacy NOTIFY changed)
    Q_PROPERTY(bool hasNotifyHours READ has_notify_hours NOTIFY changed)
    Q_PROPERTY(QString notifyHours READ notify_hours NOTIFY changed)
    Q_PROPERTY(double snoozedUntil READ snoozed_until NOTIFY changed)

public:
    /// Both outlive it.
    Settings(Connection& connection, Appearance& appearance, QObject* parent = nullptr);

    /// Whether the daemon has the setting.
    bool has_typing() const { return values_.contains("privacy.typing"); }
    bool has_read() const { return values_.contains("privacy.read"); }
    bool has_notify_privacy() const { return values_.contains("notify.privacy"); }

    bool tells_typing() const { return flag("privacy.typing"); }
    bool tells_read() const { return flag("privacy.read"); }
    bool has_notify_hours() const { return values_.contains("notify.hours"); }
    /// When notifications are wanted, as the daemon reads it; empty: always.
    QString notify_hours() const { return text("notify.hours"); }
    QString notify_privacy() const;  ///< "full", "sender" or "none".
    /// Milliseconds UTC, as QML counts; 0: they are shown.
    double snoozed_until() const { return static_cast<double>(snoozed_until_); }

    Q_INVOKABLE void setTellsTyping(bool tells);
    Q_INVOKABLE void setTellsRead(bool tells);
    Q_INVOKABLE void setNotifyPrivacy(const QString& privacy);
    /// Hours that the daemon cannot read are refused, and what held before holds on.
    Q_INVOKABLE void setNotifyHours(const QString& hours);
    /// No notifications for so long; 0 ends it.
    Q_INVOKABLE void snooze(qint64 milliseconds);

signals:
    void changed();
    void failed(const QString& words);
    void hoursRefused();

private:
    void load();
    void take(const std::string& key, const control::Json& value);
    void store(const std::string& key, control::Json value);
    bool flag(const std::string& key) const;
    QString text(const std::string& key) const;

    Connection& connection_;
    Appearance& appearance_;
    std::map<std::string, control::Json> values_;
    qint64 snoozed_until_ = 0;
};

}  // namespace earshot::gui
