#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Rows in order, kept up to date one change at a time, and whoever shows them is told of each.
namespace earshot::client {

/// One call before and one after each change of the rows, as QAbstractItemModel's begin… and end…
/// functions want them: the numbers can be handed on as they are.
class RowObserver {
public:
    RowObserver() = default;
    RowObserver(const RowObserver&) = delete;
    RowObserver& operator=(const RowObserver&) = delete;
    virtual ~RowObserver() = default;

    /// Rows `first` to `first + count - 1` will be there.
    virtual void on_inserting(std::size_t first, std::size_t count) = 0;
    virtual void on_inserted() = 0;
    virtual void on_removing(std::size_t first, std::size_t count) = 0;
    virtual void on_removed() = 0;
    /// `from` will stand before the row that now is `before`, which may be one past the last.
    virtual void on_moving(std::size_t from, std::size_t before) = 0;
    virtual void on_moved() = 0;
    /// Afterwards only.
    virtual void on_changed(std::size_t first, std::size_t count) = 0;
};

/// `Row` has an `id` and `==`; `Less` orders all rows, two different ones never alike. Finding by
/// id is linear: thousands of rows, not millions. Observers outlive the list or leave.
template <class Row, class Less>
class RowList {
public:
    const std::vector<Row>& rows() const noexcept { return rows_; }
    std::size_t size() const noexcept { return rows_.size(); }
    bool empty() const noexcept { return rows_.empty(); }
    const Row& operator[](std::size_t row) const { return rows_[row]; }

    std::optional<std::size_t> find_row(std::string_view id) const {
        const auto found =
            std::ranges::find_if(rows_, [&](const Row& row) { return row.id == id; });
        if (found == rows_.end()) return std::nullopt;
        return static_cast<std::size_t>(found - rows_.begin());
    }
    const Row* find(std::string_view id) const {
        const auto row = find_row(id);
        return row ? &rows_[*row] : nullptr;
    }

    void add_observer(RowObserver& observer) { observers_.push_back(&observer); }
    void remove_observer(RowObserver& observer) { std::erase(observers_, &observer); }

    /// Adds, changes or moves one.
    void put(Row row) {
        if (const auto old = find_row(row.id))
            replace(*old, std::move(row));
        else
            insert({std::move(row)});
    }

    void erase(std::string_view id) {
        if (const auto row = find_row(id)) remove(*row, 1);
    }

    /// Makes the list equal to `wanted`, of which no two have one id, by as few changes as it
    /// takes.
    void assign(std::vector<Row> wanted) {
        std::set<std::string_view> ids;
        for (const auto& row : wanted) ids.insert(row.id);
        for (std::size_t end = rows_.size(); end > 0;) {
            auto first = end;
            while (first > 0 && !ids.contains(rows_[first - 1].id)) --first;
            if (first < end) remove(first, end - first);
            end = first == end ? end - 1 : first;
        }
        put_all(std::move(wanted));
    }

    /// Rows that follow one another are added in one go.
    void put_all(std::vector<Row> wanted) {
        std::ranges::sort(wanted, less_);
        std::set<std::string, std::less<>> known;
        for (const auto& row : rows_) known.insert(row.id);
        std::vector<Row> together;
        for (auto& row : wanted) {
            if (known.contains(row.id)) {
                put(std::move(row));
                continue;
            }
            if (!together.empty() && place_of(together.back()) != place_of(row))
                insert(std::exchange(together, {}));
            together.push_back(std::move(row));
        }
        if (!together.empty()) insert(std::move(together));
    }

    void remove(std::size_t first, std::size_t count) {
        assert(first + count <= rows_.size());
        if (count == 0) return;
        for (auto* observer : observers_) observer->on_removing(first, count);
        const auto begin = rows_.begin() + static_cast<std::ptrdiff_t>(first);
        rows_.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
        for (auto* observer : observers_) observer->on_removed();
    }

    void clear() { remove(0, rows_.size()); }

private:
    std::size_t place_of(const Row& row) const {
        return static_cast<std::size_t>(std::ranges::lower_bound(rows_, row, less_) -
                                        rows_.begin());
    }

    /// Sorted rows that all belong at one place.
    void insert(std::vector<Row> added) {
        const auto first = place_of(added.front());
        for (auto* observer : observers_) observer->on_inserting(first, added.size());
        rows_.insert(rows_.begin() + static_cast<std::ptrdiff_t>(first),
                     std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
        for (auto* observer : observers_) observer->on_inserted();
    }

    void replace(std::size_t from, Row row) {
        if (rows_[from] == row) return;
        const auto at = [&](std::size_t index) {
            return rows_.begin() + static_cast<std::ptrdiff_t>(index);
        };
        // Where it belongs among the others: before or after itself.
        auto before = static_cast<std::size_t>(
            std::lower_bound(rows_.begin(), at(from), row, less_) - rows_.begin());
        if (before == from)
            before = static_cast<std::size_t>(
                std::lower_bound(at(from + 1), rows_.end(), row, less_) - rows_.begin());
        auto to = from;
        if (before < from || before > from + 1) {
            for (auto* observer : observers_) observer->on_moving(from, before);
            to = before > from ? before - 1 : before;
            if (to > from)
                std::rotate(at(from), at(from + 1), at(to + 1));
            else
                std::rotate(at(to), at(from), at(from + 1));
            for (auto* observer : observers_) observer->on_moved();
        }
        rows_[to] = std::move(row);
        for (auto* observer : observers_) observer->on_changed(to, 1);
    }

    std::vector<Row> rows_;
    std::vector<RowObserver*> observers_;
    [[no_unique_address]] Less less_;
};

}  // namespace earshot::client
