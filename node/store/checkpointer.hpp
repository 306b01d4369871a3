#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

#include "core/base/result.hpp"
#include "node/store/database.hpp"
#include "node/store/erased_log.hpp"
#include "node/store/ticket_lock.hpp"

/// Moves the write-ahead log into the database from a thread and a connection of its own, so that
/// no commit waits for it. First beside the running turns, which is nearly all of the work; then,
/// for what they added meanwhile, between two turns, after which the log starts over and stays
/// small. When it is told to, and at its end, it also overwrites the log: what a turn replaced,
/// such as the keys of messages that were read, is then in no file any more.
namespace earshot::store {

/// How the last erasing of the log went. `failed`: somebody was reading an old state, or the disk
/// failed; to be ordered again.
enum class Erasing : std::uint8_t { done, ordered, failed };

class Checkpointer {
public:
    /// `turns` is held by whoever runs a turn; it outlives this.
    Checkpointer(std::unique_ptr<Database> connection, TicketLock& turns);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    /// On the thread that commits, after each commit: how long the log is now.
    void on_commit(std::uint32_t log_pages) noexcept;
    /// Soon, unless nothing was committed since the last time. Waits for nobody.
    void erase_log() noexcept;
    Erasing erasing() const noexcept { return erasing_; }

private:
    enum class Order : std::uint32_t { none, run, stop };

    void order_run() noexcept;
    void serve();
    void shorten();
    bool erase() noexcept;
    bool checkpoint(int mode) noexcept;

    std::unique_ptr<Database> connection_;
    ErasedLog log_;
    bool is_attached_;
    TicketLock& turns_;
    std::atomic<Order> order_ = Order::none;
    std::atomic<std::uint32_t> due_at_pages_;
    std::atomic<std::uint32_t> log_pages_ = 0;
    std::atomic<Erasing> erasing_ = Erasing::done;
    std::atomic<bool> has_old_ = true;  ///< Also of a run that did not end as it should.
    // tidy(thread): it only ever waits for the disk, and what it shares with the turns is above.
    std::jthread thread_;  // Last: it uses all of that.
};

}  // namespace earshot::store
