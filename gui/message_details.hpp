#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QVariantList>

#include "gui/connection.hpp"
#include "gui/times.hpp"

/// How far one message has come, device by device, and who keeps a sealed copy meanwhile.
namespace earshot::gui {

class MessageDetails : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(QVariantList devices READ devices NOTIFY changed)
    Q_PROPERTY(QStringList carriers READ carriers NOTIFY changed)
    Q_PROPERTY(QString source READ source NOTIFY changed)
    Q_PROPERTY(QString written READ written NOTIFY changed)
    Q_PROPERTY(QString state READ state NOTIFY changed)
    Q_PROPERTY(bool isLoaded READ is_loaded NOTIFY changed)

public:
    /// Both outlive it.
    MessageDetails(Connection& connection, const Times& times, QObject* parent = nullptr);

    /// Maps with `device`, a word, and `steps`, what became of the message there and when.
    QVariantList devices() const { return devices_; }
    /// Whose computers they are.
    QStringList carriers() const { return carriers_; }
    /// From which computer of its author it came, and how. Empty of our own, and where it is not
    /// known.
    QString source() const { return source_; }
    QString written() const { return written_; }
    QString state() const { return state_; }
    bool is_loaded() const { return is_loaded_; }

    Q_INVOKABLE void open(const QString& message);

signals:
    void changed();

private:
    void take(const control::Object& info);
    static QString source_words(const control::Object& source);
    QStringList steps_of(const control::Object& device) const;

    Connection& connection_;
    const Times& times_;
    std::string message_;
    QVariantList devices_;
    QStringList carriers_;
    QString source_;
    QString written_;
    QString state_;
    bool is_loaded_ = false;
};

}  // namespace earshot::gui
