#pragma once

#include <cstddef>
#include <cstdint>
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

    /// What one store holds in one place, and another store of the same build in the same place.
    class Part {
    public:
        explicit Part(UndoLog& log) { log.parts_.push_back(this); }
        virtual ~Part() = default;
        Part(const Part&) = delete;
        Part& operator=(const Part&) = delete;
        virtual void copy_from(const Part& other) = 0;
    };

    /// Whatever the other's parts hold. Neither store is in a transaction.
    void copy_parts_from(const UndoLog& other) {
        for (std::size_t i = 0; i < parts_.size(); ++i) parts_[i]->copy_from(*other.parts_.at(i));
    }

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
    std::vector<Part*> parts_;  // In the order of their making; they live as long as this.
};

/// The last number given.
class Counter final : public UndoLog::Part {
public:
    explicit Counter(UndoLog& undo) : Part(undo) {}

    std::uint64_t last() const noexcept { return last_; }
    std::uint64_t next() noexcept { return ++last_; }
    void take_back() noexcept { --last_; }
    void copy_from(const Part& other) override { last_ = static_cast<const Counter&>(other).last_; }

private:
    std::uint64_t last_ = 0;
};

/// An ordered map whose changes go through an UndoLog.
template <class Key, class Value>
class Table final : public UndoLog::Part {
public:
    using Rows = std::map<Key, Value>;

    explicit Table(UndoLog& undo) : Part(undo), undo_(undo) {}

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
    void copy_from(const Part& other) override { rows_ = static_cast<const Table&>(other).rows_; }

private:
    UndoLog& undo_;  // Owned by the store that owns this table.
    Rows rows_;
};

}  // namespace earshot::store
