#include "crypto/entropy.hpp"

#include <cstdlib>

#include "crypto/sodium.hpp"

namespace earshot::crypto {

SystemEntropy::SystemEntropy() {
    // Without a working generator no key is safe, so there is nothing sensible to go on with.
    if (sodium_init() < 0) std::abort();
}

void SystemEntropy::fill(std::span<std::byte> target) {
    randombytes_buf(target.data(), target.size());
}

}  // namespace earshot::crypto
