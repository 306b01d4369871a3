#include "crypto/noise/cipher_state.hpp"

#include <cassert>
#include <utility>

namespace earshot::crypto::noise {
namespace {

AeadNonce nonce_bytes(std::uint64_t counter) noexcept {
    AeadNonce nonce{};  // Noise section 12.3: 32 zero bits, then the counter, little-endian.
    for (std::size_t i = 0; i < 8; ++i) nonce[4 + i] = std::byte(counter >> (8 * i) & 0xff);
    return nonce;
}

}  // namespace

CipherState::CipherState(CipherState&& other) noexcept
    : key_(std::move(other.key_)), nonce_(std::exchange(other.nonce_, nonce_end)) {}

CipherState& CipherState::operator=(CipherState&& other) noexcept {
    if (this != &other) {
        key_ = std::move(other.key_);
        nonce_ = std::exchange(other.nonce_, nonce_end);
    }
    return *this;
}

bool CipherState::encrypt(View associated, View plain, std::span<std::byte> sealed) noexcept {
    if (nonce_ == nonce_end || sealed.size() > message_bytes_max) return false;
    aead_encrypt(key_, nonce_bytes(nonce_), associated, plain, sealed);
    ++nonce_;
    return true;
}

bool CipherState::decrypt(View associated, View sealed, std::span<std::byte> plain) noexcept {
    if (nonce_ == nonce_end || sealed.size() > message_bytes_max) return false;
    if (!aead_decrypt(key_, nonce_bytes(nonce_), associated, sealed, plain)) return false;
    ++nonce_;
    return true;
}

void CipherState::rekey() noexcept {
    constexpr std::array<std::byte, AeadKey::size> zeros{};
    std::array<std::byte, zeros.size() + aead_tag_bytes> sealed;
    aead_encrypt(key_, nonce_bytes(nonce_end), {}, zeros, sealed);
    key_ = AeadKey{std::span{std::as_const(sealed)}.first<AeadKey::size>()};
    wipe(sealed);
}

TransportCipher::TransportCipher(CipherState state, std::uint64_t rekey_every) noexcept
    : state_(std::move(state)), rekey_every_(rekey_every) {
    assert(rekey_every_ > 0 && state_.nonce() == 0);
}

bool TransportCipher::encrypt(View plain, std::span<std::byte> sealed) noexcept {
    rekey_if_due();
    return state_.encrypt({}, plain, sealed);
}

bool TransportCipher::decrypt(View sealed, std::span<std::byte> plain) noexcept {
    rekey_if_due();
    return state_.decrypt({}, sealed, plain);
}

void TransportCipher::rekey_if_due() noexcept {
    const auto next = state_.nonce();
    // Once for each multiple, even when a refused message leaves the nonce where it was.
    if (next % rekey_every_ != 0 || next == rekeyed_at_) return;
    state_.rekey();
    rekeyed_at_ = next;
}

}  // namespace earshot::crypto::noise
