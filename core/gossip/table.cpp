#include "core/gossip/table.hpp"

#include <algorithm>

#include "crypto/hash.hpp"

namespace earshot::gossip {
namespace {

/// When the lease ends, or after that: when the entry is forgotten.
Instant next_change(const Entry& entry) {
    return entry.made + (entry.is_expired ? Duration{limits::offline_entry_memory}
                                          : Duration{limits::record_lease});
}

/// Who goes first when the table is full: the gone before the present, the older before the newer.
std::pair<bool, Instant> worth(const Entry& entry) { return {entry.is_online(), entry.made}; }

}  // namespace

const Entry* Table::find(const Sid& sid) const {
    const auto found = entries_.find(sid);
    return found == entries_.end() ? nullptr : &found->second;
}

const Entry* Table::find(const DeviceId& device) const {
    const auto* const entry = find(sid_of(device));
    return entry != nullptr && entry->record->device == device ? entry : nullptr;
}

const Entry* Table::find_instance(const InstanceId& instance) const {
    const auto* const sid = instances_.find(instance);
    return sid == nullptr ? nullptr : find(*sid);
}

Table::Verdict Table::judge(const Record& record) const {
    const auto seq = record.presence.seq;
    const auto tombstone = tombstones_.find(record.sid);
    if (tombstone != tombstones_.end() && seq <= tombstone->second.seq) return Verdict::stale;
    const auto* const entry = find(record.sid);
    if (entry == nullptr || seq > entry->record->presence.seq) return Verdict::news;
    if (seq < entry->record->presence.seq) return Verdict::stale;
    return entry->record->bytes == record.bytes ? Verdict::known : Verdict::twin;
}

bool Table::wins_over_twin(const Record& record) const {
    const auto* const entry = find(record.sid);
    return entry == nullptr || record.hash < entry->record->hash;
}

bool Table::put(Shared<Record> record, const Origin& origin, Instant now) {
    const auto sid = record->sid;
    auto found = entries_.find(sid);
    if (found == entries_.end()) {
        if (!make_room(*record, origin, now)) return false;
        found = entries_.emplace(sid, Entry{}).first;
        found->second.first_seen = now;
        found->second.introducer = origin.introducer;
        if (!origin.is_first_hand) ++unmet_;
        found->second.is_met = origin.is_first_hand;
    } else {
        take_out(found->second);
    }
    auto& entry = found->second;
    entry.record = std::move(record);
    entry.made = now - std::min(origin.age, Duration{limits::record_lease});
    entry.is_expired = entry.made + limits::record_lease <= now;
    entry.gone_since.reset();
    entry.witnesses.clear();
    entry.is_lonely_word = false;
    entry.is_elsewhere = false;
    bring_in(entry);
    if (origin.is_first_hand) on_met(sid);
    return true;
}

void Table::set_elsewhere(Entry& entry, bool is_elsewhere) {
    if (entry.is_elsewhere == is_elsewhere) return;
    take_out(entry);
    entry.is_elsewhere = is_elsewhere;
    bring_in(entry);
}

void Table::on_moved(const Sid& own) {
    for (auto& [sid, entry] : entries_)
        if (sid != own) set_elsewhere(entry, true);
}

bool Table::on_heard(const Version& version) {
    const auto found = entries_.find(version.sid);
    if (found == entries_.end() || !found->second.is_elsewhere ||
        found->second.record->presence.seq != version.seq)
        return false;
    set_elsewhere(found->second, false);
    return true;
}

void Table::on_met(const Sid& sid) {
    const auto found = entries_.find(sid);
    if (found == entries_.end() || found->second.is_met) return;
    found->second.is_met = true;
    --unmet_;
}

void Table::set_gone(const Sid& sid, Instant now) {
    const auto found = entries_.find(sid);
    if (found == entries_.end() || found->second.gone_since) return;
    take_out(found->second);
    found->second.gone_since = now;
    bring_in(found->second);
}

void Table::set_present(const Sid& sid) {
    const auto found = entries_.find(sid);
    if (found == entries_.end()) return;
    auto& entry = found->second;
    if (!entry.gone_since) return;
    take_out(entry);
    entry.gone_since.reset();
    bring_in(entry);
}

bool Table::lacks(const Entry& entry, const Witness& witness) {
    const auto& witnesses = entry.witnesses;
    const auto knows = [&](auto what, auto member) {
        return std::ranges::find(witnesses, what, member) != witnesses.end();
    };
    if (knows(witness.device, &Witness::device)) return false;
    if (witnesses.size() < limits::witnesses_enough) return true;
    return witness.evidence == Evidence::refused && !knows(Evidence::refused, &Witness::evidence);
}

bool Table::add_witness(const Sid& sid, const Witness& witness) {
    const auto found = entries_.find(sid);
    if (found == entries_.end() || !lacks(found->second, witness)) return false;
    auto& entry = found->second;
    auto& witnesses = entry.witnesses;
    take_out(entry);
    if (witnesses.size() >= limits::witnesses_enough) witnesses.pop_back();
    witnesses.insert(std::ranges::lower_bound(witnesses, witness.device, {}, &Witness::device),
                     witness);
    entry.is_lonely_word = false;
    bring_in(entry);
    return true;
}

void Table::set_lonely_word(const Sid& sid) {
    const auto found = entries_.find(sid);
    if (found != entries_.end()) found->second.is_lonely_word = found->second.witnesses.size() == 1;
}

void Table::acquit(const Sid& sid) {
    const auto found = entries_.find(sid);
    if (found == entries_.end()) return;
    auto& entry = found->second;
    take_out(entry);
    entry.gone_since.reset();
    entry.witnesses.clear();
    entry.is_lonely_word = false;
    bring_in(entry);
}

std::vector<Sid> Table::on_time(Instant now) {
    std::vector<Sid> ended;
    while (!buried_.empty() && buried_.begin()->first + limits::tombstone_memory <= now) {
        tombstones_.erase(buried_.begin()->second);
        buried_.erase(buried_.begin());
    }
    if (now < review_at_) return ended;
    // Most leases are renewed long before they end: about one look in half an hour finds nothing.
    review_at_ = Instant::max();
    for (auto it = entries_.begin(); it != entries_.end();) {
        auto& entry = it->second;
        if (!entry.is_expired && next_change(entry) <= now) {
            take_out(entry);
            entry.is_expired = true;
            bring_in(entry);
            ended.push_back(it->first);
        }
        if (next_change(entry) <= now) {
            it = erase(it, now);
            continue;
        }
        review_at_ = std::min(review_at_, next_change(entry));
        ++it;
    }
    return ended;
}

std::optional<Instant> Table::next_deadline() const {
    if (entries_.empty()) return std::nullopt;
    return review_at_;
}

bool Table::is_established(const Sid& sid, Instant now) const {
    const auto* const entry = find(sid);
    if (entry == nullptr) return false;
    // A table that has just been filled knows nobody for long.
    const bool is_young = now < start_ + 2 * limits::accuser_age_min;
    return is_young || entry->first_seen + limits::accuser_age_min <= now;
}

std::uint64_t Table::hash() const {
    Bytes bytes;
    for (const auto bucket : digest_) append_u32(bytes, bucket);
    return read_u64(crypto::sha256(bytes));
}

std::uint32_t Table::mark(const Entry& entry) {
    // Of each hash other bits change: what is added to it, or is exclusive with it, would cancel
    // out where two of a bucket have equally many.
    return entry.record->hash * (2 * static_cast<std::uint32_t>(entry.witnesses.size()) + 1);
}

void Table::take_out(const Entry& entry) {
    const auto& instance = entry.record->presence.instance;
    const auto* const holder = instances_.find(instance);
    if (holder != nullptr && *holder == entry.record->sid) instances_.erase(instance);
    if (entry.is_shared()) digest_[bucket_of(entry.record->sid)] ^= mark(entry);
    if (!entry.is_online()) return;
    --online_;
    if (entry.record->presence.footing == Footing::hub) --online_hubs_;
}

void Table::bring_in(const Entry& entry) {
    review_at_ = std::min(review_at_, next_change(entry));
    instances_.put(entry.record->presence.instance, entry.record->sid);
    if (entry.is_shared()) digest_[bucket_of(entry.record->sid)] ^= mark(entry);
    if (!entry.is_online()) return;
    ++online_;
    if (entry.record->presence.footing == Footing::hub) ++online_hubs_;
}

std::map<Sid, Entry>::iterator Table::erase(std::map<Sid, Entry>::iterator found, Instant now) {
    auto& entry = found->second;
    take_out(entry);
    if (!entry.is_met) --unmet_;
    bury(entry, now);
    return entries_.erase(found);
}

void Table::bury(const Entry& entry, Instant now) {
    const auto& sid = entry.record->sid;
    if (const auto before = tombstones_.find(sid); before != tombstones_.end()) {
        buried_.erase({before->second.buried, sid});
    } else if (tombstones_.size() >= limits::tombstones_max) {
        tombstones_.erase(buried_.begin()->second);
        buried_.erase(buried_.begin());
    }
    tombstones_[sid] = {entry.record->presence.seq, now};
    buried_.emplace(now, sid);
}

/// Computers that nobody here has met may fill three quarters of the table; whoever introduced most
/// of them loses some first. Contacts lose nothing to strangers.
bool Table::make_room(const Record& record, const Origin& origin, Instant now) {
    const bool is_crowded = entries_.size() >= limits::gossip_entries_max;
    if (!is_crowded && (origin.is_first_hand || unmet_ < limits::gossip_unmet_max)) return true;
    const auto is_victim = [this](const Entry& entry) {
        return !entry.is_met && !is_safe_(entry.record->device);
    };
    std::map<Sid, std::size_t> introduced;
    for (const auto& [sid, entry] : entries_)
        if (is_victim(entry)) ++introduced[entry.introducer];
    const auto most =
        std::ranges::max_element(introduced, {}, [](const auto& each) { return each.second; });
    const bool is_theirs = most != introduced.end() && most->first == origin.introducer;
    const bool is_wanted = origin.is_first_hand || is_safe_(record.device);
    if (most == introduced.end() || (is_theirs && !is_wanted)) return false;
    auto victim = entries_.end();
    for (auto it = entries_.begin(); it != entries_.end(); ++it) {
        if (!is_victim(it->second) || it->second.introducer != most->first) continue;
        if (victim == entries_.end() || worth(it->second) < worth(victim->second)) victim = it;
    }
    erase(victim, now);
    return true;
}

}  // namespace earshot::gossip
