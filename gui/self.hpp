#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "gui/connection.hpp"

/// Who we are and how others see us.
namespace earshot::gui {

class Self : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(QString id READ id NOTIFY changed)
    Q_PROPERTY(QString shortId READ short_id NOTIFY changed)
    Q_PROPERTY(QString name READ name NOTIFY changed)
    Q_PROPERTY(QString initials READ initials NOTIFY changed)
    Q_PROPERTY(int hue READ hue NOTIFY changed)
    /// It is outside their working hours, which others see as "busy".
    Q_PROPERTY(bool offHours READ is_off_hours NOTIFY changed)
    Q_PROPERTY(QString presence READ presence NOTIFY changed)
    Q_PROPERTY(QString statusText READ status_text NOTIFY changed)
    Q_PROPERTY(double until READ until NOTIFY changed)
    Q_PROPERTY(QString card READ card NOTIFY cardChanged)

public:
    /// Outlives it.
    explicit Self(Connection& connection, QObject* parent = nullptr);

    QString id() const;
    QString short_id() const;
    QString name() const { return name_; }
    QString initials() const;
    int hue() const;
    bool is_off_hours() const { return is_off_hours_; }
    QString presence() const { return presence_; }  ///< "online", "away", "busy" or "invisible".
    QString status_text() const { return status_text_; }
    double until() const {
        return static_cast<double>(until_);
    }  ///< Milliseconds UTC; 0: until it is changed.
    QString card() const { return card_; }

    Q_INVOKABLE void rename(const QString& name);
    /// `for_ms` 0: until it is changed.
    Q_INVOKABLE void setPresence(const QString& state, const QString& text, qint64 for_ms = 0);
    /// Do not disturb, or not any more.
    Q_INVOKABLE void toggleBusy();
    /// Asks for our card as it is now; addresses change.
    Q_INVOKABLE void fetchCard();

signals:
    void changed();
    void cardChanged();
    void failed(const QString& words);

private:
    void load();
    void take_presence(const control::Object& presence);
    void take_name(const control::Object& person);

    Connection& connection_;
    std::string id_;
    QString name_;
    QString presence_ = QStringLiteral("online");
    QString status_text_;
    QString card_;
    bool is_off_hours_ = false;
    qint64 until_ = 0;
};

}  // namespace earshot::gui
