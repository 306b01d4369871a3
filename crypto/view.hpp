#pragma once

#include <cstddef>
#include <span>

/// The one shape in which bytes enter this folder. A view is read during the call and never kept.
namespace earshot::crypto {

using View = std::span<const std::byte>;

}  // namespace earshot::crypto
