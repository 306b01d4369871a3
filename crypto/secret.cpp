#include "crypto/secret.hpp"

#include "crypto/sodium.hpp"

namespace earshot::crypto {

void wipe(std::span<std::byte> bytes) noexcept { sodium_memzero(bytes.data(), bytes.size()); }

}  // namespace earshot::crypto
