#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

#include "gui/roster_model.hpp"

/// Where Ctrl+K can go: everybody by their name, and what the window can do by its words. Who was
/// written with last comes first while nothing is typed.
namespace earshot::gui {

class SwitcherModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
    Q_PROPERTY(QVariantList commands READ commands WRITE setCommands NOTIFY textChanged)
    Q_PROPERTY(int count READ count NOTIFY textChanged)

public:
    enum Role {
        kind_role = Qt::UserRole,  ///< "person" or "command".
        id_role,
        name_role,
        detail_role,
        presence_role,
        initials_role,
        hue_role,
        verified_role,
        unread_role,
    };

    /// Outlives it.
    explicit SwitcherModel(const RosterModel& roster, client::Mirror& mirror,
                           QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    QString text() const { return text_; }
    void setText(const QString& text);
    /// Maps with `id`, `name` and `keys`.
    QVariantList commands() const { return commands_; }
    void setCommands(const QVariantList& commands);
    int count() const { return static_cast<int>(rows_.size()); }

    /// Looks anew at who is there: when it is opened, and not while somebody chooses.
    Q_INVOKABLE void refresh();
    Q_INVOKABLE QString kindAt(int row) const;
    Q_INVOKABLE QString idAt(int row) const;

signals:
    void textChanged();

private:
    struct Row {
        bool is_command = false;
        QString id;
        QString name;
        QString detail;
        Person person;
        int unread = 0;
        int rank = 0;  ///< Lower is better.
    };

    void add(Row row);

    const RosterModel& roster_;
    client::Mirror& mirror_;
    std::vector<Row> rows_;
    QVariantList commands_;
    QString text_;
};

/// How well a name fits what was typed: 0 begins with it, 1 a word of it does, 2 it is inside, 3
/// its letters are there in order; -1 not at all. Letter case does not count.
int fit(const QString& typed, const QString& name);

}  // namespace earshot::gui
