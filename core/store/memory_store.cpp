#include "core/store/memory_store.hpp"

#include <cassert>

#include "core/store/memory_envelopes.hpp"
#include "core/store/memory_messages.hpp"
#include "core/store/memory_search.hpp"
#include "core/store/memory_sessions.hpp"
#include "core/store/memory_tables.hpp"

namespace earshot::store {

Result<void> MemoryTransactions::begin() {
    assert(!is_open_);
    is_open_ = true;
    return {};
}

Result<void> MemoryTransactions::commit() {
    assert(is_open_);
    if (broken_) return *broken_;
    if (!undo_.is_empty()) {
        if (faults.always) return break_turn({*faults.always, "the commit failed"});
        if (const auto fault = std::exchange(faults.commit, std::nullopt))
            return break_turn({*fault, "the commit failed"});
        undo_.forget();
        ++commits_;
    }
    is_open_ = false;
    return {};
}

void MemoryTransactions::rollback() noexcept {
    undo_.take_back();
    broken_.reset();
    is_open_ = false;
}

Result<void> MemoryTransactions::allow_write() {
    assert(is_open_);
    if (broken_) return *broken_;
    if (faults.always) return break_turn({*faults.always, "the write failed"});
    if (const auto fault = std::exchange(faults.write, std::nullopt))
        return break_turn({*fault, "the write failed"});
    return {};
}

Error MemoryTransactions::break_turn(const Error& error) {
    broken_ = error;
    return error;
}

struct MemoryStore::Parts {
    MemoryTransactions transactions;
    MemoryAddresses addresses{transactions};
    MemoryPeople people{transactions, addresses};
    MemoryMessages messages{transactions};
    MemoryOutbox outbox{transactions};
    MemoryInbox inbox{transactions};
    MemoryEvents events{transactions};
    MemoryRefs refs{transactions};
    MemorySettings settings{transactions};
    MemorySessions sessions{transactions};
    MemoryHeld held{transactions};
    MemoryDeposits deposits{transactions};
    MemoryCollected collected{transactions};
    MemorySearch search{messages};
};

MemoryStore::MemoryStore() : parts_(std::make_unique<Parts>()) {}
MemoryStore::~MemoryStore() = default;

Stores MemoryStore::stores() noexcept {
    return {parts_->transactions,
            parts_->people,
            parts_->addresses,
            parts_->messages,
            parts_->outbox,
            parts_->inbox,
            parts_->events,
            parts_->refs,
            parts_->settings,
            parts_->sessions,
            {parts_->held, parts_->deposits, parts_->collected},
            parts_->search};
}

void MemoryStore::crash() noexcept {
    parts_->transactions.rollback();
    heal();
}

void MemoryStore::copy_from(const MemoryStore& other) {
    parts_->transactions.undo().copy_parts_from(other.parts_->transactions.undo());
}

void MemoryStore::fail_next_commit(ErrorKind kind) noexcept {
    parts_->transactions.faults.commit = kind;
}
void MemoryStore::fail_next_write(ErrorKind kind) noexcept {
    parts_->transactions.faults.write = kind;
}
void MemoryStore::fail_all_writes(ErrorKind kind) noexcept {
    parts_->transactions.faults.always = kind;
}
void MemoryStore::heal() noexcept { parts_->transactions.faults = {}; }

std::size_t MemoryStore::commits() const noexcept { return parts_->transactions.commits(); }

}  // namespace earshot::store
