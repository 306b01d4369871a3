#pragma once

#include <QtQml/qqmlregistration.h>

#include "gui/connection.hpp"
#include "gui/row_list_model.hpp"
#include "gui/times.hpp"

/// What has been written and has not reached anybody yet, in the order in which it goes out. How
/// many there are is always known; the rows are kept up to date while they are shown.
namespace earshot::gui {

struct WaitingMessage {
    std::string id;
    std::string name;  ///< Whose it is.
    std::string text;
    std::int64_t since = 0;  ///< Milliseconds UTC.
    std::int64_t position = 0;
    bool is_put_off = false;  ///< They take no more of ours before they have accepted us.
    friend bool operator==(const WaitingMessage&, const WaitingMessage&) = default;
};

struct FirstOutFirst {
    bool operator()(const WaitingMessage& a, const WaitingMessage& b) const {
        return a.position != b.position ? a.position < b.position : a.id < b.id;
    }
};

class QueueModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(int waiting READ waiting NOTIFY waitingChanged)
    Q_PROPERTY(int beyond READ beyond NOTIFY waitingChanged)
    Q_PROPERTY(bool isShown READ is_shown WRITE setShown NOTIFY shownChanged)

public:
    enum Role { id_role = Qt::UserRole, name_role, text_role, since_role, spoken_role };

    /// More is not listed, only counted: nobody takes back a hundred messages one by one.
    static constexpr std::size_t rows_max = 100;

    /// Both outlive it.
    QueueModel(Connection& connection, const Times& times, QObject* parent = nullptr);
    ~QueueModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int waiting() const { return waiting_; }
    int beyond() const;  ///< How many of them have no row.
    bool is_shown() const { return is_shown_; }
    void setShown(bool shown);

    /// Tries now what waits for its next try: one message, or all where none is named.
    Q_INVOKABLE void retry(const QString& message = {});
    Q_INVOKABLE void takeBack(const QString& message);

signals:
    void waitingChanged();
    void shownChanged();
    void tried(const QString& words);
    void failed(const QString& words);

private:
    void load();
    void ask(std::int64_t after);
    void take(const control::Object& page);
    void set_waiting(int waiting);
    QString since_words(const WaitingMessage& message) const;

    Connection& connection_;
    const Times& times_;
    client::RowList<WaitingMessage, FirstOutFirst> rows_;
    std::vector<WaitingMessage> coming_;  ///< Of the pages that have come,
    int counted_ = 0;                     ///< and how many these had.
    int waiting_ = 0;
    bool is_shown_ = false;
    bool is_loading_ = false;
    bool is_stale_ = false;  ///< Something has changed since it was asked.
};

}  // namespace earshot::gui
