#pragma once

#include <cstdint>

#include "core/base/time.hpp"

/// Hybrid logical clock (Kulkarni, Demirbas et al., "Logical Physical Clocks", 2014, section 3):
/// orders the messages of one conversation by cause and, where there is none, roughly by time. A
/// reading is milliseconds of UTC << 16 | counter. Each conversation has its own, so a peer with a
/// wrong clock disturbs nothing but the times of that conversation.
namespace earshot::conversation {

/// Higher readings are refused. 47 bits of milliseconds last until the year 6429, and above them
/// there is room to go on counting whatever was received.
inline constexpr std::uint64_t hlc_received_max = (std::uint64_t{1} << 63) - 1;

/// The next reading of a clock whose last one was `last`, at wall time `now`.
constexpr std::uint64_t next_hlc(std::uint64_t last, WallTime now) {
    const auto milliseconds = now.time_since_epoch().count();
    const auto latest = static_cast<std::int64_t>(hlc_received_max >> 16);
    const auto bounded = milliseconds < 0 ? 0 : milliseconds > latest ? latest : milliseconds;
    const auto physical = static_cast<std::uint64_t>(bounded) << 16;
    return physical > last ? physical : last + 1;
}

}  // namespace earshot::conversation
