#pragma once

#include <chrono>
#include <cstddef>

/// Bounds around the passphrase of a profile, which only its daemon and its own clients meet.
namespace earshot::limits {

inline constexpr std::size_t passphrase_letters_min = 8;  ///< Of a new one, in code points.
inline constexpr std::size_t passphrase_bytes_max = 1024;
/// Each takes a second and 256 MiB: a program that tries many would only slow this computer down.
inline constexpr std::size_t passphrase_tries_max = 6;
inline constexpr auto passphrase_tries_window = std::chrono::minutes{1};

}  // namespace earshot::limits
