#include "tests/sim/signatures.hpp"

#include <sodium/crypto_generichash.h>

#include <algorithm>
#include <initializer_list>

namespace earshot::sim {
namespace {

/// BLAKE2b over the parts, each told apart by its length.
template <std::size_t Size>
std::array<std::byte, Size> hash(crypto::View key, std::initializer_list<crypto::View> parts) {
    const auto raw = [](crypto::View view) {
        return reinterpret_cast<const unsigned char*>(view.data());
    };
    crypto_generichash_state state;
    crypto_generichash_init(&state, raw(key), key.size(), Size);
    for (const auto part : parts) {
        const std::uint64_t size = part.size();
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&size),
                                  sizeof size);
        crypto_generichash_update(&state, raw(part), part.size());
    }
    std::array<std::byte, Size> result;
    crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(result.data()), Size);
    return result;
}

crypto::View view_of(std::string_view label) { return std::as_bytes(std::span{label}); }

}  // namespace

crypto::Signature MemoSignatures::sign(const crypto::SignKeyPair& key, std::string_view label,
                                       crypto::View message) const {
    return crypto::ed25519.sign(key, label, message);
}

bool MemoSignatures::verify(const crypto::SignPublicKey& key, std::string_view label,
                            crypto::View message, const crypto::Signature& signature) const {
    const auto seen = hash<16>({}, {key.bytes, view_of(label), message, signature.bytes});
    if (good_.contains(seen)) return true;
    if (!crypto::ed25519.verify(key, label, message, signature)) return false;
    good_.insert(seen);
    return true;
}

crypto::Signature FakeSignatures::sign(const crypto::SignKeyPair& key, std::string_view label,
                                       crypto::View message) const {
    Seed seed;
    std::ranges::copy(key.expose_seed(), seed.begin());
    registry_.emplace(key.public_key(), seed);
    return {hash<64>(seed, {view_of(label), message})};
}

bool FakeSignatures::verify(const crypto::SignPublicKey& key, std::string_view label,
                            crypto::View message, const crypto::Signature& signature) const {
    const auto known = registry_.find(key);
    if (known != registry_.end() &&
        hash<64>(known->second, {view_of(label), message}) == signature.bytes)
        return true;
    return MemoSignatures::verify(key, label, message, signature);
}

}  // namespace earshot::sim
