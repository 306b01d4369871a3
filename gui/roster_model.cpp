#include "gui/roster_model.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "gui/texts.hpp"
#include "gui/words.hpp"

namespace earshot::gui {
namespace {

constexpr qsizetype partners_max = 30;

bool is_shown_nearby(const client::Person& person) {
    return person.nearby && person.standing != client::Standing::blocked &&
           person.standing != client::Standing::declined;
}

/// Somebody who was forgotten may have left a conversation behind.
Person stranger(const client::Conversation& conversation) {
    client::Person gone;
    gone.id = conversation.peer;
    gone.name = conversation.peer_name;
    return Person{gone};
}

QString section_name(RosterRow::Section section) {
    switch (section) {
        case RosterRow::Section::requests: return QStringLiteral("requests");
        case RosterRow::Section::conversations: return QStringLiteral("conversations");
        case RosterRow::Section::nearby: break;
    }
    return QStringLiteral("nearby");
}

}  // namespace

bool RosterOrder::operator()(const RosterRow& a, const RosterRow& b) const {
    if (a.section != b.section) return a.section < b.section;
    if (a.conversation.time != b.conversation.time)
        return a.conversation.time > b.conversation.time;
    const auto name_a = a.person.name.toCaseFolded();
    const auto name_b = b.person.name.toCaseFolded();
    if (name_a != name_b) return name_a < name_b;
    return a.id < b.id;
}

RosterModel::RosterModel(client::Mirror& mirror, const Times& times, QObject* parent)
    : RowListModel(parent), mirror_(mirror), times_(times) {
    soon_.setSingleShot(true);
    soon_.setInterval(0);
    connect(&soon_, &QTimer::timeout, this, &RosterModel::rebuild);
    connect(&times, &Times::dayChanged, this, &RosterModel::all_changed);
    rows_.add_observer(*this);
    mirror_.people().when_loaded([this] { soon_.start(); });
    mirror_.conversations().when_loaded([this] { soon_.start(); });
    mirror_.people().list().add_observer(watch_);
    mirror_.conversations().list().add_observer(watch_);
}

RosterModel::~RosterModel() {
    mirror_.people().when_loaded({});
    mirror_.conversations().when_loaded({});
    mirror_.people().list().remove_observer(watch_);
    mirror_.conversations().list().remove_observer(watch_);
}

int RosterModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> RosterModel::roleNames() const {
    return {{section_role, "section"},
            {conversation_role, "conversationId"},
            {person_role, "personId"},
            {name_role, "name"},
            {detail_role, "detail"},
            {presence_role, "presence"},
            {presence_word_role, "presenceWord"},
            {verified_role, "verified"},
            {muted_role, "muted"},
            {time_role, "timeWord"},
            {preview_role, "preview"},
            {preview_kind_role, "previewKind"},
            {unread_role, "unread"},
            {initials_role, "initials"},
            {hue_role, "hue"},
            {open_role, "isOpen"}};
}

QVariant RosterModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case section_role: return section_name(row.section);
        case conversation_role: return qt(row.conversation.id);
        case person_role: return qt(row.id);
        case verified_role: return row.person.verified;
        case muted_role: return row.conversation.muted;
        case unread_role: return static_cast<int>(row.conversation.unread);
        case hue_role: return row.person.hue;
        case open_role: return !open_.isEmpty() && qt(row.conversation.id) == open_;
        default: return text_data(row, role);
    }
}

QVariant RosterModel::text_data(const RosterRow& row, int role) const {
    switch (role) {
        case Qt::DisplayRole:
        case name_role: return row.person.name;
        case detail_role: return detail(row);
        case presence_role: return row.person.presence;
        case presence_word_role: return presence_words(row.person);
        case time_role: return times_.brief(row.conversation.time);
        case preview_role: return preview(row);
        case preview_kind_role: return preview_kind(row);
        case initials_role: return row.person.initials;
        default: return {};
    }
}

/// Of two who are called the same each says who it is: the beginning of the key, and where they
/// are.
QString RosterModel::detail(const RosterRow& row) const {
    const auto& person = row.person;
    QStringList parts;
    if (person.shares_name || !person.namesake.isEmpty()) parts.append(person.short_id);
    const bool is_nearby = row.section == RosterRow::Section::nearby;
    if (is_nearby && !person.status_text.isEmpty()) parts.append(person.status_text);
    if ((is_nearby || !parts.isEmpty()) && !person.addresses.isEmpty())
        parts.append(host_of(person.addresses.front()));
    return parts.join(QStringLiteral(" · "));
}

QString RosterModel::preview_kind(const RosterRow& row) const {
    const auto& conversation = row.conversation;
    if (!conversation.typing.empty()) return QStringLiteral("typing");
    if (conversation.draft && qt(conversation.id) != open_) return QStringLiteral("draft");
    if (conversation.preview_own && conversation.preview_state == client::MessageState::queued)
        return QStringLiteral("waiting");
    return QStringLiteral("text");
}

QString RosterModel::preview(const RosterRow& row) const {
    const auto& conversation = row.conversation;
    const auto kind = preview_kind(row);
    if (kind == QLatin1String("typing")) return tr("typing…");
    if (kind == QLatin1String("draft"))
        return tr("Draft: %1").arg(qt(*conversation.draft).simplified());
    if (conversation.preview.empty()) return {};
    if (kind == QLatin1String("waiting")) return tr("Waiting: %1").arg(qt(conversation.preview));
    if (conversation.preview_own) return tr("You: %1").arg(qt(conversation.preview));
    return qt(conversation.preview);
}

int RosterModel::unread() const { return static_cast<int>(mirror_.conversations().unread()); }

int RosterModel::nearby() const {
    return static_cast<int>(std::ranges::count_if(mirror_.people().list().rows(), is_shown_nearby));
}

bool RosterModel::is_loaded() const {
    return mirror_.people().is_loaded() && mirror_.conversations().is_loaded();
}

Person RosterModel::shown(const client::Person& known) const {
    Person person{known};
    person.shares_name = namesakes_.is_shared(known.name);
    return person;
}

Person RosterModel::person(std::string_view id) const {
    const auto* const known = mirror_.people().find(id);
    return known ? shown(*known) : Person{};
}

void RosterModel::set_open_conversation(const QString& conversation) {
    if (conversation == open_) return;
    open_ = conversation;
    emit openConversationChanged();
    if (count() > 0)
        emit dataChanged(index(0), index(count() - 1),
                         {open_role, preview_role, preview_kind_role});
}

QString RosterModel::neighbour(int by) const {
    std::vector<const RosterRow*> rows;
    for (const auto& row : rows_.rows())
        if (row.section != RosterRow::Section::nearby) rows.push_back(&row);
    if (rows.empty()) return {};
    const auto here = std::ranges::find_if(
        rows, [&](const RosterRow* row) { return qt(row->conversation.id) == open_; });
    auto to = here == rows.end() ? (by > 0 ? 0 : std::ssize(rows) - 1) : here - rows.begin() + by;
    if (to < 0 || to >= std::ssize(rows)) return {};
    return qt(rows[static_cast<std::size_t>(to)]->id);
}

QString RosterModel::nth(int index) const {
    for (const auto& row : rows_.rows())
        if (row.section == RosterRow::Section::conversations && index-- == 0) return qt(row.id);
    return {};
}

QVariantList RosterModel::partners() const {
    QVariantList partners;
    for (const auto& row : rows_.rows()) {
        if (row.section != RosterRow::Section::conversations) continue;
        if (partners.size() == partners_max) break;
        const auto& person = row.person;
        const auto name = person.shares_name ? person.name + QStringLiteral(" · ") + person.short_id
                                             : person.name;
        partners.append(QVariantMap{{QStringLiteral("id"), qt(row.id)},  //
                                    {QStringLiteral("name"), name}});
    }
    return partners;
}

QString RosterModel::nextUnread() const {
    const auto* const next = mirror_.conversations().next_unread(utf8(open_));
    return next ? qt(next->peer) : QString{};
}

void RosterModel::retranslate() { all_changed(); }

void RosterModel::all_changed() {
    if (count() > 0) emit dataChanged(index(0), index(count() - 1));
}

void RosterModel::rebuild() {
    const auto& people = mirror_.people().list().rows();
    namesakes_.count(people, mirror_.hello().name);
    std::map<std::string_view, const client::Person*> by_id;
    for (const auto& person : people) by_id.emplace(person.id, &person);
    std::vector<RosterRow> wanted;
    std::set<std::string_view> contacted;
    for (const auto& conversation : mirror_.conversations().list().rows()) {
        if (!contacted.insert(conversation.peer).second) continue;
        const auto known = by_id.find(conversation.peer);
        const auto section =
            conversation.request ? RosterRow::Section::requests : RosterRow::Section::conversations;
        wanted.push_back({conversation.peer, section, conversation,
                          known == by_id.end() ? stranger(conversation) : shown(*known->second)});
    }
    for (const auto& person : people)
        if (is_shown_nearby(person) && !contacted.contains(person.id))
            wanted.push_back({person.id, RosterRow::Section::nearby, {}, shown(person)});
    rows_.assign(std::move(wanted));
    emit countChanged();
    emit peopleChanged();
}

}  // namespace earshot::gui
