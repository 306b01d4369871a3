#pragma once

#include <QtQml/qqmlregistration.h>
#include <QTimer>

#include "client/mirror.hpp"
#include "gui/namesakes.hpp"
#include "gui/person.hpp"
#include "gui/row_list_model.hpp"
#include "gui/times.hpp"

/// The people's pane: requests, then conversations, newest first, then people nearby who were not
/// contacted yet. Follows the mirror's lists; many changes of one turn of the event loop become
/// one.
namespace earshot::gui {

struct RosterRow {
    enum class Section : std::uint8_t { requests, conversations, nearby };

    std::string id;  ///< Of the person, who is unique here.
    Section section = Section::nearby;
    client::Conversation conversation;  ///< Empty for `nearby`.
    Person person;
    friend bool operator==(const RosterRow&, const RosterRow&) = default;
};

struct RosterOrder {
    bool operator()(const RosterRow& a, const RosterRow& b) const;
};

class RosterModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(int unread READ unread NOTIFY countChanged)
    Q_PROPERTY(int nearby READ nearby NOTIFY countChanged)
    Q_PROPERTY(bool isLoaded READ is_loaded NOTIFY countChanged)
    Q_PROPERTY(QString openConversation READ open_conversation NOTIFY openConversationChanged)

public:
    enum Role {
        section_role = Qt::UserRole,
        conversation_role,
        person_role,
        name_role,
        detail_role,
        presence_role,
        presence_word_role,
        verified_role,
        muted_role,
        time_role,
        preview_role,
        preview_kind_role,
        unread_role,
        initials_role,
        hue_role,
        open_role,
    };

    /// All outlive it.
    RosterModel(client::Mirror& mirror, const Times& times, QObject* parent = nullptr);
    ~RosterModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int count() const { return static_cast<int>(rows_.size()); }
    /// Messages in conversations that are not muted.
    int unread() const;
    /// Everybody who is reachable on this network now, contacted or not.
    int nearby() const;
    bool is_loaded() const;
    const std::vector<RosterRow>& rows() const { return rows_.rows(); }

    QString open_conversation() const { return open_; }
    void set_open_conversation(const QString& conversation);

    /// Of somebody the mirror knows, with whether others share the name.
    Person person(std::string_view id) const;
    const Namesakes& namesakes() const { return namesakes_; }

    /// The person beside the open one, `by` rows on among conversations; empty at the ends.
    Q_INVOKABLE QString neighbour(int by) const;
    /// The nth conversation, from 0; empty where there are fewer.
    Q_INVOKABLE QString nth(int index) const;
    /// Those whom we write with, newest first, as maps of `id` and `name`: so many as a menu holds.
    Q_INVOKABLE QVariantList partners() const;
    /// Whom to read next; empty when all is read.
    Q_INVOKABLE QString nextUnread() const;

    /// Texts depend on the language.
    void retranslate();

signals:
    void countChanged();
    void openConversationChanged();
    /// Names or standings may have changed.
    void peopleChanged();

private:
    /// Tells us that one of the mirror's lists has changed.
    class Watch : public client::RowObserver {
    public:
        explicit Watch(QTimer& soon) : soon_(soon) {}
        void on_inserting(std::size_t, std::size_t) override {}
        void on_inserted() override { soon_.start(); }
        void on_removing(std::size_t, std::size_t) override {}
        void on_removed() override { soon_.start(); }
        void on_moving(std::size_t, std::size_t) override {}
        void on_moved() override { soon_.start(); }
        void on_changed(std::size_t, std::size_t) override { soon_.start(); }

    private:
        QTimer& soon_;
    };

    Person shown(const client::Person& known) const;
    void rebuild();
    void all_changed();
    QVariant text_data(const RosterRow& row, int role) const;
    QString detail(const RosterRow& row) const;
    QString preview(const RosterRow& row) const;
    QString preview_kind(const RosterRow& row) const;

    client::Mirror& mirror_;
    const Times& times_;
    QTimer soon_;
    Watch watch_{soon_};
    Namesakes namesakes_;
    client::RowList<RosterRow, RosterOrder> rows_;
    QString open_;
};

}  // namespace earshot::gui
