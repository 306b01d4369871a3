#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <optional>

/// Who announces that the computer will sleep and that it woke, and waits a moment for us.
namespace earshot::power {

namespace asio = boost::asio;

enum class SleepSignal : std::uint8_t { sleep_soon, woke };

class SleepSignals {
public:
    virtual ~SleepSignals() = default;
    /// The next announcement; nothing once nobody announces any more, or when cancelled.
    virtual asio::awaitable<std::optional<SleepSignal>> next() = 0;
    /// After `sleep_soon`: we are ready. The next sleep is held up again.
    virtual void let_sleep() = 0;
};

/// systemd's login daemon on the system bus (org.freedesktop.login1(5)). Null where there is no
/// such bus, or where Earshot was built without libsystemd.
std::unique_ptr<SleepSignals> open_logind(const asio::any_io_executor& executor);

}  // namespace earshot::power
