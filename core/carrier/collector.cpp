#include "core/carrier/collector.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/carrier/envelope.hpp"
#include "core/carrier/send.hpp"

namespace earshot::carrier {

Result<void> Collector::on_list(const Peer& from, const std::vector<EnvelopeId>& ids, Now now,
                                Effects& effects) {
    // Only contacts were given what is needed to carry for us.
    if (!places_.guard.is_contact(from.device)) return {};
    std::vector<PurgeSecret> known;
    auto& offers = offers_[from.link];
    for (const auto& id : ids) {
        EARSHOT_TRY(const auto collected, places_.store.find_collected(id));
        if (collected && collected->is_stored) known.push_back(collected->secret);
        if (!collected && !open_.contains(id) && offers.size() < limits::envelopes_named_max)
            offers.insert(id);
    }
    send_all<SecretsFrame>(effects, from.link, purge_frame, known);
    pump(from, now, effects);
    return {};
}

/// Asks one carrier at a time for an envelope, and for few at a time.
void Collector::pump(const Peer& carrier, Now now, Effects& effects) {
    const auto link = carrier.link;
    const auto offers = offers_.find(link);
    if (offers == offers_.end() || open_.size() >= limits::envelopes_named_max) return;
    auto in_flight = static_cast<std::size_t>(
        std::ranges::count_if(wanted_, [&](const auto& each) { return each.second.link == link; }));
    std::vector<EnvelopeId> ids;
    for (const auto& id : offers->second) {
        if (in_flight >= limits::envelopes_in_flight_max) break;
        if (wanted_.contains(id) || open_.contains(id)) continue;
        if (!may_ask(carrier.device, now)) break;
        wanted_.emplace(id, Wanted{link, now.steady + limits::envelope_patience});
        ids.push_back(id);
        ++in_flight;
    }
    send_all<EnvelopesFrame>(effects, link, want_frame, ids);
}

void Collector::pump_all(Now now, Effects& effects) {
    refill_.reset();
    for (const auto& [link, offers] : offers_)
        if (const auto* const device = places_.links.find(link))
            pump({link, *device}, now, effects);
}

/// What somebody hands over costs agreements of keys, also when it is garbage.
bool Collector::may_ask(const DeviceId& carrier, Now now) {
    if (asked_.take(carrier, 1, now.steady)) return true;
    if (const auto again = asked_.next(carrier))
        refill_ = std::min(*again, refill_.value_or(*again));
    return false;
}

void Collector::on_receipts(const Peer& from, const std::vector<EnvelopeReceipt>& receipts, Now now,
                            Effects& effects) {
    bool is_free = false;
    for (const auto& receipt : receipts) {
        if (receipt.outcome != static_cast<std::uint8_t>(Receipt::not_held)) continue;
        const auto wanted = wanted_.find(receipt.id);
        if (wanted == wanted_.end() || wanted->second.link != from.link) continue;
        wanted_.erase(wanted);
        offers_[from.link].erase(receipt.id);
        is_free = true;
    }
    if (is_free) pump_all(now, effects);
}

Result<void> Collector::on_envelope(const Peer& from, const EnvelopeFrame& frame, Now now,
                                    Effects& effects) {
    // What nobody asked for is not even hashed.
    const auto is_awaited = [&](const auto& each) { return each.second.link == from.link; };
    if (std::ranges::none_of(wanted_, is_awaited)) return {};
    const auto id = envelope_id(frame.envelope);
    const auto wanted = wanted_.find(id);
    if (wanted == wanted_.end() || wanted->second.link != from.link) return {};
    wanted_.erase(wanted);

    const auto envelope = read_envelope(frame.envelope);
    const auto* const key =
        envelope ? places_.guard.find_seal_key(envelope->outside.mailbox, envelope->outside.seal_id)
                 : nullptr;
    auto letter = key != nullptr ? open(*envelope, *key)
                                 : Result<Letter>{Error{ErrorKind::not_found, "no key of ours"}};
    if (letter) {
        Open opened{letter->secret, {letter->carriers.begin(), letter->carriers.end()}};
        opened.carriers.insert(from.device);
        open_.insert_or_assign(id, std::move(opened));
        effects.collected.push_back({id, from.device, letter->kind, std::move(letter->content)});
    } else {
        forget(id);
        EARSHOT_CHECK(places_.store.put_collected({id, {}, false}));
    }
    pump(from, now, effects);
    return {};
}

Result<void> Collector::on_stored(const EnvelopeId& id, Effects& effects) {
    const auto found = open_.extract(id);
    if (found.empty()) return {};
    const auto& opened = found.mapped();
    EARSHOT_CHECK(places_.store.put_collected({id, opened.secret, true}));
    std::set<LinkId> links;
    for (const auto& carrier : opened.carriers)
        if (const auto link = places_.links.link_to(carrier)) links.insert(*link);
    for (const auto& [link, offers] : offers_)
        if (offers.contains(id)) links.insert(link);
    for (const auto link : links) send(effects, link, purge_frame, SecretsFrame{{opened.secret}});
    forget(id);
    return {};
}

Result<void> Collector::on_unreadable(const EnvelopeId& id) {
    if (open_.erase(id) == 0) return {};
    forget(id);
    return places_.store.put_collected({id, {}, false});
}

void Collector::on_put_off(const EnvelopeId& id) {
    if (open_.erase(id) > 0) forget(id);
}

void Collector::forget(const EnvelopeId& id) {
    for (auto& [link, offers] : offers_) offers.erase(id);
}

void Collector::on_link_down(LinkId link) {
    offers_.erase(link);
    std::erase_if(wanted_, [&](const auto& each) { return each.second.link == link; });
}

void Collector::on_time(Now now, Effects& effects) {
    const auto is_late = [&](const auto& each) { return each.second.until <= now.steady; };
    for (const auto& [id, wanted] : wanted_)
        if (wanted.until <= now.steady) offers_[wanted.link].erase(id);
    // What is free again may be had from somebody else.
    std::erase_if(wanted_, is_late);
    pump_all(now, effects);
}

std::optional<Instant> Collector::next_deadline() const {
    auto next = refill_;
    for (const auto& [id, wanted] : wanted_)
        next = std::min(wanted.until, next.value_or(wanted.until));
    return next;
}

std::size_t Collector::offered_count() const {
    std::size_t count = 0;
    for (const auto& [link, offers] : offers_) count += offers.size();
    return count;
}

}  // namespace earshot::carrier
