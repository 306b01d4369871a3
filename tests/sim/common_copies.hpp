#pragma once

#include <algorithm>
#include <cstddef>
#include <set>

#include "core/base/shared.hpp"
#include "core/gossip/copies.hpp"

/// One copy of each record and card for all computers of a run: a table of everybody at each of
/// them costs a pointer for each pair, not half a kilobyte. A daemon never uses these.
namespace earshot::sim {

/// Values by their bytes. Forgets what nobody else holds.
template <class Value, auto bytes_of_value>
class Pool {
public:
    const Shared<Value>* find(ByteView bytes) const {
        const auto found = values_.find(bytes);
        return found == values_.end() ? nullptr : &*found;
    }
    const Shared<Value>& add(Shared<Value> value) {
        if (values_.size() >= pruned_at_) {
            std::erase_if(values_, [](const auto& each) { return each.is_sole(); });
            pruned_at_ = std::max(pruned_at_, 2 * values_.size());
        }
        return *values_.insert(std::move(value)).first;
    }
    std::size_t size() const { return values_.size(); }

private:
    struct ByBytes {
        using is_transparent = void;
        static ByteView view(ByteView bytes) { return bytes; }
        static ByteView view(const Shared<Value>& value) { return bytes_of_value(*value); }
        bool operator()(const auto& one, const auto& other) const {
            return std::ranges::lexicographical_compare(view(one), view(other));
        }
    };

    std::set<Shared<Value>, ByBytes> values_;
    std::size_t pruned_at_ = 64;
};

class CommonCopies final : public gossip::Copies {
public:
    Result<Shared<gossip::Record>> record(ByteView bytes) const override {
        if (const auto* const known = records_.find(bytes)) return *known;
        EARSHOT_TRY(auto record, gossip::read_record(bytes));
        return records_.add(std::move(record));
    }
    Shared<Bytes> card(ByteView bytes) const override {
        const auto* const known = cards_.find(bytes);
        return known != nullptr ? *known : cards_.add(to_bytes(bytes));
    }

    std::size_t records() const { return records_.size(); }

private:
    static ByteView bytes_of_record(const gossip::Record& record) { return record.bytes; }
    static ByteView bytes_of_card(const Bytes& card) { return card; }

    mutable Pool<gossip::Record, bytes_of_record> records_;
    mutable Pool<Bytes, bytes_of_card> cards_;
};

}  // namespace earshot::sim
