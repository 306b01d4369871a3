#pragma once

#include <atomic>
#include <cstdint>

/// A fair lock: whoever asks first is served first, so a busy engine cannot starve the checkpoint
/// thread nor the other way round. Without contention it costs two atomic additions.
namespace earshot::store {

class TicketLock {
public:
    void lock() noexcept {
        const auto ticket = next_.fetch_add(1);
        for (auto served = served_.load(); served != ticket; served = served_.load())
            served_.wait(served);
    }
    void unlock() noexcept {
        served_.fetch_add(1);
        served_.notify_all();
    }

private:
    std::atomic<std::uint32_t> next_ = 0;
    std::atomic<std::uint32_t> served_ = 0;
};

}  // namespace earshot::store
