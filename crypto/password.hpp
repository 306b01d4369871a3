#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "crypto/aead.hpp"

/// A key from a passphrase by Argon2id (RFC 9106, one lane). Takes most of a second and hundreds of
/// megabytes on purpose, so it never runs on the engine's thread.
namespace earshot::crypto {

struct PasswordCost {
    std::uint32_t passes = 3;
    std::uint32_t memory_mib = 256;
    friend bool operator==(const PasswordCost&, const PasswordCost&) = default;
};

/// Below the floor a stolen key file is too cheap to search; above the ceiling a forged one could
/// make us run for minutes or out of memory.
inline constexpr PasswordCost password_cost_floor{2, 64};
inline constexpr PasswordCost password_cost_ceiling{4, 1024};

bool is_acceptable(const PasswordCost& cost) noexcept;

using PasswordSalt = std::array<std::byte, 16>;

/// Nothing when the cost is not acceptable or the memory cannot be had.
[[nodiscard]] std::optional<SealKey> key_from_password(std::string_view passphrase,
                                                       const PasswordSalt& salt,
                                                       const PasswordCost& cost = {}) noexcept;

}  // namespace earshot::crypto
