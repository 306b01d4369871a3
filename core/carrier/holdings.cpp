#include "core/carrier/holdings.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/carrier/send.hpp"

namespace earshot::carrier {

Result<Holdings> Holdings::load(const Places& places, Now now) {
    EARSHOT_TRY(const auto clock, AgeClock::load(places.store, now));
    Holdings holdings{places, clock};
    EARSHOT_TRY(const auto held, places.store.held());
    for (const auto& row : held) holdings.index_.add(row);
    EARSHOT_TRY(const auto purged, places.store.purged());
    for (const auto& row : purged) holdings.index_purged(row);
    return holdings;
}

void Holdings::on_link_up(const Peer& peer, Now now, Effects& effects) {
    const auto ids = index_.of_recipient(peer.device);
    send_all<EnvelopesFrame>(effects, peer.link, list_frame, ids);
    if (!ids.empty()) told_.insert_or_assign(peer.device, now.steady);
}

void Holdings::on_link_down(const Peer& peer, Now now) {
    handed_over_.forget(peer.link);
    if (const auto told = told_.find(peer.device); told != told_.end()) told->second = now.steady;
}

std::vector<DeviceId> Holdings::untold(Now now) const {
    auto recipients = index_.recipients();
    std::erase_if(recipients, [&](const DeviceId& each) {
        const auto told = told_.find(each);
        return told != told_.end() && told->second + limits::carrier_ask_interval > now.steady;
    });
    return recipients;
}

Result<void> Holdings::on_deposit(const Peer& from, const DepositFrame& frame, Now now,
                                  Effects& effects) {
    const auto verdict = judge(from, frame, now);
    if (verdict.secret) {
        send(effects, from.link, purged_frame, SecretsFrame{{*verdict.secret}});
        return {};
    }
    if (verdict.receipt == Receipt::held && index_.find(frame.id) == nullptr) {
        for (const auto& id : verdict.going) EARSHOT_CHECK(drop(id, effects));
        EARSHOT_CHECK(places_.store.add_held(verdict.row, frame.envelope));
        index_.add(verdict.row);
        if (const auto link = places_.links.link_to(verdict.row.recipient))
            send(effects, *link, list_frame, EnvelopesFrame{{frame.id}});
        else
            told_.erase(verdict.row.recipient);
    }
    send_receipt(effects, from.link, frame.id, verdict.receipt);
    return {};
}

/// What costs least is looked at first; only what will be kept is hashed.
Holdings::Verdict Holdings::judge(const Peer& from, const DepositFrame& frame, Now now) {
    const auto say = [](Receipt receipt) { return Verdict{receipt, {}, {}, {}}; };
    if (!places_.guard.is_contact(from.device)) return say(Receipt::refused);
    if (const auto* const held = index_.find(frame.id))
        return say(held->depositor == from.device ? Receipt::held : Receipt::refused);
    if (!deposits_.take(from.device, 1, now.steady)) return say(Receipt::full);
    const auto envelope = read_envelope(frame.envelope);
    if (!envelope) return say(Receipt::refused);
    const auto& outside = envelope->outside;
    // Another envelope of a message whose secret is known here: who leaves it is told, whoever left
    // the first one, since that may have been a carrier that was faster than its author.
    if (const auto* const purged = find_purged(frame.id, outside.purge_hash)) {
        auto verdict = say(Receipt::refused);
        if (purged->depositor == from.device || purged->id != frame.id)
            verdict.secret = purged->secret;
        return verdict;
    }
    const auto recipient = places_.guard.owner_of(outside.mailbox);
    if (!recipient || *recipient == from.device) return say(Receipt::refused);

    Verdict verdict{Receipt::held,
                    {.id = frame.id,
                     .depositor = from.device,
                     .recipient = *recipient,
                     .purge_hash = outside.purge_hash,
                     .bytes = frame.envelope.size(),
                     .expires = clock_.age(now) + std::chrono::hours{outside.life_hours}},
                    {},
                    {}};
    const auto usage = index_.of_depositor(from.device);
    if (usage.count >= limits::held_per_person_max ||
        usage.bytes + verdict.row.bytes > limits::held_bytes_per_person_max)
        return say(Receipt::full);
    auto going = index_.room_for(verdict.row);
    if (!going) return say(Receipt::full);
    verdict.going = *std::move(going);
    if (envelope_id(frame.envelope) != frame.id) return say(Receipt::refused);
    return verdict;
}

const store::PurgedEnvelope* Holdings::find_purged(const EnvelopeId& id,
                                                   const PurgeHash& hash) const {
    if (const auto found = purged_.find(id); found != purged_.end()) return &found->second;
    const auto found = purged_hashes_.lower_bound({hash, EnvelopeId{}});
    if (found == purged_hashes_.end() || found->first != hash) return nullptr;
    return &purged_.at(found->second);
}

void Holdings::on_ask(const Peer& from, const std::vector<EnvelopeId>& ids,
                      Effects& effects) const {
    std::vector<EnvelopeReceipt> receipts;
    std::vector<PurgeSecret> secrets;
    for (const auto& id : ids) {
        const auto* const held = index_.find(id);
        const auto purged = purged_.find(id);
        if (held != nullptr && held->depositor == from.device)
            receipts.push_back(receipt(id, Receipt::held));
        else if (purged != purged_.end() && purged->second.depositor == from.device)
            secrets.push_back(purged->second.secret);
        else
            receipts.push_back(receipt(id, Receipt::not_held));
    }
    send_all<ReceiptFrame>(effects, from.link, receipt_frame, receipts);
    send_all<SecretsFrame>(effects, from.link, purged_frame, secrets);
}

Result<void> Holdings::on_want(const Peer& from, const std::vector<EnvelopeId>& ids, Now now,
                               Effects& effects) {
    std::vector<EnvelopeReceipt> gone;
    std::vector<const store::HeldEnvelope*> held;
    for (const auto& id : ids) {
        const auto* const row = index_.find(id);
        if (row != nullptr && row->recipient == from.device)
            held.push_back(row);
        else
            gone.push_back(receipt(id, Receipt::not_held));
    }
    send_all<ReceiptFrame>(effects, from.link, receipt_frame, gone);
    std::size_t sent = 0;
    for (const auto* const row : held) {
        if (++sent > limits::envelopes_in_flight_max ||
            !handed_over_.take(from.link, static_cast<double>(row->bytes), now.steady))
            return {};
        EARSHOT_TRY(auto envelope, places_.store.find_envelope(row->id));
        if (envelope) send(effects, from.link, envelope_frame, EnvelopeFrame{*std::move(envelope)});
    }
    return {};
}

Result<void> Holdings::on_purge(const Peer& from, const std::vector<PurgeSecret>& secrets, Now now,
                                Effects& effects) {
    clock_.age(now);
    for (const auto& secret : secrets) {
        for (const auto& id : index_.with_hash(purge_hash(secret))) {
            const auto row = *index_.find(id);
            EARSHOT_CHECK(remove(row));
            EARSHOT_CHECK(remember_purged({id, row.depositor, secret, row.expires}));
            const auto link = places_.links.link_to(row.depositor);
            if (link && row.depositor != from.device)
                send(effects, *link, purged_frame, SecretsFrame{{secret}});
        }
    }
    send_all<SecretsFrame>(effects, from.link, purged_frame, secrets);
    return {};
}

/// Its depositor is told, if it is here: it may ask somebody else.
Result<void> Holdings::drop(const EnvelopeId& id, Effects& effects) {
    const auto row = *index_.find(id);
    EARSHOT_CHECK(remove(row));
    if (const auto link = places_.links.link_to(row.depositor))
        send_receipt(effects, *link, id, Receipt::not_held);
    return {};
}

Result<void> Holdings::remove(const store::HeldEnvelope& row) {
    EARSHOT_CHECK(places_.store.remove_held(row.id));
    index_.remove(row.id);
    if (!index_.holds_for(row.recipient)) told_.erase(row.recipient);
    return {};
}

Result<void> Holdings::remember_purged(const store::PurgedEnvelope& row) {
    if (purged_.size() >= limits::purged_max)
        EARSHOT_CHECK(forget_purged(purged_expiry_.begin()->second));
    EARSHOT_CHECK(places_.store.put_purged(row));
    index_purged(row);
    return {};
}

void Holdings::index_purged(const store::PurgedEnvelope& row) {
    purged_.emplace(row.id, row);
    purged_hashes_.emplace(purge_hash(row.secret), row.id);
    purged_expiry_.emplace(row.expires, row.id);
}

Result<void> Holdings::forget_purged(const EnvelopeId& id) {
    EARSHOT_CHECK(places_.store.remove_purged(id));
    const auto row = purged_.extract(id).mapped();
    purged_hashes_.erase({purge_hash(row.secret), id});
    purged_expiry_.erase({row.expires, id});
    return {};
}

Result<void> Holdings::on_time(Now now, Effects& effects) {
    if (index_.size() == 0 && purged_.empty()) return {};
    const auto age = clock_.age(now);
    for (const auto& id : index_.expired(age)) EARSHOT_CHECK(drop(id, effects));
    while (!purged_expiry_.empty() && purged_expiry_.begin()->first <= age) {
        const auto id = purged_expiry_.begin()->second;
        EARSHOT_CHECK(forget_purged(id));
    }
    return clock_.on_time(now);
}

std::optional<Instant> Holdings::next_deadline() const {
    if (index_.size() == 0 && purged_.empty()) return std::nullopt;
    auto next = clock_.next_deadline();
    if (const auto first = index_.first_expiry()) next = std::min(next, clock_.when(*first));
    if (!purged_expiry_.empty()) next = std::min(next, clock_.when(purged_expiry_.begin()->first));
    return next;
}

}  // namespace earshot::carrier
