#include "core/gossip/gossip.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "crypto/chance.hpp"

namespace earshot::gossip {
namespace {

std::vector<Endpoint> endpoints_of(const Entry& entry) {
    std::vector<Endpoint> endpoints;
    for (const auto& published : entry.record->presence.endpoints)
        endpoints.push_back(published.endpoint());
    return endpoints;
}

std::uint32_t age_in_seconds(const Entry& entry, Instant now) {
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - entry.made);
    return static_cast<std::uint32_t>(std::max<std::int64_t>(0, age.count()));
}

}  // namespace

Gossip::Gossip(const Places& places, const NetworkId& network, OwnPresence::Content content,
               std::uint64_t seq_before, Now now)
    : places_(places),
      network_(network),
      own_({places.identity, places.signatures, places.entropy, network_}, std::move(content),
           seq_before, now),
      links_(places.hearing),
      table_(now.steady,
             [this](const DeviceId& device) { return places_.contacts.is_contact(device); }),
      spread_(table_),
      reconciler_(table_, spread_),
      overlay_({table_, links_, places.entropy}, own_.sid(), own_.content().footing, now.steady),
      checks_({table_, links_, places.identity, places.signatures, places.entropy, network_}),
      inquiries_(table_, links_),
      suspicion_(table_, links_, own_.sid()),
      audits_({table_, links_, places.entropy}, own_.sid(), now.steady),
      newcomers_(now.steady),
      beacons_({table_, links_, places.entropy}, own_.sid(), network_, now.steady),
      meetings_(places.entropy),
      sync_at_(now.steady + crypto::draw_around(places.entropy, limits::sync_interval)) {
    table_.put(own_.record(), {own_.sid(), true, {}}, now.steady);
}

// Links

void Gossip::greet(LinkId link, bool is_doubted, Now now, Effects& effects) const {
    Greeting greeting;
    greeting.clock = encodable(now.wall);
    greeting.table_hash = table_.hash();
    if (const auto* const entry = table_.find(links_.find(link)->sid)) {
        greeting.known_seq = entry->record->presence.seq;
        const bool is_told = !entry->witnesses.empty() && !entry->is_lonely_word;
        if (is_doubted || is_told) greeting.held_against = greeting.known_seq;
    }
    effects.send(link, greeting_frame, greeting);
}

void Gossip::on_link_up(const LinkUp& up, Now now, Effects& effects) {
    const auto sid = sid_of(up.device);
    if (faults_.is_at_fault(sid, now.steady)) return;
    if (links_.computers() == 0) checks_.begin_again(now.steady);
    links_.add(up, now.steady);
    greet(up.link, audits_.is_verifying(sid), now, effects);
    wanted_.erase(sid);
    effects.releases.push_back(up.device);
    calls_.erase(sid);
    checks_.on_link_up(up.link, now.steady, effects);
    suspicion_.on_alive(sid);
    audits_.on_link_up(up.link, now.steady);
    overlay_.on_link_up(up.link, now.steady, effects);
    if (links_.has_met(sid)) table_.on_met(sid);
    const auto* const entry = table_.find(sid);
    if (entry == nullptr) return;
    if (entry->gone_since) {
        suspicion_.on_flap(sid, now.steady);
        mark_changed(sid, effects);
    }
    if (entry->is_lonely_word) {
        table_.acquit(sid);
        // Whoever was cut off with us, and has a link with us already, thinks the same of it, and
        // compared tables when we did. The others are linked within moments.
        compare_all_at_ = now.steady + limits::refill;
    } else {
        table_.set_present(sid);
    }
}

void Gossip::on_link_down(LinkId link, LinkEnd how, Now now, Effects& effects) {
    const auto* const view = links_.find(link);
    if (view == nullptr) return;
    const auto sid = view->sid;
    const bool has_lasted = view->since + limits::dial_settled_after <= now.steady;
    const auto before = links_.computers();
    links_.remove(link);
    newcomers_.on_link_down(link);
    spread_.on_link_down(link, now.steady);
    reconciler_.on_link_down(link);
    overlay_.on_link_down(link, now.steady);
    checks_.on_link_down(link);
    inquiries_.on_link_down(link);
    audits_.on_link_down(link);
    cards_.on_link_down(link);
    clock_offsets_.erase(link);
    calls_per_link_.forget(link);
    if (links_.has(sid)) return;
    // What others have said of it in vain while we heard it.
    suspicion_.on_link_down(sid, now.steady);
    if (how == LinkEnd::parted) return;
    if (how == LinkEnd::silent) health_.on_link_lost(before, now.steady);
    if (has_lasted || health_.is_held(now.steady) || hasty_checks_.take(sid, 1, now.steady))
        return check(sid, now, effects);
    const auto next = hasty_checks_.next(sid).value_or(now.steady + limits::dial_settled_after);
    checks_.start(sid, next, now.steady, effects);
}

void Gossip::on_unreachable(const DeviceId& device, bool is_refused, Now now, Effects& effects) {
    const auto sid = sid_of(device);
    const auto* const entry = table_.find(sid);
    if (entry == nullptr || links_.has(sid)) return;
    if (wanted_.erase(sid) > 0) effects.releases.push_back(device);
    const bool is_asked_for = checks_.is_checking(sid) || checks_.is_favour(sid);
    const bool was_audited = audit_failed(sid, now);
    // Who was refused has tried; where nothing was heard it is tried once more.
    if (!is_refused) unreachable(sid, false, now, effects);
    // Whoever believed it to be there, for a message perhaps, and was wrong. Who was only asked to
    // try has answered: would all of them ask others, everybody would.
    if (was_audited || !is_asked_for) check(sid, now, effects);
    if (is_refused) unreachable(sid, true, now, effects);
}

void Gossip::unreachable(const Sid& sid, bool is_refused, Now now, Effects& effects) {
    overlay_.on_unreachable(sid, now.steady);
    calls_.erase(sid);
    checks_.on_unreachable(sid, is_refused, now.steady, effects);
}

/// Whether an audit, rather than the search for those who are gone, led there.
bool Gossip::audit_failed(const Sid& sid, Now now) {
    const auto purpose = audits_.on_unreachable(sid);
    // Whom we never reach tells nothing of others.
    const bool is_surprise = !overlay_.is_backed_off(sid, now.steady);
    if (purpose == Audits::Purpose::audit && is_surprise) audits_.hurry(now.steady);
    return purpose && *purpose != Audits::Purpose::merge;
}

void Gossip::check(const Sid& sid, Now now, Effects& effects) {
    checks_.start(sid, health_.is_held(now.steady) ? health_.held_until() : now.steady, now.steady,
                  effects);
}

void Gossip::on_network_changed(std::vector<Segment> segments, Now now) {
    newcomers_.begin(now.steady);
    std::vector<Subnet> own;
    for (const auto& segment : segments)
        own.insert(own.end(), segment.prefixes.begin(), segment.prefixes.end());
    overlay_.on_network_changed(std::move(own));
    beacons_.on_network_changed(std::move(segments), now.steady);
}

void Gossip::on_woke(Now now) {
    health_.on_woke(now.steady);
    newcomers_.begin(now.steady);
    overlay_.forget_failures();
    beacons_.on_woke(now.steady);
    expected_at_.reset();
}

void Gossip::on_sighted(const InstanceId& instance, std::span<const Endpoint> endpoints, Now now) {
    if (!knows(instance, endpoints)) meetings_.on_sighted(instance, endpoints, now.steady);
}

/// Gossip knows who that is, and that it is there: nobody has to dial to find out. It has to be at
/// an address of its own, or anybody could announce somebody else's instance.
bool Gossip::knows(const InstanceId& instance, std::span<const Endpoint> endpoints) const {
    const auto* const entry = table_.find_instance(instance);
    if (entry == nullptr || !entry->is_online()) return false;
    const auto published = endpoints_of(*entry);
    return std::ranges::any_of(endpoints, [&](const Endpoint& endpoint) {
        return std::ranges::find(published, endpoint) != published.end();
    });
}

void Gossip::meet(Now now, Effects& effects) {
    auto zeal = beacons_.is_beacon() ? Zeal::steady : Zeal::none;
    if (beacons_.is_fresh(now.steady)) zeal = Zeal::fresh;
    if (beacons_.is_lonely()) zeal = Zeal::lonely;
    const auto is_known = [this](const InstanceId& instance, std::span<const Endpoint> endpoints) {
        return knows(instance, endpoints);
    };
    effects.meetings = meetings_.take_due(zeal, is_known, now.steady);
    effects.forgotten = meetings_.take_forgotten();
    // A dial by name leads nowhere if we met it before, under the same name.
    for (const auto& meeting : effects.meetings) {
        const auto* const entry = table_.find_instance(meeting.instance);
        if (entry != nullptr && !entry->is_online()) audits_.visit(entry->record->sid);
    }
}

void Gossip::set_content(OwnPresence::Content content, Now now) {
    overlay_.set_footing(content.footing);
    own_.set(std::move(content), now.steady);
}

void Gossip::want_card(const CardHash& card, const DeviceId& device) {
    const auto* const entry = table_.find(device);
    if (entry == nullptr) return;
    if (const auto* const introducer = links_.find(entry->introducer))
        cards_.want(card, introducer->link);
    if (const auto* const maker = links_.find(sid_of(device))) cards_.want(card, maker->link);
    for (const auto& [link, view] : links_.all())
        if (overlay_.is_neighbour(link)) cards_.want(card, link);
}

// Time

void Gossip::tell_own(Now now, Effects& effects) {
    table_.put(own_.record(), {own_.sid(), true, {}}, now.steady);
    const RecordsFrame frame{{{0, own_.record().bytes}}};
    for (const auto& [link, view] : links_.all()) effects.send(link, records_frame, frame);
    effects.is_own_new = true;
    mark_changed(own_.sid(), effects);
}

void Gossip::send_record(LinkId link, const Entry& entry, Now now, Effects& effects) const {
    effects.send(link, records_frame,
                 RecordsFrame{{{age_in_seconds(entry, now.steady), entry.record->bytes}}});
}

void Gossip::on_time(Now now, Effects& effects) {
    if (expected_at_ && *expected_at_ + limits::late_turn < now.steady) health_.on_late(now.steady);
    expire_wanted(now, effects);
    if (own_.on_time(now.steady)) tell_own(now, effects);
    for (const auto& sid : table_.on_time(now.steady)) mark_changed(sid, effects);
    checks_.on_time(now.steady, effects);
    audits_.on_time(health_.is_held(now.steady), beacons_.unproven(), now.steady);
    effects.search = beacons_.on_time(now);
    meet(now, effects);
    settle(now, effects);
    if (health_.is_held(now.steady)) suspicion_.hold(health_.held_until());
    for (const auto& [sid, is_confirmed] : suspicion_.on_time(now.steady)) {
        // All others may have stopped to listen to who says so, and its subject never heard of it.
        if (!is_confirmed) {
            check(sid, now, effects);
            if (checks_.is_checking(sid)) {
                looked_for_.insert(sid);
                continue;
            }
        }
        take_for_gone(sid, now, effects);
    }
    // After all that changes who is there, and so how many neighbours are too many.
    overlay_.on_time(now.steady, effects);
    // From when it is asked on: what is news before it answers would get lost.
    for (const auto& [link, view] : links_.all())
        spread_.set_neighbour(link, overlay_.has_role(link), now.steady);
    cards_.on_time(now.steady, effects);
    update_wanted(now, effects);
    spread_.on_time(now.steady, effects);
    expected_at_ = next_deadline();
}

void Gossip::settle(Now now, Effects& effects) {
    settle_findings(now, effects);
    for (const auto link : overlay_.take_new()) {
        const auto* const view = links_.find(link);
        // What was news since, while it was no neighbour's link, nobody has told on it.
        const bool is_recent = reconciler_.last(link) + limits::want_patience > now.steady;
        if (view != nullptr && view->is_dialled && !is_recent)
            reconciler_.start(link, std::nullopt, now.steady, effects);
    }
    if (compare_all_at_ && *compare_all_at_ <= now.steady) {
        compare_all_at_.reset();
        for (const auto& [link, view] : links_.all())
            reconciler_.start(link, std::nullopt, now.steady, effects);
    }
    std::erase_if(looked_for_, [this](const Sid& sid) { return !checks_.is_checking(sid); });
    settle_comparisons(now, effects);
    if (sync_at_ > now.steady) return;
    sync_at_ = now.steady + crypto::draw_around(places_.entropy, limits::sync_interval);
    std::vector<LinkId> neighbours;
    for (const auto& [link, view] : links_.all())
        if (overlay_.is_neighbour(link)) neighbours.push_back(link);
    if (neighbours.empty()) return;
    const auto index = crypto::draw_below(places_.entropy, neighbours.size());
    reconciler_.start(neighbours[index], std::nullopt, now.steady, effects);
}

void Gossip::settle_findings(Now now, Effects& effects) {
    for (auto& finding : checks_.take_findings()) {
        // It may be us who are cut off, although that was not known when it was begun.
        // With another one's word it is not only us.
        const bool is_alone = finding.is_unheard && !looked_for_.contains(finding.sid);
        if (health_.is_held(now.steady) || is_alone) {
            check(finding.sid, now, effects);
            continue;
        }
        if (finding.reached_by) {
            // Perhaps it can dial us, where we cannot dial it.
            overlay_.on_no_direct(finding.sid, now.steady);
            call(finding.sid, *finding.reached_by, effects);
            if (links_.find(*finding.reached_by) == nullptr) continue;
            if (const auto* const entry = table_.find(finding.sid))
                effects.no_direct.push_back({entry->record->device, *finding.reached_by});
            continue;
        }
        std::ranges::sort(finding.witnesses, {}, &Witness::device);
        const Doubt doubt{finding.sid, finding.seq, std::move(finding.witnesses)};
        const auto* const entry = table_.find(doubt.subject);
        if (entry == nullptr || entry->record->presence.seq != doubt.seq) continue;
        believe(doubt, std::nullopt, now, effects);
        // The accused has had all the time to say otherwise.
        if (looked_for_.contains(doubt.subject) && !links_.has(doubt.subject)) {
            suspicion_.on_alive(doubt.subject);
            take_for_gone(doubt.subject, now, effects);
        }
        const bool is_refused = doubt.witnesses.front().evidence == Evidence::refused;
        if (links_.computers() == 0 && !is_refused) table_.set_lonely_word(doubt.subject);
    }
}

/// Whoever said that it is there may only know a newer version of its record, and have no link. So
/// as many are asked as where a person inquires.
void Gossip::call(const Sid& sid, LinkId first, Effects& effects) const {
    auto others = links_.to_others(sid);
    if (const auto* const said = links_.find(first))
        std::stable_partition(others.begin(), others.end(),
                              [&](const LinkView* other) { return other->sid == said->sid; });
    others.resize(std::min(others.size(), limits::inquiry_asks_max));
    for (const auto* const other : others)
        effects.send(other->link, call_frame, CallFrame{own_.sid(), sid});
}

/// What is held against it is true.
void Gossip::vindicate(const Entry& entry, Now now) {
    if (!entry.is_online()) return;
    for (const auto& witness : entry.witnesses)
        accusers_.give_back(sid_of(witness.device), accused_in(entry), now.steady);
}

void Gossip::take_for_gone(const Sid& sid, Now now, Effects& effects) {
    if (const auto* const entry = table_.find(sid)) vindicate(*entry, now);
    table_.set_gone(sid, now.steady);
    mark_changed(sid, effects);
}

void Gossip::settle_comparisons(Now now, Effects& effects) {
    // We reached nobody, it seems, while others did.
    for (const auto& sid : reconciler_.take_acquitted()) {
        table_.acquit(sid);
        suspicion_.on_alive(sid);
        mark_changed(sid, effects);
    }
    for (const auto& [link, differences] : reconciler_.take_comparisons()) {
        audits_.on_compared(link);
        if (differences >= limits::bridge_differences_min && links_.find(link) != nullptr)
            overlay_.bridge(link, now.steady, effects);
    }
    for (const auto link : audits_.take_over())
        if (links_.find(link) != nullptr && !overlay_.has_role(link))
            effects.closes.push_back({link, Parting::trim});
}

/// Parts say with whom they want a link; what changed since is asked for or given up.
void Gossip::update_wanted(Now now, Effects& effects) {
    std::set<Sid> sids = overlay_.reaching();
    for (const auto& sid : checks_.reaching()) sids.insert(sid);
    for (const auto& [sid, purpose] : audits_.reaching()) sids.insert(sid);
    sids.insert(calls_.begin(), calls_.end());
    std::erase_if(wanted_, [&](const auto& each) {
        if (sids.contains(each.first)) return false;
        effects.releases.push_back(each.second.device);
        return true;
    });
    for (const auto& sid : sids) {
        const auto* const entry = table_.find(sid);
        if (entry == nullptr || links_.has(sid) || wanted_.contains(sid)) continue;
        wanted_[sid] = {entry->record->device, now.steady + limits::reach_patience};
        effects.reaches.push_back({entry->record->device, endpoints_of(*entry)});
    }
}

void Gossip::expire_wanted(Now now, Effects& effects) {
    std::vector<Sid> late;
    for (const auto& [sid, wanted] : wanted_)
        if (wanted.deadline <= now.steady) late.push_back(sid);
    for (const auto& sid : late) {
        effects.releases.push_back(wanted_.at(sid).device);
        wanted_.erase(sid);
        unreachable(sid, false, now, effects);
        if (audit_failed(sid, now)) check(sid, now, effects);
    }
}

std::optional<Instant> Gossip::next_deadline() const {
    auto earliest = std::min(own_.next_deadline(), sync_at_);
    const auto consider = [&](std::optional<Instant> instant) {
        if (instant) earliest = std::min(*instant, earliest);
    };
    consider(table_.next_deadline());
    consider(spread_.next_deadline());
    consider(overlay_.next_deadline());
    consider(checks_.next_deadline());
    consider(suspicion_.next_deadline());
    consider(audits_.next_deadline());
    consider(cards_.next_deadline());
    consider(beacons_.next_deadline());
    consider(meetings_.next_deadline());
    consider(compare_all_at_);
    for (const auto& [sid, wanted] : wanted_) consider(wanted.deadline);
    return earliest;
}

// Views

void Gossip::mark_changed(const Sid& sid, Effects& effects) const {
    if (const auto* const entry = table_.find(sid))
        effects.changed.push_back(entry->record->device);
}

std::vector<Duration> Gossip::clock_offsets() const {
    std::vector<Duration> offsets;
    for (const auto& [link, offset] : clock_offsets_) offsets.push_back(offset);
    return offsets;
}

Gossip::Sizes Gossip::sizes() const {
    return {.entries = table_.entries().size(),
            .wants = spread_.wants(),
            .pending = spread_.pending(),
            .checks = checks_.size(),
            .timers = suspicion_.size(),
            .verify = audits_.queued(),
            .accusers = accusers_.size(),
            .tombstones = table_.tombstones(),
            .calls = calls_.size(),
            .callers = calls_per_caller_.size(),
            .cards = cards_.size(),
            .sightings = meetings_.size(),
            .faults = faults_.size()};
}

}  // namespace earshot::gossip
