#include "gui/row_list_model.hpp"

#include <algorithm>

namespace earshot::gui {

void RowListModel::on_inserting(std::size_t first, std::size_t count) {
    changing_first_ = first;
    changing_count_ = count;
    beginInsertRows({}, static_cast<int>(first), static_cast<int>(first + count - 1));
}

void RowListModel::on_inserted() {
    endInsertRows();
    on_arranged(changing_first_, changing_count_);
}

void RowListModel::on_removing(std::size_t first, std::size_t count) {
    changing_first_ = first;
    beginRemoveRows({}, static_cast<int>(first), static_cast<int>(first + count - 1));
}

void RowListModel::on_removed() {
    endRemoveRows();
    on_arranged(changing_first_, 0);
}

void RowListModel::on_moving(std::size_t from, std::size_t before) {
    changing_first_ = std::min(from, before);
    changing_count_ = (before > from ? before - from : from - before) + 1;
    beginMoveRows({}, static_cast<int>(from), static_cast<int>(from), {}, static_cast<int>(before));
}

void RowListModel::on_moved() {
    endMoveRows();
    on_arranged(changing_first_, changing_count_);
}

void RowListModel::on_changed(std::size_t first, std::size_t count) {
    emit dataChanged(index(static_cast<int>(first)), index(static_cast<int>(first + count - 1)));
}

}  // namespace earshot::gui
