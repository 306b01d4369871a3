#pragma once

#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

/// Tables in memory that can take back everything since `begin`: each change remembers how to undo
/// itself, so a commit costs the same whatever the tables hold. One thread; the log outlives its
/// tables' last change.
namespace earshot::store {

class UndoLog {
public:
    using Undo = std::function<void()>;

    void remember(Undo undo) { undos_.push_back(std::move(undo)); }
    bool is_empty() const noexcept { return undos_.empty(); }
    void forget() noexcept { undos_.clear(); }
    void take_back() {
        while (!undos_.empty()) {
            const auto undo = std::move(undos_.back());
            undos_.pop_back();
            undo();
        }
    }

private:
    std::vector<Undo> undos_;
};

/// An ordered map whose changes go through an UndoLog.
template <class Key, class Value>
class Table {
public:
    using Rows = std::map<Key, Value>;

    explicit Table(UndoLog& undo) : undo_(undo) {}

    const Rows& rows() const noexcept { return rows_; }
    const Value* find(const Key& key) const {
        const auto found = rows_.find(key);
        return found == rows_.end() ? nullptr : &found->second;
    }
    void put(const Key& key, Value value) {
        const auto found = rows_.find(key);
        if (found == rows_.end()) {
            undo_.remember([this, key] { rows_.erase(key); });
            rows_.emplace(key, std::move(value));
        } else {
            undo_.remember([this, key, old = found->second] { rows_.insert_or_assign(key, old); });
            found->second = std::move(value);
        }
    }
    bool erase(const Key& key) {
        const auto found = rows_.find(key);
        if (found == rows_.end()) return false;
        undo_.remember([this, key, old = found->second] { rows_.emplace(key, old); });
        rows_.erase(found);
        return true;
    }

private:
    UndoLog& undo_;  // Owned by the store that owns this table.
    Rows rows_;
};

}  // namespace earshot::store
