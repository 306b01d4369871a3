#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QTimer>
#include <vector>

#include "gui/abilities.hpp"
#include "gui/connection.hpp"
#include "gui/times.hpp"

/// Messages that hold the words searched for, newest first, in one conversation or in all, of
/// everybody or of one, at any time or in a period. Asks a moment after the last key; answers to
/// older words are dropped.
namespace earshot::gui {

class SearchModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
    Q_PROPERTY(QString conversation READ conversation WRITE setConversation NOTIFY textChanged)
    Q_PROPERTY(QString writer READ writer WRITE setWriter NOTIFY filterChanged)
    Q_PROPERTY(QString period READ period WRITE setPeriod NOTIFY filterChanged)
    Q_PROPERTY(int count READ count NOTIFY answered)
    Q_PROPERTY(bool isAsking READ is_asking NOTIFY answered)
    Q_PROPERTY(bool hasMore READ has_more NOTIFY answered)

public:
    enum Role {
        message_role = Qt::UserRole,
        conversation_role,
        peer_role,
        author_role,
        snippet_role,
        time_role,
        spoken_role,
    };

    /// All outlive it.
    SearchModel(Connection& connection, const Abilities& abilities, const Times& times,
                QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    QString text() const { return text_; }
    void setText(const QString& text);
    QString conversation() const { return conversation_; }  ///< Empty: all.
    void setConversation(const QString& conversation);
    QString writer() const { return writer_; }  ///< Person id; empty: anybody.
    void setWriter(const QString& writer);
    /// "today", "week", "month", "year", counted in days back from the end of this one, or
    /// "before-month", "before-year" for all before those; empty, or anything else: any time.
    QString period() const { return period_; }
    void setPeriod(const QString& period);
    int count() const { return static_cast<int>(hits_.size()); }
    bool is_asking() const { return is_asking_; }
    bool has_more() const { return has_more_; }

    Q_INVOKABLE void more();
    Q_INVOKABLE QString messageAt(int row) const;
    Q_INVOKABLE QString conversationAt(int row) const;

signals:
    void textChanged();
    void filterChanged();
    void answered();

private:
    struct Hit {
        QString message;
        QString conversation;
        QString peer;
        QString author;
        QString snippet;  ///< As rich text, matches bold; safe.
        QString plain;
        qint64 time = 0;
        bool own = false;
    };

    void ask(bool is_more);
    void ask_anew();
    void add_period(control::Object& params) const;
    void take(const control::Object& found, bool is_more);
    static Hit hit_from(const control::Object& object);
    void clear();

    Connection& connection_;
    const Abilities& abilities_;
    const Times& times_;
    QTimer pause_;
    std::vector<Hit> hits_;
    QString text_;
    QString conversation_;
    QString writer_;
    QString period_;
    unsigned asked_ = 0;
    bool is_asking_ = false;
    bool has_more_ = false;
};

/// `snippet` in rich text with the byte ranges of `matches` in bold; ranges that do not fit are
/// left out.
QString marked(std::string_view snippet, const std::vector<std::int64_t>& matches);

}  // namespace earshot::gui
