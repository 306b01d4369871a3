#pragma once

#include "crypto/view.hpp"

/// The only comparison for tags, codes and anything an attacker may guess at byte by byte.
namespace earshot::crypto {

/// Takes the same time wherever the bytes differ. False for different sizes, which are public.
[[nodiscard]] bool equal(View left, View right) noexcept;

/// Also in constant time; true for no bytes at all.
[[nodiscard]] bool is_zero(View bytes) noexcept;

}  // namespace earshot::crypto
