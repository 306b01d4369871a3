#include "core/carrier/deposit_book.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/carrier/envelope.hpp"

namespace earshot::carrier {

std::size_t DepositBook::Entry::held_count() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(copies, [](const auto& each) { return each.second.is_held; }));
}

Result<DepositBook> DepositBook::load(store::DepositStore& store) {
    DepositBook book{store};
    EARSHOT_TRY(const auto deposits, store.deposits());
    for (const auto& row : deposits) book.take(row);
    EARSHOT_TRY(const auto copies, store.copies());
    for (const auto& copy : copies)
        if (book.positions_.contains(copy.message)) book.index(copy);
    return book;
}

void DepositBook::index(const store::Copy& copy) {
    auto& entry = entries_.at(positions_.at(copy.message));
    entry.copies.insert_or_assign(copy.carrier, copy);
    envelopes_.insert_or_assign({copy.carrier, copy.envelope}, copy.message);
}

const DepositBook::Entry* DepositBook::find(const MessageId& message) const {
    const auto found = positions_.find(message);
    return found == positions_.end() ? nullptr : &entries_.at(found->second);
}

const DepositBook::Entry* DepositBook::find(const PurgeSecret& secret) const {
    const auto found = secrets_.find(secret);
    return found == secrets_.end() ? nullptr : find(found->second);
}

const DepositBook::Entry* DepositBook::find(const DeviceId& carrier,
                                            const EnvelopeId& envelope) const {
    const auto found = envelopes_.find({carrier, envelope});
    return found == envelopes_.end() ? nullptr : find(found->second);
}

std::vector<const DepositBook::Entry*> DepositBook::with(const DeviceId& carrier) const {
    std::vector<const Entry*> all;
    for (auto it = envelopes_.lower_bound({carrier, EnvelopeId{}});
         it != envelopes_.end() && it->first.first == carrier; ++it)
        all.push_back(find(it->second));
    return all;
}

bool DepositBook::has_copies(const DeviceId& carrier) const {
    const auto first = envelopes_.lower_bound({carrier, EnvelopeId{}});
    return first != envelopes_.end() && first->first.first == carrier;
}

std::size_t DepositBook::active_for(const DeviceId& recipient) const {
    return static_cast<std::size_t>(std::ranges::count_if(entries_, [&](const auto& each) {
        return each.second.row.recipient == recipient && !each.second.row.is_over;
    }));
}

Result<void> DepositBook::add(store::Deposit row, ByteView content) {
    if (const auto* const before = find(row.message)) {
        if (!before->row.is_over)
            return Error{ErrorKind::conflict, "this message is carried already"};
        EARSHOT_CHECK(set_aside(*before));
    }
    EARSHOT_CHECK(make_room());
    EARSHOT_TRY(row.position, store_->add_deposit(row, content));
    take(row);
    return {};
}

/// What only waits to be purged somewhere goes first: its life there ends by itself.
Result<void> DepositBook::make_room() {
    if (entries_.size() < limits::deposits_max) return {};
    const auto over =
        std::ranges::find_if(entries_, [](const auto& each) { return each.second.row.is_over; });
    if (over == entries_.end()) return Error{ErrorKind::busy, "too many messages are carried"};
    const auto message = over->second.row.message;
    return forget(message);
}

/// What is only to be purged goes under its hash from now on, which is no message's id.
Result<void> DepositBook::set_aside(const Entry& entry) {
    auto [row, copies] = entry;
    EARSHOT_CHECK(forget(row.message));
    row.message = MessageId{purge_hash(row.secret).bytes};
    EARSHOT_TRY(row.position, store_->add_deposit(row, {}));
    EARSHOT_CHECK(store_->end_deposit(row.message));
    take(row);
    for (auto& [carrier, copy] : copies) {
        copy.message = row.message;
        EARSHOT_CHECK(put(copy));
    }
    return {};
}

void DepositBook::take(const store::Deposit& row) {
    entries_.emplace(row.position, Entry{row, {}});
    positions_.emplace(row.message, row.position);
    secrets_.emplace(row.secret, row.message);
}

Result<std::optional<Bytes>> DepositBook::find_content(const MessageId& message) const {
    return store_->find_content(message);
}

Result<void> DepositBook::end(const MessageId& message) {
    auto& entry = entries_.at(positions_.at(message));
    if (entry.copies.empty()) return forget(message);
    if (entry.row.is_over) return {};
    EARSHOT_CHECK(store_->end_deposit(message));
    entry.row.is_over = true;
    return {};
}

Result<void> DepositBook::put(const store::Copy& copy) {
    EARSHOT_CHECK(store_->put_copy(copy));
    const auto* const entry = find(copy.message);
    if (const auto known = entry->copies.find(copy.carrier); known != entry->copies.end())
        envelopes_.erase({copy.carrier, known->second.envelope});
    index(copy);
    return {};
}

Result<void> DepositBook::remove(const MessageId& message, const DeviceId& carrier) {
    EARSHOT_TRY(const bool removed, store_->remove_copy(message, carrier));
    auto& entry = entries_.at(positions_.at(message));
    const auto copy = entry.copies.find(carrier);
    if (!removed || copy == entry.copies.end()) return {};
    envelopes_.erase({carrier, copy->second.envelope});
    entry.copies.erase(copy);
    if (entry.row.is_over && entry.copies.empty()) return forget(message);
    return {};
}

Result<void> DepositBook::forget(const MessageId& message) {
    EARSHOT_TRY([[maybe_unused]] const bool removed, store_->remove_deposit(message));
    const auto entry = entries_.extract(positions_.at(message)).mapped();
    for (const auto& [carrier, copy] : entry.copies) envelopes_.erase({carrier, copy.envelope});
    positions_.erase(message);
    secrets_.erase(entry.row.secret);
    return {};
}

}  // namespace earshot::carrier
