#pragma once

#include <array>
#include <chrono>
#include <cstdint>

#include "crypto/entropy.hpp"

/// Numbers for choices and jitter, drawn from an Entropy; not for keys. The same everywhere, unlike
/// the distributions of the standard library, so that a seed replays.
namespace earshot::crypto {

/// 0 to `bound` - 1; 0 when `bound` is 0. The bias is below 2^-32 for bounds below 2^32.
inline std::uint64_t draw_below(Entropy& entropy, std::uint64_t bound) {
    if (bound == 0) return 0;
    std::uint64_t number = 0;
    for (const auto byte : random_array<8>(entropy))
        number = number << 8 | std::to_integer<std::uint64_t>(byte);
    return number % bound;
}

/// From 0 to `most`.
inline std::chrono::milliseconds draw_up_to(Entropy& entropy, std::chrono::milliseconds most) {
    const auto values = static_cast<std::uint64_t>(most.count()) + 1;
    return std::chrono::milliseconds{static_cast<std::int64_t>(draw_below(entropy, values))};
}

/// `mean`, a fifth more or less.
inline std::chrono::milliseconds draw_around(Entropy& entropy, std::chrono::milliseconds mean) {
    return mean * 4 / 5 + draw_up_to(entropy, mean * 2 / 5);
}

}  // namespace earshot::crypto
