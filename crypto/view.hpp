#pragma once

#include <cstddef>
#include <span>
#include <string_view>

/// The one shape in which bytes enter this folder. A view is read during the call and never kept.
namespace earshot::crypto {

using View = std::span<const std::byte>;

/// Labels, and other text that enters a computation.
inline View bytes_of(std::string_view text) noexcept { return std::as_bytes(std::span{text}); }

}  // namespace earshot::crypto
