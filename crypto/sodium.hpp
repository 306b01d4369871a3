#pragma once

#include <sodium.h>

#include "crypto/view.hpp"

/// Only for the sources of this folder: our spans as libsodium's pointers.
namespace earshot::crypto {

inline const unsigned char* in(View bytes) noexcept {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}
inline unsigned char* out(std::span<std::byte> bytes) noexcept {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

}  // namespace earshot::crypto
