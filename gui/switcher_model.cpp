#include "gui/switcher_model.hpp"

#include <algorithm>
#include <set>

#include "gui/texts.hpp"
#include "gui/words.hpp"

namespace earshot::gui {
namespace {

constexpr std::size_t shown_max = 50;

}  // namespace

int fit(const QString& typed, const QString& name) {
    if (typed.isEmpty() || name.startsWith(typed, Qt::CaseInsensitive)) return 0;
    const auto words = name.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (std::ranges::any_of(words, [&](const QString& word) {
            return word.startsWith(typed, Qt::CaseInsensitive);
        }))
        return 1;
    if (name.contains(typed, Qt::CaseInsensitive)) return 2;
    qsizetype at = 0;
    for (const auto letter : typed) {
        at = name.indexOf(letter, at, Qt::CaseInsensitive);
        if (at < 0) return -1;
        ++at;
    }
    return 3;
}

SwitcherModel::SwitcherModel(const RosterModel& roster, client::Mirror& mirror, QObject* parent)
    : QAbstractListModel(parent), roster_(roster), mirror_(mirror) {}

int SwitcherModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> SwitcherModel::roleNames() const {
    return {{kind_role, "kind"},     {id_role, "targetId"},       {name_role, "name"},
            {detail_role, "detail"}, {presence_role, "presence"}, {initials_role, "initials"},
            {hue_role, "hue"},       {verified_role, "verified"}, {unread_role, "unread"}};
}

QVariant SwitcherModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case kind_role: return kindAt(index.row());
        case id_role: return row.id;
        case Qt::DisplayRole:
        case name_role: return row.name;
        case detail_role: return row.detail;
        case presence_role: return row.person.presence;
        case initials_role: return row.person.initials;
        case hue_role: return row.person.hue;
        case verified_role: return row.person.verified;
        case unread_role: return row.unread;
        default: return {};
    }
}

void SwitcherModel::setText(const QString& text) {
    if (text == text_) return;
    text_ = text;
    refresh();
}

void SwitcherModel::setCommands(const QVariantList& commands) {
    commands_ = commands;
    emit textChanged();
}

void SwitcherModel::add(Row row) {
    row.rank = fit(text_.trimmed(), row.name);
    if (row.rank < 0 && row.person.short_id.startsWith(text_.trimmed()) && !row.is_command)
        row.rank = 2;
    if (row.rank >= 0) rows_.push_back(std::move(row));
}

void SwitcherModel::refresh() {
    beginResetModel();
    rows_.clear();
    std::set<std::string_view> shown;
    for (const auto& each : roster_.rows()) {
        shown.insert(each.id);
        const auto& person = each.person;
        const auto words = presence_words(person);
        add({false, person.id, person.name,
             person.shares_name ? person.short_id + QStringLiteral(" · ") + words : words, person,
             static_cast<int>(each.conversation.unread)});
    }
    // People who are away and were never written with are found, too.
    if (!text_.trimmed().isEmpty())
        for (const auto& known : mirror_.people().list().rows())
            if (!shown.contains(known.id) && known.standing != client::Standing::blocked) {
                auto person = roster_.person(known.id);
                add({false, person.id, person.name, presence_words(person), person});
            }
    for (const auto& each : commands_) {
        const auto command = each.toMap();
        add({true,
             command.value(QStringLiteral("id")).toString(),
             command.value(QStringLiteral("name")).toString(),
             command.value(QStringLiteral("keys")).toString(),
             {}});
    }
    std::ranges::stable_sort(rows_, [](const Row& a, const Row& b) {
        return std::pair{a.is_command, a.rank} < std::pair{b.is_command, b.rank};
    });
    if (rows_.size() > shown_max) rows_.resize(shown_max);
    endResetModel();
    emit textChanged();
}

QString SwitcherModel::kindAt(int row) const {
    if (row < 0 || row >= count()) return {};
    return rows_[static_cast<std::size_t>(row)].is_command ? QStringLiteral("command")
                                                           : QStringLiteral("person");
}

QString SwitcherModel::idAt(int row) const {
    return row >= 0 && row < count() ? rows_[static_cast<std::size_t>(row)].id : QString{};
}

}  // namespace earshot::gui
