#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

/// Sorted arrays with the uses of std::set and std::map: for some thousands of small things of
/// which there is one for everybody on the network, where the nodes of a tree would be larger than
/// what they hold. Looking up costs less than in a tree, a change a move of what stands behind it;
/// every change ends iterators and pointers.
namespace earshot {

template <class Key>
class FlatSet {
public:
    /// False when it is there already.
    bool insert(const Key& key) {
        const auto place = lower_bound(key);
        if (place != keys_.end() && *place == key) return false;
        keys_.insert(place, key);
        return true;
    }
    bool erase(const Key& key) {
        const auto place = lower_bound(key);
        if (place == keys_.end() || *place != key) return false;
        keys_.erase(place);
        return true;
    }
    bool contains(const Key& key) const { return std::ranges::binary_search(keys_, key); }

    auto lower_bound(const Key& key) const { return std::ranges::lower_bound(keys_, key); }
    auto begin() const { return keys_.begin(); }
    auto end() const { return keys_.end(); }
    std::size_t size() const noexcept { return keys_.size(); }

private:
    std::vector<Key> keys_;
};

template <class Key, class Value>
class FlatMap {
public:
    using Item = std::pair<Key, Value>;

    const Value* find(const Key& key) const {
        const auto place = std::ranges::lower_bound(items_, key, {}, &Item::first);
        return place == items_.end() || place->first != key ? nullptr : &place->second;
    }
    bool contains(const Key& key) const { return find(key) != nullptr; }
    void put(const Key& key, Value value) {
        const auto place = std::ranges::lower_bound(items_, key, {}, &Item::first);
        if (place != items_.end() && place->first == key) {
            place->second = std::move(value);
        } else {
            items_.emplace(place, key, std::move(value));
        }
    }
    bool erase(const Key& key) {
        const auto place = std::ranges::lower_bound(items_, key, {}, &Item::first);
        if (place == items_.end() || place->first != key) return false;
        items_.erase(place);
        return true;
    }
    template <class Predicate>
    void erase_if(Predicate&& predicate) {
        std::erase_if(items_, std::forward<Predicate>(predicate));
    }

    auto begin() const { return items_.begin(); }
    auto end() const { return items_.end(); }
    std::size_t size() const noexcept { return items_.size(); }

private:
    std::vector<Item> items_;
};

}  // namespace earshot
