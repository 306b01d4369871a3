#include "core/carrier/depositor.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/carrier/choice.hpp"
#include "core/carrier/envelope.hpp"
#include "core/carrier/send.hpp"

namespace earshot::carrier {
namespace {

/// Who was given a copy and did not answer is remembered, up to so many for one message: whoever
/// would be forgotten would be given another one.
constexpr std::size_t copies_known_max = 64;

}  // namespace

Result<Depositor> Depositor::load(const Places& places, Now now) {
    EARSHOT_TRY(auto book, DepositBook::load(places.store));
    Depositor depositor{places, std::move(book)};
    for (const auto& [position, entry] : depositor.book_.entries())
        for (const auto& [carrier, copy] : entry.copies)
            depositor.seen_.insert_or_assign(carrier, now.steady);
    if (!depositor.book_.entries().empty()) depositor.due_ = now.steady;
    return depositor;
}

Result<void> Depositor::carry(const Order& order, ByteView content, Now now) {
    if (content.size() > content_bytes_max)
        return Error{ErrorKind::too_large, "the content fits no envelope"};
    if (book_.active_for(order.recipient) >= limits::deposits_per_recipient_max)
        return Error{ErrorKind::busy, "too many messages are carried to this device"};
    EARSHOT_CHECK(book_.add({.position = 0,
                             .message = order.message,
                             .recipient = order.recipient,
                             .kind = order.kind,
                             .life_hours = order.life_hours,
                             .secret = PurgeSecret{crypto::random_array<32>(places_.entropy)},
                             .is_over = false},
                            content));
    due_ = now.steady;
    return {};
}

Result<void> Depositor::on_over(const MessageId& message, Effects& effects) {
    const auto* const entry = book_.find(message);
    if (entry == nullptr) return {};
    const auto secret = entry->row.secret;
    for (const auto& [carrier, copy] : entry->copies) {
        in_flight_.erase({message, carrier});
        if (const auto link = places_.links.link_to(carrier))
            send(effects, *link, purge_frame, SecretsFrame{{secret}});
    }
    return book_.end(message);
}

bool Depositor::is_carried(const MessageId& message) const {
    const auto* const entry = book_.find(message);
    return entry != nullptr && !entry->row.is_over;
}

std::vector<DeviceId> Depositor::carriers_of(const MessageId& message) const {
    std::vector<DeviceId> carriers;
    if (!is_carried(message)) return carriers;
    for (const auto& [carrier, copy] : book_.find(message)->copies)
        if (copy.is_held) carriers.push_back(carrier);
    return carriers;
}

void Depositor::on_link_up(const Peer& peer, Now now, Effects& effects) {
    std::vector<EnvelopeId> asked;
    std::vector<PurgeSecret> over;
    for (const auto* const entry : book_.with(peer.device)) {
        if (entry->row.is_over)
            over.push_back(entry->row.secret);
        else if (const auto& copy = entry->copies.at(peer.device); !is_in_flight(copy))
            asked.push_back(copy.envelope);
    }
    send_all<SecretsFrame>(effects, peer.link, purge_frame, over);
    send_all<EnvelopesFrame>(effects, peer.link, ask_frame, asked);
    if (book_.has_copies(peer.device)) asked_.insert_or_assign(peer.device, now.steady);
    if (is_active()) due_ = now.steady;
}

void Depositor::on_link_down(const Peer& peer, Now now) {
    std::erase_if(in_flight_, [&](const auto& each) { return each.second.link == peer.link; });
    for (auto* const times : {&seen_, &asked_})
        if (const auto found = times->find(peer.device); found != times->end())
            found->second = now.steady;
}

Result<void> Depositor::on_receipts(const Peer& from, const std::vector<EnvelopeReceipt>& receipts,
                                    Now now, Effects& effects) {
    for (const auto& receipt : receipts) {
        const auto* const entry = book_.find(from.device, receipt.id);
        if (entry == nullptr || entry->row.is_over) continue;
        const auto recipient = entry->row.recipient;
        const bool is_answer = in_flight_.erase({entry->row.message, from.device}) > 0;
        const bool was_held = entry->copies.at(from.device).is_held;
        due_ = now.steady;
        if (receipt.outcome == static_cast<std::uint8_t>(Receipt::held)) {
            EARSHOT_CHECK(on_held(*entry, from, effects));
            continue;
        }
        if (receipt.outcome == static_cast<std::uint8_t>(Receipt::refused))
            avoid(from.device, recipient, now.steady + limits::carrier_unfit_memory);
        else if (is_answer || was_held)  // Otherwise what was sent never arrived.
            avoid(from.device, recipient, now.steady + limits::carrier_full_memory);
        EARSHOT_CHECK(on_not_held(*entry, from, effects));
    }
    return {};
}

Result<void> Depositor::on_held(const Entry& entry, const Peer& from, Effects& effects) {
    auto copy = entry.copies.at(from.device);
    if (copy.is_held) return {};
    copy.is_held = true;
    EARSHOT_CHECK(book_.put(copy));
    effects.carried.push_back({entry.row.message, entry.held_count()});
    return {};
}

Result<void> Depositor::on_not_held(const Entry& entry, const Peer& from, Effects& effects) {
    const bool was_held = entry.copies.at(from.device).is_held;
    EARSHOT_CHECK(book_.remove(entry.row.message, from.device));
    if (was_held) effects.carried.push_back({entry.row.message, entry.held_count()});
    return {};
}

Result<void> Depositor::on_purged(const Peer& from, const std::vector<PurgeSecret>& secrets,
                                  Effects& effects) {
    for (const auto& secret : secrets) {
        const auto* const entry = book_.find(secret);
        if (entry == nullptr) continue;
        const auto message = entry->row.message;
        if (!entry->row.is_over) {
            // Nobody but the recipient could tell: it stands inside the seal.
            effects.opened.push_back({message, from.device});
            EARSHOT_CHECK(on_over(message, effects));
        }
        if (book_.find(message) != nullptr) EARSHOT_CHECK(book_.remove(message, from.device));
    }
    return {};
}

bool Depositor::is_active() const {
    return std::ranges::any_of(book_.entries(),
                               [](const auto& each) { return !each.second.row.is_over; });
}

Result<void> Depositor::on_time(Now now, Effects& effects) {
    const auto next = next_deadline();
    if (!next || *next > now.steady) return {};
    due_.reset();
    on_silent(now);
    std::erase_if(unfit_, [&](const auto& each) { return each.second <= now.steady; });
    std::erase_if(reached_, [&](const auto& each) {
        return each.second + limits::carrier_reach_interval <= now.steady;
    });
    look_around(now);
    look_after(now, effects);
    std::map<LinkId, std::vector<EnvelopeId>> unsure;
    for (const auto& [position, entry] : book_.entries()) {
        if (entry.row.is_over) continue;
        note_unsure(entry, unsure);
        EARSHOT_CHECK(spread(entry, now, effects));
    }
    for (const auto& [link, ids] : unsure) send_all<EnvelopesFrame>(effects, link, ask_frame, ids);
    if (!book_.entries().empty() && !due_) due_ = now.steady + limits::carrier_reach_interval;
    return {};
}

void Depositor::look_around(Now now) {
    here_ = places_.guard.carriers();
    for (const auto& each : here_)
        if (const auto seen = seen_.find(each); seen != seen_.end()) seen->second = now.steady;
    std::erase_if(seen_, [&](const auto& each) {
        return each.second + limits::carrier_seen_lately <= now.steady &&
               !book_.has_copies(each.first);
    });
    std::erase_if(asked_, [&](const auto& each) { return !book_.has_copies(each.first); });
}

/// Who has a copy may know that it was opened, or is to delete it: without a link it cannot be
/// asked, nor told.
void Depositor::look_after(Now now, Effects& effects) {
    for (const auto& carrier : here_) {
        if (!book_.has_copies(carrier) || places_.links.link_to(carrier)) continue;
        const auto asked = asked_.find(carrier);
        if (asked == asked_.end() || asked->second + limits::carrier_ask_interval <= now.steady)
            reach(carrier, now, effects);
    }
}

void Depositor::note_unsure(const Entry& entry,
                            std::map<LinkId, std::vector<EnvelopeId>>& unsure) const {
    for (const auto& [carrier, copy] : entry.copies) {
        if (copy.is_held || is_in_flight(copy) || unfit_.contains({carrier, entry.row.recipient}))
            continue;
        if (const auto link = places_.links.link_to(carrier))
            unsure[*link].push_back(copy.envelope);
    }
}

/// Who did not answer may have it, or not: the next link will tell.
void Depositor::on_silent(Now now) {
    std::erase_if(in_flight_, [&](const auto& each) {
        if (each.second.until > now.steady) return false;
        const auto* const entry = book_.find(each.first.first);
        avoid(each.first.second, entry->row.recipient, now.steady + limits::carrier_full_memory);
        return true;
    });
}

Result<void> Depositor::spread(const Entry& entry, Now now, Effects& effects) {
    const auto count = wanted(entry, now);
    if (count == 0) return {};
    const auto with = choose(entry, count, now, effects);
    if (with.empty()) return {};
    return deposit(entry, with, now, effects);
}

std::size_t Depositor::wanted(const Entry& entry, Now now) const {
    std::size_t usable = 0;
    std::size_t lately = 0;
    for (const auto& [carrier, copy] : entry.copies) {
        if (!copy.is_held && !is_in_flight(copy)) continue;
        ++usable;
        const auto seen = seen_.find(carrier);
        if (seen != seen_.end() && seen->second + limits::carrier_seen_lately > now.steady)
            ++lately;
    }
    if (usable < limits::carriers_wanted) return limits::carriers_wanted - usable;
    const bool is_enough =
        lately >= limits::carriers_few || usable >= limits::carriers_per_message_max;
    return is_enough ? 0 : 1;
}

std::vector<Peer> Depositor::choose(const Entry& entry, std::size_t count, Now now,
                                    Effects& effects) {
    std::vector<Peer> chosen;
    std::vector<DeviceId> without_link;
    for (const auto& device : ranked(entry.row.recipient, here_)) {
        if (chosen.size() == count) return chosen;
        if (device == entry.row.recipient || entry.copies.contains(device) ||
            unfit_.contains({device, entry.row.recipient}))
            continue;
        const auto link = places_.links.link_to(device);
        if (!link)
            without_link.push_back(device);
        else if (in_flight_on(*link) < limits::envelopes_in_flight_max)
            chosen.push_back({*link, device});
        else
            --count;  // It is a good choice, and will have room in a moment.
    }
    without_link.resize(std::min(without_link.size(), count - chosen.size()));
    for (const auto& device : without_link) reach(device, now, effects);
    return chosen;
}

void Depositor::reach(const DeviceId& device, Now now, Effects& effects) {
    if (reached_.try_emplace(device, now.steady).second) effects.reach.push_back(device);
}

Result<void> Depositor::deposit(const Entry& entry, const std::vector<Peer>& with, Now now,
                                Effects& effects) {
    const auto target = places_.guard.seal_target(entry.row.recipient, now.wall);
    if (!target) return {};
    EARSHOT_TRY(auto content, book_.find_content(entry.row.message));
    if (!content) return {};
    EARSHOT_CHECK(make_place(entry, with.size()));
    Letter letter;
    letter.secret = entry.row.secret;
    letter.kind = entry.row.kind;
    letter.content = *std::move(content);
    letter.carriers = named_in_letter(entry, with);
    for (const auto& peer : with) {
        // For each anew: no carrier has what another one is to be given.
        const auto sealed = seal(letter, *target, entry.row.life_hours, places_.entropy);
        if (!sealed) return {};  // A card with a key that nothing can be sealed to.
        const auto& message = entry.row.message;
        EARSHOT_CHECK(book_.put({message, peer.device, sealed->id, false}));
        const auto until = now.steady + limits::receipt_patience;
        in_flight_.insert_or_assign({message, peer.device}, InFlight{peer.link, until});
        seen_.insert_or_assign(peer.device, now.steady);
        asked_.insert_or_assign(peer.device, now.steady);
        send(effects, peer.link, deposit_frame, DepositFrame{sealed->id, sealed->bytes, {}});
    }
    return {};
}

/// A letter names few carriers: those that never said that they have it are left out first.
std::vector<DeviceId> Depositor::named_in_letter(const Entry& entry,
                                                 const std::vector<Peer>& with) const {
    std::vector<DeviceId> named;
    named.reserve(with.size() + entry.copies.size());
    for (const auto& peer : with) named.push_back(peer.device);
    for (const bool is_usable : {true, false})
        for (const auto& [carrier, copy] : entry.copies)
            if ((copy.is_held || is_in_flight(copy)) == is_usable) named.push_back(carrier);
    named.resize(std::min(named.size(), limits::carriers_per_message_max));
    return named;
}

Result<void> Depositor::make_place(const Entry& entry, std::size_t count) {
    while (entry.copies.size() + count > copies_known_max) {
        const auto unknown = std::ranges::find_if(entry.copies, [&](const auto& each) {
            return !each.second.is_held && !is_in_flight(each.second);
        });
        if (unknown == entry.copies.end()) return {};
        EARSHOT_CHECK(book_.remove(entry.row.message, unknown->first));
    }
    return {};
}

std::size_t Depositor::in_flight_on(LinkId link) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        in_flight_, [&](const auto& each) { return each.second.link == link; }));
}

bool Depositor::is_in_flight(const store::Copy& copy) const {
    return in_flight_.contains({copy.message, copy.carrier});
}

void Depositor::avoid(const DeviceId& carrier, const DeviceId& recipient, Instant until) {
    if (unfit_.size() >= limits::carriers_unfit_max) unfit_.erase(unfit_.begin());
    unfit_.insert_or_assign({carrier, recipient}, until);
}

std::optional<Instant> Depositor::next_deadline() const {
    auto next = due_;
    for (const auto& [key, flying] : in_flight_)
        next = std::min(flying.until, next.value_or(flying.until));
    return next;
}

}  // namespace earshot::carrier
