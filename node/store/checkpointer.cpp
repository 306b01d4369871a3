#include "node/store/checkpointer.hpp"

#include <mutex>

namespace earshot::store {
namespace {

/// 8 MiB of log: seldom enough to stay out of the 99th percentile, little enough to recover in
/// about 20 ms after a crash.
constexpr std::uint32_t due_pages = 2000;
/// After a failure (a full disk) only when the log has grown by this much again.
constexpr std::uint32_t retry_pages = 250;

}  // namespace

Checkpointer::Checkpointer(std::unique_ptr<Database> connection, TicketLock& turns)
    : connection_(std::move(connection)),
      is_attached_(static_cast<bool>(log_.attach(*connection_))),
      turns_(turns),
      due_at_pages_(due_pages),
      thread_([this] { serve(); }) {}

Checkpointer::~Checkpointer() {
    order_ = Order::stop;
    order_.notify_all();
}

void Checkpointer::on_commit(std::uint32_t log_pages) noexcept {
    log_pages_ = log_pages;
    has_old_ = true;
    if (log_pages >= due_at_pages_) order_run();
}

void Checkpointer::erase_log() noexcept {
    if (!has_old_) return;
    erasing_ = Erasing::ordered;
    order_run();
}

void Checkpointer::order_run() noexcept {
    auto expected = Order::none;
    if (order_.compare_exchange_strong(expected, Order::run)) order_.notify_all();
}

void Checkpointer::serve() {
    // Whoever reads an old state is tried again later: the turns do not wait for them.
    sqlite3_busy_timeout(connection_->handle(), 0);
    for (;;) {
        order_.wait(Order::none);
        if (order_ == Order::stop) break;
        if (erasing_ == Erasing::ordered)
            erasing_ = erase() ? Erasing::done : Erasing::failed;
        else
            shorten();
        auto expected = Order::run;
        order_.compare_exchange_strong(expected, Order::none);
        if (erasing_ == Erasing::ordered) order_run();  // It came while the other was run.
    }
    if (has_old_) erase();
}

void Checkpointer::shorten() {
    bool is_done = checkpoint(SQLITE_CHECKPOINT_PASSIVE);
    if (is_done) {
        const std::lock_guard between_turns(turns_);
        is_done = checkpoint(SQLITE_CHECKPOINT_FULL);
    }
    due_at_pages_ = is_done ? due_pages : log_pages_ + retry_pages;
}

bool Checkpointer::erase() noexcept {
    if (!is_attached_ || !checkpoint(SQLITE_CHECKPOINT_PASSIVE)) return false;
    const std::lock_guard between_turns(turns_);
    if (!checkpoint(SQLITE_CHECKPOINT_TRUNCATE)) return false;
    has_old_ = false;
    due_at_pages_ = due_pages;
    return true;
}

bool Checkpointer::checkpoint(int mode) noexcept {
    return sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr, mode, nullptr, nullptr) ==
           SQLITE_OK;
}

}  // namespace earshot::store
