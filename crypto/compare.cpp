#include "crypto/compare.hpp"

#include "crypto/sodium.hpp"

namespace earshot::crypto {

bool equal(View left, View right) noexcept {
    return left.size() == right.size() &&
           sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

bool is_zero(View bytes) noexcept { return sodium_is_zero(in(bytes), bytes.size()) == 1; }

}  // namespace earshot::crypto
