#include "node/power/sleep_signals.hpp"

namespace earshot::power {

std::unique_ptr<SleepSignals> open_logind(const asio::any_io_executor&) { return nullptr; }

}  // namespace earshot::power
