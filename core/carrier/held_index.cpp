#include "core/carrier/held_index.hpp"

#include <algorithm>
#include <limits>

#include "core/base/limits.hpp"

namespace earshot::carrier {
namespace {

/// The ids that stand with `key` in such a set.
template <class Key>
std::vector<EnvelopeId> ids_at(const std::set<std::pair<Key, EnvelopeId>>& index, const Key& key) {
    std::vector<EnvelopeId> ids;
    for (auto it = index.lower_bound({key, EnvelopeId{}}); it != index.end() && it->first == key;
         ++it)
        ids.push_back(it->second);
    return ids;
}

void count(Usage& usage, const store::HeldEnvelope& row) {
    ++usage.count;
    usage.bytes += row.bytes;
}

}  // namespace

void HeldIndex::add(const store::HeldEnvelope& row) {
    rows_.emplace(row.id, row);
    by_recipient_.emplace(row.recipient, row.id);
    by_hash_.emplace(row.purge_hash, row.id);
    by_expiry_.emplace(row.expires, row.id);
    count(depositors_[row.depositor], row);
    bytes_ += row.bytes;
}

void HeldIndex::remove(const EnvelopeId& id) {
    const auto taken = rows_.extract(id);
    if (taken.empty()) return;
    const auto& row = taken.mapped();
    by_recipient_.erase({row.recipient, id});
    by_hash_.erase({row.purge_hash, id});
    by_expiry_.erase({row.expires, id});
    const auto usage = depositors_.find(row.depositor);
    usage->second.bytes -= row.bytes;
    if (--usage->second.count == 0) depositors_.erase(usage);
    bytes_ -= row.bytes;
}

const store::HeldEnvelope* HeldIndex::find(const EnvelopeId& id) const {
    const auto found = rows_.find(id);
    return found == rows_.end() ? nullptr : &found->second;
}

std::vector<DeviceId> HeldIndex::recipients() const {
    std::vector<DeviceId> all;
    for (const auto& [recipient, id] : by_recipient_)
        if (all.empty() || all.back() != recipient) all.push_back(recipient);
    return all;
}

bool HeldIndex::holds_for(const DeviceId& recipient) const {
    const auto first = by_recipient_.lower_bound({recipient, EnvelopeId{}});
    return first != by_recipient_.end() && first->first == recipient;
}

std::vector<EnvelopeId> HeldIndex::of_recipient(const DeviceId& recipient) const {
    return ids_at(by_recipient_, recipient);
}

std::vector<EnvelopeId> HeldIndex::with_hash(const PurgeHash& hash) const {
    return ids_at(by_hash_, hash);
}

Usage HeldIndex::of_depositor(const DeviceId& depositor) const {
    const auto found = depositors_.find(depositor);
    return found == depositors_.end() ? Usage{} : found->second;
}

std::optional<Duration> HeldIndex::first_expiry() const {
    if (by_expiry_.empty()) return std::nullopt;
    return by_expiry_.begin()->first;
}

std::vector<EnvelopeId> HeldIndex::expired(Duration age) const {
    std::vector<EnvelopeId> ids;
    for (const auto& [expires, id] : by_expiry_) {
        if (expires > age) break;
        ids.push_back(id);
    }
    return ids;
}

std::optional<std::vector<EnvelopeId>> HeldIndex::room_for(const store::HeldEnvelope& row) const {
    constexpr auto no_end = std::numeric_limits<std::size_t>::max();
    std::set<EnvelopeId> going;
    const bool has_room =
        make_room(row, of_recipient(row.recipient),
                  {limits::held_per_person_max, limits::held_bytes_per_person_max}, going);
    if (!has_room) return std::nullopt;
    if (bytes_ + row.bytes > limits::held_bytes_max) {
        std::vector<EnvelopeId> all;
        for (const auto& [id, each] : rows_) all.push_back(id);
        if (!make_room(row, all, {no_end, limits::held_bytes_max}, going)) return std::nullopt;
    }
    return std::vector<EnvelopeId>{going.begin(), going.end()};
}

bool HeldIndex::make_room(const store::HeldEnvelope& row, const std::vector<EnvelopeId>& among,
                          const Bounds& bounds, std::set<EnvelopeId>& going) const {
    for (;;) {
        Usage all;
        count(all, row);
        std::map<DeviceId, Usage> shares;
        count(shares[row.depositor], row);
        for (const auto& id : among) {
            if (going.contains(id)) continue;
            const auto& each = rows_.at(id);
            count(all, each);
            count(shares[each.depositor], each);
        }
        if (all.count <= bounds.count && all.bytes <= bounds.bytes) return true;
        // Of what there is too much of.
        const bool is_too_many = all.count > bounds.count;
        const auto taken = [&](const auto& each) {
            const Usage& usage = each.second;
            return is_too_many ? std::pair{usage.count, usage.bytes}
                               : std::pair{usage.bytes, usage.count};
        };
        const auto greediest = std::ranges::max_element(shares, {}, taken);
        if (taken(*greediest) == taken(*shares.find(row.depositor))) return false;
        const store::HeldEnvelope* first = nullptr;
        for (const auto& id : among) {
            const auto& each = rows_.at(id);
            if (going.contains(id) || each.depositor != greediest->first) continue;
            if (first == nullptr || each.expires < first->expires) first = &each;
        }
        going.insert(first->id);
    }
}

}  // namespace earshot::carrier
