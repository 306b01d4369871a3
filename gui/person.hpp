#pragma once

#include <QtQml/qqmlregistration.h>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include "client/values.hpp"

/// Somebody as QML sees them: a value.
namespace earshot::gui {

struct Person {
    Q_GADGET
    QML_VALUE_TYPE(person)
    Q_PROPERTY(QString id MEMBER id)
    Q_PROPERTY(QString shortId MEMBER short_id)
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(QString ownName MEMBER own_name)
    Q_PROPERTY(QString alias MEMBER alias)
    Q_PROPERTY(QString initials MEMBER initials)
    Q_PROPERTY(int hue MEMBER hue)
    Q_PROPERTY(QString presence MEMBER presence)
    Q_PROPERTY(QString statusText MEMBER status_text)
    Q_PROPERTY(QString standing MEMBER standing)
    Q_PROPERTY(QString through MEMBER through)
    Q_PROPERTY(QString namesake MEMBER namesake)
    Q_PROPERTY(QStringList addresses MEMBER addresses)
    Q_PROPERTY(int devices MEMBER devices)
    Q_PROPERTY(double lastSeen MEMBER last_seen)
    Q_PROPERTY(bool verified MEMBER verified)
    Q_PROPERTY(bool nearby MEMBER nearby)
    Q_PROPERTY(bool answers MEMBER answers)
    Q_PROPERTY(bool putOff MEMBER put_off)
    Q_PROPERTY(bool watched MEMBER watched)
    Q_PROPERTY(bool sharesName MEMBER shares_name)

public:
    Person() = default;
    explicit Person(const client::Person& person);

    QString id;
    QString short_id;
    QString name;
    QString own_name;
    QString alias;
    QString initials;
    int hue = 0;
    QString presence;  ///< "online", "away", "busy" or "offline".
    QString status_text;
    QString standing;  ///< "stranger", "accepted", "blocked" or "declined".
    QString through;   ///< Who carries our link with them; empty: nobody.
    QString namesake;  ///< Short id of the contact of the same name; empty: there is none.
    QStringList addresses;
    int devices = 0;
    double last_seen = 0;  ///< Milliseconds UTC, as QML counts; 0: never.
    bool verified = false;
    bool nearby = false;
    bool answers = true;
    bool put_off = false;
    bool watched = false;      ///< We are told when they come.
    bool shares_name = false;  ///< Somebody else is called the same.

    friend bool operator==(const Person&, const Person&) = default;
};

QString word_of(client::Presence presence);
QString word_of(client::Standing standing);
QString word_of(client::MessageState state);

/// "10.0.0.7" of "10.0.0.7:47700" and "fe80::1" of "[fe80::1]:47700".
QString host_of(const QString& address);

}  // namespace earshot::gui
