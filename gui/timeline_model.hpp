#pragma once

#include <QtQml/qqmlregistration.h>
#include <set>

#include "client/look.hpp"
#include "client/mirror.hpp"
#include "gui/person.hpp"
#include "gui/row_list_model.hpp"
#include "gui/times.hpp"

/// The open conversation's messages for a BottomToTop list: row 0 is the newest. The window that
/// client::Timeline keeps, with what each message looks like among its neighbours.
namespace earshot::gui {

class TimelineModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(QString firstUnread READ first_unread NOTIFY firstUnreadChanged)

public:
    enum Role {
        id_role = Qt::UserRole,
        own_role,
        author_role,
        text_role,
        blocks_role,
        folded_role,
        emoji_role,
        state_role,
        state_word_role,
        delivery_role,
        clock_role,
        day_role,
        unread_role,
        missing_role,
        starts_group_role,
        ends_group_role,
        spoken_role,
    };

    /// All outlive it.
    TimelineModel(client::Timeline& timeline, const Times& times, QObject* parent = nullptr);
    ~TimelineModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// The message above which the unread line stands; empty: none.
    void set_first_unread(const std::string& id);
    QString first_unread() const;
    /// Whom we talk with: the delivery words say their name.
    void set_person(const Person& person);

    /// The row of a message, -1 where it is not in the window.
    Q_INVOKABLE int rowOf(const QString& id) const;
    Q_INVOKABLE QString idOf(int row) const;
    /// Where the links of a message lead.
    Q_INVOKABLE QStringList linksOf(int row) const;
    /// Shows all of a long message.
    Q_INVOKABLE void unfold(int row);

    /// What stands at the ends of the window, or the language, has changed.
    void all_changed();

signals:
    void firstUnreadChanged();

private:
    /// How rows look depends on their neighbours and on which own one is the newest.
    void on_arranged(std::size_t first, std::size_t count) override;

    std::size_t newest_own() const;
    client::Look look(std::size_t row) const;
    QVariant look_data(std::size_t row, int role) const;
    QString missing_words(std::size_t row) const;
    QString shown_text(const client::Message& message, bool& is_folded) const;
    QString spoken(std::size_t row) const;

    client::Timeline& timeline_;
    client::Timeline::Rows& rows_;
    const Times& times_;
    std::string first_unread_;
    Person person_;
    std::set<std::string> unfolded_;  ///< Ids, of this conversation's window.
};

}  // namespace earshot::gui
