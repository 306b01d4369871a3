#include "core/gossip/spread.hpp"

#include <algorithm>

#include "core/base/limits.hpp"

namespace earshot::gossip {
namespace {

constexpr Rate announced_rate{static_cast<double>(limits::announced_per_link_burst),
                              limits::announced_per_link_second};
constexpr Rate served_rate{limits::records_per_link_burst, limits::records_per_link_second};
/// What others answer to us, and as many that they send unasked.
constexpr Rate received_rate{2 * limits::records_per_link_burst,
                             2 * limits::records_per_link_second};
constexpr Rate unanswered_rate{limits::wants_unanswered_burst, limits::wants_unanswered_per_second};
constexpr Rate maker_rate{
    static_cast<double>(limits::own_version_burst),
    1000.0 / static_cast<double>(Duration{limits::own_version_interval}.count())};
/// After so long without a version the budget of its maker is full.
constexpr Duration maker_rate_full = limits::own_version_burst * limits::own_version_interval;

std::uint32_t age_of(const Entry& entry, Instant now) {
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - entry.made);
    return static_cast<std::uint32_t>(std::max<std::int64_t>(0, age.count()));
}

}  // namespace

void send_doubts(LinkId link, bool is_reconciled, std::span<const Doubt> doubts, Effects& effects) {
    while (!doubts.empty()) {
        const auto some = doubts.first(std::min(doubts.size(), limits::doubts_per_frame));
        effects.send(link, doubts_frame, DoubtsFrame{is_reconciled, {some.begin(), some.end()}});
        doubts = doubts.subspan(some.size());
    }
}

Spread::PerLink& Spread::state_of(LinkId link, Instant now) {
    const auto found = links_.find(link);
    if (found != links_.end()) return found->second;
    return links_
        .emplace(link, PerLink{.is_neighbour = false,
                               .haves = {},
                               .wants = {},
                               .doubts = {},
                               .answers = {},
                               .announced = Budget{announced_rate, now},
                               .served = Budget{served_rate, now},
                               .received = Budget{received_rate, now},
                               .unanswered = Budget{unanswered_rate, now}})
        .first->second;
}

void Spread::set_neighbour(LinkId link, bool is_neighbour, Instant now) {
    state_of(link, now).is_neighbour = is_neighbour;
}

void Spread::on_link_down(LinkId link, Instant now) {
    links_.erase(link);
    std::vector<Sid> stranded;
    for (auto& [sid, want] : wants_) {
        std::erase_if(want.others, [&](const auto& each) { return each.link == link; });
        if (want.asked == link) stranded.push_back(sid);
    }
    for (const auto& sid : stranded) ask_next(sid, wants_.at(sid), now);
}

/// The budget of a computer that lately made no version is full, and not worth keeping.
bool Spread::may_pass_on(const Sid& maker, Instant now) {
    if (makers_pruned_ + maker_rate_full <= now) {
        std::erase_if(makers_,
                      [&](const auto& each) { return each.second.is_full(maker_rate, now); });
        makers_pruned_ = now;
    }
    return makers_.try_emplace(maker, maker_rate, now).first->second.take(maker_rate, 1, now);
}

void Spread::on_news(const Sid& sid, std::optional<LinkId> from, Instant now) {
    if (held_.contains(sid)) return;
    if (may_pass_on(sid, now)) {
        announce_to_all(sid, from, now);
    } else {
        held_.emplace(sid, makers_.at(sid).next(maker_rate));
    }
}

void Spread::announce_to_all(const Sid& sid, std::optional<LinkId> except, Instant now) {
    for (auto& [link, state] : links_)
        if (state.is_neighbour && link != except && !has_announced(link, sid))
            state.haves.insert(sid);
    request_flush(now);
}

bool Spread::has_announced(LinkId link, const Sid& sid) const {
    const auto want = wants_.find(sid);
    const auto* const entry = table_.find(sid);
    if (want == wants_.end() || entry == nullptr) return false;
    const auto seq = entry->record->presence.seq;
    return std::ranges::any_of(want->second.others, [&](const auto& each) {
        return each.link == link && each.seq >= seq;
    });
}

void Spread::on_doubted(const Sid& sid, std::span<const crypto::SignPublicKey> witnesses,
                        Instant now) {
    for (auto& [link, state] : links_)
        if (state.is_neighbour) state.doubts[sid].insert(witnesses.begin(), witnesses.end());
    request_flush(now);
}

void Spread::on_told(LinkId link, const Doubt& doubt) {
    const auto state = links_.find(link);
    if (state == links_.end()) return;
    const auto pending = state->second.doubts.find(doubt.subject);
    if (pending == state->second.doubts.end()) return;
    for (const auto& witness : doubt.witnesses) pending->second.erase(witness.device);
}

bool Spread::on_have(LinkId link, std::span<const Version> versions, Instant now) {
    auto& state = state_of(link, now);
    if (!state.announced.take(announced_rate, static_cast<double>(versions.size()), now))
        return false;
    for (const auto& version : versions) {
        const auto* const entry = table_.find(version.sid);
        const auto ours = entry == nullptr ? 0 : entry->record->presence.seq;
        if (version.seq >= ours) state.haves.erase(version.sid);
        if (version.seq > ours) want_from(link, version, now);
        if (version.seq < ours) announce_to(link, version.sid, now);
    }
    return true;
}

void Spread::announce_to(LinkId link, const Sid& sid, Instant now) {
    state_of(link, now).haves.insert(sid);
    request_flush(now);
}

/// Whether too much that was asked on it has had no answer.
bool Spread::is_slow(LinkId link, Instant now) const {
    const auto found = links_.find(link);
    return found != links_.end() && found->second.slow_until > now;
}

/// The highest version is asked for first. But it may be a lie: who announced a lower one is kept,
/// and asked too if it was to be asked anyway. Whoever often does not answer is asked when nobody
/// else has it.
void Spread::want_from(LinkId link, const Version& version, Instant now) {
    if (wants_.size() >= limits::gossip_entries_max && !wants_.contains(version.sid)) return;
    auto& want = wants_[version.sid];
    if (!want.asked) {
        want.seq = version.seq;
        return ask(version.sid, want, link, now);
    }
    if (want.asked == link) {
        if (version.seq <= want.seq) return;
        want.seq = version.seq;
        state_of(link, now).wants.insert(version.sid);
        ask_at_ = now;
        return;
    }
    std::erase_if(want.others, [&](const auto& each) { return each.link == link; });
    const bool is_slow_one = is_slow(link, now);
    const bool is_slow_asked = is_slow(*want.asked, now);
    const bool is_better = is_slow_one == is_slow_asked ? version.seq > want.seq : is_slow_asked;
    if (is_better)
        ask_before(version.sid, want, {link, version.seq}, now);
    else
        add_announcer(want, {link, version.seq}, now);
}

/// Whoever was asked meanwhile is the next, or the last if it is slow.
void Spread::ask_before(const Sid& sid, Want& want, const Announcer& announcer, Instant now) {
    const Announcer before{*want.asked, want.seq};
    release(sid, want, now);
    if (is_slow(before.link, now)) {
        add_announcer(want, before, now);
    } else {
        want.others.insert(want.others.begin(), before);
        if (want.others.size() > limits::announcers_per_want_max) want.others.pop_back();
    }
    want.seq = announcer.seq;
    ask(sid, want, announcer.link, now);
}

/// Behind the others, but before those who are slow. Where there is no room the last one goes.
void Spread::add_announcer(Want& want, const Announcer& announcer, Instant now) const {
    const auto is_slow_one = [&](const Announcer& each) { return is_slow(each.link, now); };
    const auto place =
        is_slow_one(announcer) ? want.others.end() : std::ranges::find_if(want.others, is_slow_one);
    want.others.insert(place, announcer);
    if (want.others.size() > limits::announcers_per_want_max) want.others.pop_back();
}

void Spread::ask(const Sid& sid, Want& want, LinkId link, Instant now) {
    want.asked = link;
    state_of(link, now).wants.insert(sid);
    ask_at_ = now;
}

void Spread::release(const Sid& sid, Want& want, Instant now) {
    if (!want.asked) return;
    if (want.deadline) want_deadlines_.erase({*want.deadline, sid});
    if (const auto asked = links_.find(*want.asked); asked != links_.end()) {
        auto& state = asked->second;
        state.wants.erase(sid);
        if (want.deadline) --state.open;
        if (!state.wants.empty()) ask_at_ = now;
    }
    want.asked.reset();
    want.deadline.reset();
}

void Spread::ask_next(const Sid& sid, Want& want, Instant now) {
    release(sid, want, now);
    while (!want.others.empty()) {
        const auto next = want.others.front();
        want.others.erase(want.others.begin());
        if (!links_.contains(next.link)) continue;
        want.seq = next.seq;
        ask(sid, want, next.link, now);
        return;
    }
    wants_.erase(sid);
}

void Spread::on_received(LinkId link, const Version& version, Instant now) {
    if (const auto state = links_.find(link); state != links_.end())
        state->second.haves.erase(version.sid);
    const auto want = wants_.find(version.sid);
    if (want == wants_.end()) return;
    std::erase_if(want->second.others, [&](const auto& each) { return each.seq <= version.seq; });
    if (want->second.seq <= version.seq) ask_next(version.sid, want->second, now);
}

bool Spread::on_records(LinkId link, std::size_t count, Instant now) {
    return state_of(link, now).received.take(received_rate, static_cast<double>(count), now);
}

bool Spread::on_want(LinkId link, std::span<const Sid> sids, Instant now, Effects& effects) {
    if (sids.size() > limits::wants_per_link_max) return false;
    auto& state = state_of(link, now);
    if (state.answers_since + limits::answers_window <= now) {
        state.answers = {};
        state.answers_since = now;
    }
    RecordsFrame frame;
    const auto send = [&] {
        if (!frame.records.empty()) effects.send(link, records_frame, frame);
        frame.records.clear();
    };
    for (const auto& sid : sids) {
        const auto* const entry = table_.find(sid);
        if (entry == nullptr || !entry->is_shared()) continue;
        if (!may_answer(state, {sid, entry->record->presence.seq})) continue;
        if (!state.served.take(served_rate, 1, now))
            break;  // It asks again, or hears it elsewhere.
        state.haves.erase(sid);
        frame.records.push_back({age_of(*entry, now), entry->record->bytes});
        if (frame.records.size() >= limits::records_per_frame_max) send();
    }
    send();
    return true;
}

bool Spread::may_answer(PerLink& state, const Version& version) {
    auto answers = Answers{version.seq, 0};
    if (const auto* const given = state.answers.find(version.sid);
        given && given->seq == version.seq)
        answers = *given;
    if (++answers.count > limits::answers_per_version_max) return false;
    state.answers.put(version.sid, answers);
    return true;
}

void Spread::expire_wants(Instant now) {
    while (!want_deadlines_.empty() && want_deadlines_.begin()->first <= now) {
        const auto sid = want_deadlines_.begin()->second;
        on_unanswered(sid, now);
        ask_next(sid, wants_.at(sid), now);
    }
}

/// Others are asked instead for what was still to be asked of whoever turns out to be slow.
void Spread::on_unanswered(const Sid& sid, Instant now) {
    const auto link = *wants_.at(sid).asked;
    const auto found = links_.find(link);
    if (found == links_.end() || found->second.unanswered.take(unanswered_rate, 1, now)) return;
    const bool was_slow = is_slow(link, now);
    found->second.slow_until = now + limits::slow_link_memory;
    if (was_slow) return;
    const auto waiting = found->second.wants;
    for (const auto& each : waiting) {
        auto& want = wants_.at(each);
        const bool is_asked = want.deadline.has_value();
        if (!is_asked && !want.others.empty()) {
            add_announcer(want, {link, want.seq}, now);
            ask_next(each, want, now);
        }
    }
}

void Spread::on_time(Instant now, Effects& effects) {
    expire_wants(now);
    std::erase_if(held_, [&](const auto& each) {
        if (each.second > now || !may_pass_on(each.first, now)) return false;
        announce_to_all(each.first, std::nullopt, now);
        return true;
    });
    if (ask_at_ && *ask_at_ <= now) {
        ask_at_.reset();
        for (auto& [link, state] : links_) flush_wants(link, state, now, effects);
    }
    if (!flush_at_ || *flush_at_ > now) return;
    flush_at_.reset();
    for (auto& [link, state] : links_) flush_news(link, state, now, effects);
}

/// What there is no room for is asked as soon as something is answered.
void Spread::flush_wants(LinkId link, PerLink& state, Instant now, Effects& effects) {
    WantFrame frame;
    while (!state.wants.empty() && frame.sids.size() < limits::wants_per_link_max) {
        const auto sid = *state.wants.begin();
        auto& want = wants_.at(sid);
        if (!want.deadline) {
            if (state.open >= limits::wants_per_link_max) break;
            ++state.open;
            want.deadline = now + limits::want_patience;
            want_deadlines_.emplace(*want.deadline, sid);
        }
        frame.sids.push_back(sid);
        state.wants.erase(state.wants.begin());
    }
    if (!frame.sids.empty()) effects.send(link, want_frame, frame);
}

void Spread::flush_news(LinkId link, PerLink& state, Instant now, Effects& effects) {
    if (state.answers_since + limits::answers_window <= now) state.answers = {};
    HaveFrame have;
    for (const auto& sid : state.haves) {
        if (have.versions.size() >= limits::announce_entries_max) {
            effects.send(link, have_frame, have);
            have.versions.clear();
        }
        const auto* const entry = table_.find(sid);
        if (entry != nullptr && entry->is_shared())
            have.versions.push_back({sid, entry->record->presence.seq});
    }
    if (!have.versions.empty()) effects.send(link, have_frame, have);
    state.haves.clear();

    flush_doubts(link, state, effects);
}

void Spread::flush_doubts(LinkId link, PerLink& state, Effects& effects) {
    std::vector<Doubt> doubts;
    for (const auto& [sid, devices] : state.doubts) {
        const auto* const entry = table_.find(sid);
        if (entry == nullptr || !entry->is_shared()) continue;
        Doubt doubt{sid, entry->record->presence.seq, {}};
        for (const auto& witness : entry->witnesses)
            if (devices.contains(witness.device)) doubt.witnesses.push_back(witness);
        if (!doubt.witnesses.empty()) doubts.push_back(std::move(doubt));
    }
    send_doubts(link, false, doubts, effects);
    state.doubts.clear();
}

void Spread::request_flush(Instant now) {
    if (!flush_at_) flush_at_ = now + limits::announce_tick;
}

std::optional<Instant> Spread::next_deadline() const {
    auto earliest = flush_at_;
    const auto consider = [&](Instant instant) {
        earliest = std::min(instant, earliest.value_or(instant));
    };
    if (ask_at_) consider(*ask_at_);
    if (!want_deadlines_.empty()) consider(want_deadlines_.begin()->first);
    for (const auto& [sid, due] : held_) consider(due);
    return earliest;
}

std::size_t Spread::pending() const {
    std::size_t count = 0;
    for (const auto& [link, state] : links_)
        count += state.haves.size() + state.wants.size() + state.doubts.size();
    return count;
}

}  // namespace earshot::gossip
