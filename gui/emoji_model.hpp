#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

/// Emoji whose names hold what was typed, in English or in Russian; the name shown is in the
/// language of the window.
namespace earshot::gui {

class EmojiModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)

public:
    enum Role { character_role = Qt::UserRole, name_role };

    explicit EmojiModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    QString text() const { return text_; }
    void setText(const QString& text);

    Q_INVOKABLE QString at(int row) const;
    /// The language may have changed.
    Q_INVOKABLE void refresh();

signals:
    void textChanged();

private:
    struct Emoji {
        QString character;
        QString english;
        QString russian;
    };

    static std::vector<Emoji> read_all();

    std::vector<Emoji> all_;
    std::vector<std::size_t> rows_;  ///< Of `all_`.
    QString text_;
};

}  // namespace earshot::gui
