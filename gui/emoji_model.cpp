#include "gui/emoji_model.hpp"

#include <QFile>
#include <QLocale>

namespace earshot::gui {

std::vector<EmojiModel::Emoji> EmojiModel::read_all() {
    std::vector<Emoji> all;
    QFile file(QStringLiteral(":/earshot/emoji/emoji.txt"));
    if (!file.open(QIODevice::ReadOnly)) return all;
    for (const auto& line : QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'))) {
        const auto fields = line.split(QLatin1Char('|'));
        if (fields.size() == 3) all.push_back({fields[0], fields[1], fields[2]});
    }
    return all;
}

EmojiModel::EmojiModel(QObject* parent) : QAbstractListModel(parent) {}

int EmojiModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QHash<int, QByteArray> EmojiModel::roleNames() const {
    return {{character_role, "character"}, {name_role, "name"}};
}

QVariant EmojiModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const auto& emoji = all_[rows_[static_cast<std::size_t>(index.row())]];
    switch (role) {
        case Qt::DisplayRole:
        case character_role: return emoji.character;
        case name_role:
            return QLocale().language() == QLocale::Russian ? emoji.russian : emoji.english;
        default: return {};
    }
}

void EmojiModel::setText(const QString& text) {
    if (text == text_) return;
    text_ = text;
    refresh();
    emit textChanged();
}

void EmojiModel::refresh() {
    beginResetModel();
    // Read when it is wanted first: most starts of the window never do.
    if (all_.empty()) all_ = read_all();
    rows_.clear();
    const auto wanted = text_.trimmed();
    for (std::size_t i = 0; i < all_.size(); ++i)
        if (all_[i].english.contains(wanted, Qt::CaseInsensitive) ||
            all_[i].russian.contains(wanted, Qt::CaseInsensitive))
            rows_.push_back(i);
    endResetModel();
}

QString EmojiModel::at(int row) const {
    return row >= 0 && row < rowCount() ? all_[rows_[static_cast<std::size_t>(row)]].character
                                        : QString{};
}

}  // namespace earshot::gui
