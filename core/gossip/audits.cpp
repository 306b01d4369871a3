#include "core/gossip/audits.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "crypto/chance.hpp"

namespace earshot::gossip {

Audits::Audits(const Places& places, const Sid& own, Instant now)
    : places_(places),
      own_(own),
      audit_at_(now + crypto::draw_around(places.entropy, limits::audit_interval)),
      merge_at_(now + crypto::draw_around(places.entropy, limits::merge_interval)),
      verify_at_(now) {}

bool Audits::on_link_up(LinkId link, Instant now) {
    const auto sid = places_.links.find(link)->sid;
    queue_.erase(sid);
    if (reaching_.erase(sid) == 0) return false;
    visits_[link] = now + limits::visit_max;
    return true;
}

std::optional<Audits::Purpose> Audits::on_unreachable(const Sid& sid) {
    const auto found = reaching_.find(sid);
    if (found == reaching_.end()) return std::nullopt;
    const auto purpose = found->second;
    reaching_.erase(found);
    return purpose;
}

void Audits::verify(const Sid& sid) {
    if (queue_.size() < limits::verify_queue_max && !reaching_.contains(sid)) queue_.insert(sid);
}

void Audits::visit(const Sid& sid) {
    if (!places_.links.has(sid)) reaching_.emplace(sid, Purpose::merge);
}

void Audits::hurry(Instant now) { audit_at_ = std::min(audit_at_, now + limits::audit_soon); }

bool Audits::may_pick(const Entry& entry, bool online) const {
    const auto& sid = entry.record->sid;
    const bool has_left = entry.record->presence.state == State::left;
    const bool fits = online ? entry.is_online() : !entry.is_online() && !has_left;
    return fits && sid != own_ && !places_.links.has(sid) && !reaching_.contains(sid);
}

/// A random computer without a link to us, of those believed there or of those believed gone.
const Entry* Audits::pick(bool online) const {
    std::vector<const Entry*> pool;
    for (const auto& [sid, entry] : places_.table.entries())
        if (may_pick(entry, online)) pool.push_back(&entry);
    if (pool.empty()) return nullptr;
    return pool[crypto::draw_below(places_.entropy, pool.size())];
}

const Entry* Audits::pick_audited(std::span<const Sid> first) {
    is_turn_of_first_ = !is_turn_of_first_;
    std::vector<const Entry*> pool;
    for (const auto& sid : first) {
        const auto* const entry = places_.table.find(sid);
        if (entry != nullptr && may_pick(*entry, true)) pool.push_back(entry);
    }
    if (!is_turn_of_first_ || pool.empty()) return pick(true);
    return pool[crypto::draw_below(places_.entropy, pool.size())];
}

/// Those who are made up come after those who were known before. Precondition: there is somebody.
std::set<Sid>::const_iterator Audits::first_to_verify() const {
    return std::ranges::min_element(queue_, {}, [this](const Sid& sid) {
        const auto* const entry = places_.table.find(sid);
        return entry == nullptr ? Instant::min() : entry->first_seen;
    });
}

void Audits::on_time(bool is_held, std::span<const Sid> first, Instant now) {
    if (audit_at_ <= now) {
        audit_at_ = now + crypto::draw_around(places_.entropy, limits::audit_interval);
        if (const auto* const entry = is_held ? nullptr : pick_audited(first))
            reaching_[entry->record->sid] = Purpose::audit;
    }
    if (merge_at_ <= now) {
        merge_at_ = now + crypto::draw_around(places_.entropy, limits::merge_interval);
        if (const auto* const entry = pick(false)) reaching_[entry->record->sid] = Purpose::merge;
    }
    if (verify_at_ <= now && !queue_.empty()) {
        constexpr Duration second{1000};
        verify_at_ = now + second / limits::verify_per_second;
        const auto sid = queue_.extract(first_to_verify()).value();
        if (!places_.links.has(sid) && places_.table.find(sid) != nullptr)
            reaching_[sid] = Purpose::verify;
    }
    std::erase_if(visits_, [&](const auto& each) {
        if (each.second > now) return false;
        over_.push_back(each.first);
        return true;
    });
}

void Audits::on_compared(LinkId link) {
    if (visits_.erase(link) > 0) over_.push_back(link);
}

std::optional<Instant> Audits::next_deadline() const {
    auto earliest = std::min(audit_at_, merge_at_);
    if (!queue_.empty()) earliest = std::min(earliest, verify_at_);
    for (const auto& [link, end] : visits_) earliest = std::min(earliest, end);
    return earliest;
}

}  // namespace earshot::gossip
