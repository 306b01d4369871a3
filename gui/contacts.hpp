#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "gui/connection.hpp"

/// What can be done about people: accept, decline, block, call them something, forget them, add
/// them. The daemon's events show what came of it; only failures, and what was added, are said
/// here.
namespace earshot::gui {

class Contacts : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")

public:
    /// Outlives it.
    explicit Contacts(Connection& connection, QObject* parent = nullptr);

    Q_INVOKABLE void accept(const QString& person);
    Q_INVOKABLE void decline(const QString& person);
    Q_INVOKABLE void block(const QString& person);
    Q_INVOKABLE void unblock(const QString& person);
    /// Whether we are told, once, when they come.
    Q_INVOKABLE void watch(const QString& person, bool on);
    Q_INVOKABLE void setAlias(const QString& person, const QString& alias);
    Q_INVOKABLE void forget(const QString& person, bool with_history);
    /// A card's text ("earshot:…") or an address ("10.0.0.5", "host:47701").
    Q_INVOKABLE void add(const QString& text);

signals:
    /// `person` is an id; empty where an address was added.
    void added(const QString& person, const QString& name);
    /// Somebody's request, or conversation, is gone from sight.
    void dismissed(const QString& person);
    void failed(const QString& words);

private:
    void act(std::string_view method, control::Object params, client::OnAnswer on_done = {});

    Connection& connection_;
};

}  // namespace earshot::gui
