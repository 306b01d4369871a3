#pragma once

#include <cstddef>
#include <memory>

#include "core/store/store.hpp"

/// All of core/store in memory, for the simulator and for tests: what was committed is what a disk
/// would hold. Faults can be ordered, so that what must happen when a disk fails can be tried.
/// Deterministic; one thread. Writing outside a transaction is a mistake of the caller.
namespace earshot::store {

class MemoryStore {
public:
    MemoryStore();
    ~MemoryStore();
    MemoryStore(const MemoryStore&) = delete;
    MemoryStore& operator=(const MemoryStore&) = delete;

    /// References into this store.
    Stores stores() noexcept;

    /// The process died: whatever was not committed is gone, and so are ordered faults.
    void crash() noexcept;

    /// What the other holds, instead of all that is held here: a disk put back from a copy. Neither
    /// is in a transaction.
    void copy_from(const MemoryStore& other);

    /// The next commit of a turn that wrote, or the next write, fails like this, and with it all
    /// that its turn does until it is rolled back.
    void fail_next_commit(ErrorKind kind) noexcept;
    void fail_next_write(ErrorKind kind) noexcept;
    /// Every write and commit fails like this until `heal`.
    void fail_all_writes(ErrorKind kind) noexcept;
    void heal() noexcept;

    /// Turns committed that had written something: what a disk would have had to sync.
    std::size_t commits() const noexcept;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace earshot::store
