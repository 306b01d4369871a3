#include "core/gossip/checks.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "crypto/chance.hpp"

namespace earshot::gossip {

void Checks::start(const Sid& sid, Instant begin_at, Instant now, Effects& effects) {
    const auto* const entry = places_.table.find(sid);
    if (entry == nullptr || !entry->is_online() || checks_.contains(sid)) return;
    if (checks_.size() >= limits::checks_max) return;  // An audit will come by.
    Check check;
    check.seq = entry->record->presence.seq;
    check.begin = std::max(begin_at, now);
    check.deadline = check.begin + limits::check_patience;
    auto& added = checks_.emplace(sid, std::move(check)).first->second;
    if (begin_at <= now) begin(sid, added, now, effects);
}

void Checks::begin(const Sid& sid, Check& check, Instant now, Effects& effects) {
    check.has_begun = true;
    check.deadline = now + limits::check_patience;
    ask_helpers(sid, check, effects);
}

void Checks::ask_helpers(const Sid& sid, Check& check, Effects& effects) {
    const auto* const entry = places_.table.find(sid);
    if (entry == nullptr || !entry->is_shared()) return;
    std::vector<LinkId> links;
    for (const auto& [link, view] : places_.links.all())
        if (view.sid != sid) links.push_back(link);
    while (!links.empty() && check.asked.size() < limits::helpers) {
        const auto index = crypto::draw_below(places_.entropy, links.size());
        check.asked.insert(links[index]);
        check.is_unheard = true;
        effects.send(links[index], check_frame, CheckFrame{{sid, check.seq}});
        links.erase(links.begin() + static_cast<std::ptrdiff_t>(index));
    }
}

void Checks::on_link_up(LinkId link, Instant now, Effects& effects) {
    const auto sid = places_.links.find(link)->sid;
    checks_.erase(sid);
    for (auto it = favours_.begin(); it != favours_.end();) {
        const auto& [asker, favour] = *it;
        if (favour.version.sid != sid) {
            ++it;
            continue;
        }
        if (favour.deadline > now) answer(asker, favour, std::nullopt, effects);
        it = favours_.erase(it);
    }
}

void Checks::on_link_down(LinkId link) {
    favours_.erase(link);
    favours_per_link_.forget(link);
    for (auto& [sid, check] : checks_) check.asked.erase(link);
}

void Checks::begin_again(Instant now) {
    for (auto& [sid, check] : checks_) {
        Check anew;
        anew.seq = check.seq;
        anew.begin = std::max(check.begin, now);
        anew.deadline = anew.begin + limits::check_patience;
        check = std::move(anew);
    }
}

void Checks::on_news(const Sid& sid) { checks_.erase(sid); }

Witness Checks::testify(const Version& version, bool is_refused) const {
    return make_witness(
        places_.identity.device_keys(), places_.network,
        {version.sid, version.seq, is_refused ? Evidence::refused : Evidence::silence},
        places_.signatures);
}

void Checks::on_unreachable(const Sid& sid, bool is_refused, Instant now, Effects& effects) {
    if (const auto found = checks_.find(sid); found != checks_.end() && found->second.has_begun) {
        auto& check = found->second;
        check.own = testify({sid, check.seq}, is_refused);
        if (is_over(check, now)) {
            conclude(found);
        } else if (is_refused) {
            // A computer that answers for a process that is no more needs no second opinion here;
            // others believe two sooner than one, so those who were asked still have their say.
            findings_.push_back({sid, check.seq, {*check.own}, std::nullopt, false});
        }
    }
    for (auto it = favours_.begin(); it != favours_.end();) {
        const auto& [asker, favour] = *it;
        if (favour.version.sid != sid) {
            ++it;
            continue;
        }
        answer(asker, favour, testify(favour.version, is_refused), effects);
        it = favours_.erase(it);
    }
}

void Checks::on_asked(LinkId link, const Version& version, Instant now, Effects& effects) {
    const auto* const entry = places_.table.find(version.sid);
    if (entry == nullptr || favours_.size() >= limits::favours_max) return;
    // Our word about a version that is still to come could be used against it.
    if (entry->record->presence.seq < version.seq) return;
    if (!favours_per_link_.take(link, 1, now)) return;
    const Favour favour{version, now, now + limits::reach_patience, now + limits::favour_look};
    // What may not be told says nothing to who asks.
    if (entry->record->presence.seq > version.seq && entry->is_shared())
        return answer(link, favour, std::nullopt, effects);
    // What was heard before may have been its last word.
    const auto* const view = places_.links.find(version.sid);
    if (view != nullptr && !is_probed(version.sid)) effects.probes.push_back(view->link);
    favours_.emplace(link, favour);
}

void Checks::answer(LinkId link, const Favour& favour, std::optional<Witness> witness,
                    Effects& effects) const {
    effects.send(link, checked_frame, CheckedFrame{favour.version, witness});
}

void Checks::on_answer(LinkId link, const CheckedFrame& answer, Instant now) {
    const auto found = checks_.find(answer.version.sid);
    if (found == checks_.end() || found->second.seq != answer.version.seq) return;
    auto& check = found->second;
    if (check.asked.erase(link) == 0) return;
    check.is_unheard = false;
    if (!answer.witness) {
        // It is there. Whether we reach it too, our own try will tell.
        check.reached_by = link;
        check.asked.clear();
    } else if (is_authentic(*answer.witness, places_.network, found->first, check.seq,
                            places_.signatures)) {
        check.others.push_back(*answer.witness);
    }
    if (is_over(check, now)) return conclude(found);
    // With it others believe what they heard of us, and need not wait for those who hear nothing.
    const bool is_refused = answer.witness && !check.others.empty() &&
                            check.others.back() == *answer.witness &&
                            answer.witness->evidence == Evidence::refused;
    if (is_refused && !check.reached_by)
        findings_.push_back({found->first, check.seq, {*answer.witness}, std::nullopt, false});
}

bool Checks::is_over(const Check& check, Instant now) const {
    return check.has_begun && (check.deadline <= now || (check.own && check.asked.empty()));
}

void Checks::conclude(std::map<Sid, Check>::iterator check) {
    const auto& [sid, state] = *check;
    const bool is_refused = state.own && state.own->evidence == Evidence::refused;
    Finding finding{sid, state.seq, {}, state.reached_by, state.is_unheard && !is_refused};
    if (!state.reached_by) {
        finding.witnesses = state.others;
        if (state.own) finding.witnesses.push_back(*state.own);
    }
    findings_.push_back(std::move(finding));
    checks_.erase(check);
}

void Checks::on_time(Instant now, Effects& effects) {
    for (auto it = checks_.begin(); it != checks_.end();) {
        auto next = std::next(it);
        auto& [sid, check] = *it;
        if (!check.has_begun && check.begin <= now) {
            begin(sid, check, now, effects);
        } else if (is_over(check, now)) {
            if (!check.own) check.own = testify({sid, check.seq}, false);
            conclude(it);
        }
        it = next;
    }
    for (auto it = favours_.begin(); it != favours_.end();) {
        auto& [asker, favour] = *it;
        it = is_settled(asker, favour, now, effects) ? favours_.erase(it) : std::next(it);
    }
}

/// Each probe counts anew how long an answer may take: asked all the time, a link would never end.
bool Checks::is_probed(const Sid& sid) const {
    return std::ranges::any_of(favours_, [&](const auto& each) {
        const auto& favour = each.second;
        return favour.version.sid == sid && !places_.links.is_heard_since(sid, favour.asked);
    });
}

bool Checks::is_settled(LinkId asker, Favour& favour, Instant now, Effects& effects) const {
    const auto& sid = favour.version.sid;
    if (places_.links.is_heard_since(sid, favour.asked)) {
        answer(asker, favour, std::nullopt, effects);
        return true;
    }
    if (favour.deadline > now) {
        if (favour.look <= now) favour.look = now + limits::favour_look;
        return false;
    }
    // Of whom was heard so lately and answers no probe, nothing is known.
    if (!places_.links.is_heard(sid, now))
        answer(asker, favour, testify(favour.version, false), effects);
    return true;
}

std::optional<Instant> Checks::next_deadline() const {
    std::optional<Instant> earliest;
    const auto consider = [&](Instant instant) {
        earliest = std::min(instant, earliest.value_or(instant));
    };
    for (const auto& [sid, check] : checks_)
        consider(check.has_begun ? check.deadline : check.begin);
    for (const auto& [asker, favour] : favours_) {
        const bool has_link = places_.links.has(favour.version.sid);
        consider(has_link ? std::min(favour.look, favour.deadline) : favour.deadline);
    }
    return earliest;
}

bool Checks::is_favour(const Sid& sid) const {
    return std::ranges::any_of(favours_,
                               [&](const auto& each) { return each.second.version.sid == sid; });
}

std::vector<Sid> Checks::reaching() const {
    std::vector<Sid> sids;
    for (const auto& [sid, check] : checks_)
        if (check.has_begun && !check.own) sids.push_back(sid);
    for (const auto& [asker, favour] : favours_)
        if (!places_.links.has(favour.version.sid)) sids.push_back(favour.version.sid);
    return sids;
}

}  // namespace earshot::gossip
