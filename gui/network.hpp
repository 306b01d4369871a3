#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QTimer>

#include "gui/connection.hpp"

/// The network we are in, for the strip above the people: whether there is one, and whether
/// strangers see us there.
namespace earshot::gui {

class Network : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(QString trouble READ trouble NOTIFY changed)
    Q_PROPERTY(QString visibility READ visibility NOTIFY changed)
    Q_PROPERTY(QString unknownNetwork READ unknown_network NOTIFY changed)
    Q_PROPERTY(bool isVisible READ is_visible NOTIFY changed)
    Q_PROPERTY(int port READ port NOTIFY changed)
    Q_PROPERTY(QStringList addresses READ addresses NOTIFY changed)

public:
    /// Outlives it.
    explicit Network(Connection& connection, QObject* parent = nullptr);

    /// "", "no_network" (no cable, no wireless network, no address) or "discovery" (people cannot
    /// be looked for).
    QString trouble() const { return trouble_; }
    QString visibility() const { return visibility_; }  ///< "everywhere", "known" or "hidden".
    /// Interface of a network where strangers do not see us because we were never there; empty
    /// otherwise.
    QString unknown_network() const { return unknown_network_; }
    bool is_visible() const { return is_visible_; }
    int port() const { return port_; }
    QStringList addresses() const { return addresses_; }

    Q_INVOKABLE void setVisibility(const QString& mode);
    /// Strangers in the networks we are in may see us, or not any more.
    Q_INVOKABLE void allowHere(bool allow);
    /// Looks for people now.
    Q_INVOKABLE void look();

signals:
    void changed();
    void failed(const QString& words);

private:
    void load();
    void take(const control::Object& status);
    void take_visibility(const control::Object& status);

    Connection& connection_;
    QString trouble_;
    QString visibility_ = QStringLiteral("known");
    QString unknown_network_;
    QStringList addresses_;
    bool is_visible_ = true;
    int port_ = 0;
};

}  // namespace earshot::gui
