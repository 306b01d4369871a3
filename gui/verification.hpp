#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>

#include "gui/connection.hpp"

/// Making sure of who somebody is: the safety number and its QR code, and comparing six digits
/// live.
namespace earshot::gui {

class Verification : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(QString person READ person NOTIFY changed)
    Q_PROPERTY(QString name READ name NOTIFY changed)
    Q_PROPERTY(QStringList number READ number NOTIFY changed)
    Q_PROPERTY(QString qr READ qr NOTIFY changed)
    Q_PROPERTY(bool verified READ is_verified NOTIFY changed)
    Q_PROPERTY(QString stage READ stage NOTIFY changed)
    Q_PROPERTY(QString code READ code NOTIFY changed)
    Q_PROPERTY(QString failure READ failure NOTIFY changed)
    Q_PROPERTY(QString theirs READ theirs NOTIFY changed)

public:
    /// Outlives it.
    explicit Verification(Connection& connection, QObject* parent = nullptr);

    QString person() const { return person_; }
    QString name() const { return name_; }
    /// Sixty digits in twelve groups of five.
    QStringList number() const { return number_; }
    QString qr() const { return qr_; }
    bool is_verified() const { return is_verified_; }
    /// Of comparing live: "none", "asked", "waiting", "exchanging", "comparing", "agreed" or
    /// "failed".
    QString stage() const { return stage_; }
    QString code() const { return code_; }        ///< "482 913"
    QString failure() const { return failure_; }  ///< Why it failed, as a code.
    QString theirs() const { return theirs_; }    ///< "same", "different", "canceled" or empty.

    /// Begins to look at one person.
    Q_INVOKABLE void open(const QString& person);
    Q_INVOKABLE void close();
    /// The numbers are the same: said by the user, who has seen both.
    Q_INVOKABLE void confirmSame();
    /// The number that the other one reads out, or the text of their QR code.
    Q_INVOKABLE void confirm(const QString& text);
    Q_INVOKABLE void withdraw();
    Q_INVOKABLE void startLive();
    Q_INVOKABLE void confirmLive();
    Q_INVOKABLE void cancelLive(bool different);

signals:
    void changed();
    void failed(const QString& words);

private:
    void call(std::string_view method, control::Object params);
    void take_person(const control::Object& person);
    void take_comparison(const control::Object& comparison);
    void on_event(std::string_view name, const control::Object& fields);

    Connection& connection_;
    QString person_;
    QString name_;
    QStringList number_;
    QString qr_;
    QString stage_ = QStringLiteral("none");
    QString code_;
    QString failure_;
    QString theirs_;
    bool is_verified_ = false;
};

}  // namespace earshot::gui
