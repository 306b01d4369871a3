#include "gui/timeline_model.hpp"

#include <algorithm>
#include <climits>

#include "gui/message_text.hpp"
#include "gui/texts.hpp"
#include "gui/words.hpp"

namespace earshot::gui {

TimelineModel::TimelineModel(client::Timeline& timeline, const Times& times, QObject* parent)
    : RowListModel(parent), timeline_(timeline), rows_(timeline.list()), times_(times) {
    rows_.add_observer(*this);
    connect(&times, &Times::dayChanged, this, &TimelineModel::all_changed);
}

TimelineModel::~TimelineModel() { rows_.remove_observer(*this); }

int TimelineModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QHash<int, QByteArray> TimelineModel::roleNames() const {
    return {{id_role, "messageId"},
            {own_role, "own"},
            {author_role, "author"},
            {text_role, "body"},
            {blocks_role, "blocks"},
            {folded_role, "isFolded"},
            {emoji_role, "isEmoji"},
            {state_role, "msgState"},
            {state_word_role, "stateWord"},
            {delivery_role, "delivery"},
            {clock_role, "clock"},
            {day_role, "day"},
            {unread_role, "startsUnread"},
            {missing_role, "missing"},
            {starts_group_role, "startsGroup"},
            {ends_group_role, "endsGroup"},
            {spoken_role, "spoken"}};
}

QVariant TimelineModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const auto row = static_cast<std::size_t>(index.row());
    const auto& message = rows_[row];
    bool is_folded = false;
    switch (role) {
        case id_role: return qt(message.id);
        case own_role: return message.own;
        case author_role: return qt(message.author_name);
        case Qt::DisplayRole:
        case text_role: return qt(message.text);
        case blocks_role: return blocks_of(utf8(shown_text(message, is_folded)));
        case folded_role: shown_text(message, is_folded); return is_folded;
        case emoji_role: return is_few_emoji(qt(message.text));
        case state_role: return word_of(message.state);
        case state_word_role: return state_word(message.state);
        case delivery_role:
            return row == newest_own() ? delivery_words(message, person_) : QString{};
        case clock_role: return times_.clock(message.time);
        case spoken_role: return spoken(row);
        default: return look_data(row, role);
    }
}

QVariant TimelineModel::look_data(std::size_t row, int role) const {
    const auto here = look(row);
    switch (role) {
        case day_role: return here.starts_day ? times_.day(rows_[row].time) : QString{};
        case unread_role: return here.starts_unread;
        case missing_role: return missing_words(row);
        case starts_group_role: return here.starts_group;
        case ends_group_role: return here.ends_group;
        default: return {};
    }
}

client::Look TimelineModel::look(std::size_t row) const {
    return client::look_of(rows_.rows(), row, first_unread_, timeline_.has_older());
}

QString TimelineModel::shown_text(const client::Message& message, bool& is_folded) const {
    const auto text = qt(message.text);
    is_folded = false;
    return unfolded_.contains(message.id) ? text : folded(text, is_folded);
}

QString TimelineModel::missing_words(std::size_t row) const {
    const auto count = look(row).missing;
    if (count == 0) return {};
    return tr("%n message(s) of %1 did not come, or were taken back", nullptr,
              static_cast<int>(std::min<std::int64_t>(count, INT_MAX)))
        .arg(qt(rows_[row].author_name));
}

/// What is missing before it, author, text, time and state as one line, without what only the eye
/// needs.
QString TimelineModel::spoken(std::size_t row) const {
    const auto& message = rows_[row];
    bool is_folded = false;
    QStringList parts;
    if (const auto missing = missing_words(row); !missing.isEmpty()) parts.append(missing);
    parts << (message.own ? tr("You") : qt(message.author_name)) << shown_text(message, is_folded)
          << times_.clock(message.time);
    if (message.own)
        parts.append(row == newest_own() ? delivery_words(message, person_)
                                         : state_word(message.state));
    return parts.join(QStringLiteral(", "));
}

void TimelineModel::set_first_unread(const std::string& id) {
    const auto old = rowOf(qt(first_unread_));
    if (id == first_unread_) return;
    first_unread_ = id;
    emit firstUnreadChanged();
    for (const int row : {old, rowOf(qt(id))})
        if (row >= 0) emit dataChanged(index(row), index(row));
}

void TimelineModel::set_person(const Person& person) {
    if (person == person_) return;
    person_ = person;
    const auto newest = newest_own();
    if (newest < rows_.size()) {
        const auto row = index(static_cast<int>(newest));
        emit dataChanged(row, row, {delivery_role, spoken_role});
    }
}

QString TimelineModel::first_unread() const { return qt(first_unread_); }

int TimelineModel::rowOf(const QString& id) const {
    const auto row = rows_.find_row(utf8(id));
    return row ? static_cast<int>(*row) : -1;
}

QString TimelineModel::idOf(int row) const {
    const bool is_there = row >= 0 && row < rowCount();
    return is_there ? qt(rows_[static_cast<std::size_t>(row)].id) : QString{};
}

QStringList TimelineModel::linksOf(int row) const {
    const bool is_there = row >= 0 && row < rowCount();
    return is_there ? links_of(rows_[static_cast<std::size_t>(row)].text) : QStringList{};
}

void TimelineModel::unfold(int row) {
    if (row < 0 || row >= rowCount()) return;
    unfolded_.insert(rows_[static_cast<std::size_t>(row)].id);
    emit dataChanged(index(row), index(row), {blocks_role, folded_role, spoken_role});
}

void TimelineModel::all_changed() {
    if (rowCount() > 0) emit dataChanged(index(0), index(rowCount() - 1));
}

std::size_t TimelineModel::newest_own() const {
    if (timeline_.has_newer()) return SIZE_MAX;
    const auto found = std::ranges::find_if(rows_.rows(), &client::Message::own);
    return found == rows_.rows().end() ? SIZE_MAX
                                       : static_cast<std::size_t>(found - rows_.rows().begin());
}

void TimelineModel::on_arranged(std::size_t first, std::size_t count) {
    if (rows_.empty()) {
        unfolded_.clear();
        return;
    }
    const auto from = first == 0 ? 0 : first - 1;
    const auto to = std::min(first + count, rows_.size() - 1);
    emit dataChanged(index(static_cast<int>(from)), index(static_cast<int>(to)),
                     {day_role, unread_role, missing_role, starts_group_role, ends_group_role,
                      delivery_role, spoken_role});
    // What is missing before newer ones may have come, or may be known only now.
    if (from > 0)
        emit dataChanged(
            index(0), index(static_cast<int>(from)),
            {missing_role, starts_group_role, ends_group_role, delivery_role, spoken_role});
    // The one that was the newest of ours has lost its words.
    const auto newest = newest_own();
    const auto old =
        newest < rows_.size()
            ? std::find_if(rows_.rows().begin() + static_cast<std::ptrdiff_t>(newest) + 1,
                           rows_.rows().end(), [](const auto& row) { return row.own; })
            : rows_.rows().end();
    for (const auto row : {newest, static_cast<std::size_t>(old - rows_.rows().begin())})
        if (row < rows_.size() && (row < from || row > to)) {
            const auto changed = index(static_cast<int>(row));
            emit dataChanged(changed, changed, {delivery_role, spoken_role});
        }
}

}  // namespace earshot::gui
