#include "crypto/noise/handshake.hpp"

#include <algorithm>
#include <string>

namespace earshot::crypto::noise {
namespace {

std::optional<AgreePublicKey> take_key(View& rest) noexcept {
    AgreePublicKey key;
    if (rest.size() < key.bytes.size()) return std::nullopt;
    std::ranges::copy(rest.first(key.bytes.size()), key.bytes.begin());
    rest = rest.subspan(key.bytes.size());
    return key;
}

template <class Hash>
SymmetricState<Hash> start(bool with_psk) {
    const std::string pattern = with_psk ? "XXpsk0" : "XX";
    return SymmetricState<Hash>{"Noise_" + pattern + "_25519_ChaChaPoly_" +
                                std::string{Hash::name}};
}

}  // namespace

template <class Hash>
Handshake<Hash>::Handshake(Role role, const AgreeKeyPair& own_static, View prologue, const Psk* psk)
    : symmetric_(start<Hash>(psk != nullptr)),
      own_static_(&own_static),
      role_(role),
      with_psk_(psk != nullptr) {
    symmetric_->mix_hash(prologue);
    // The psk is the first token of the first message, so it can go in now and need not be kept.
    if (psk) symmetric_->mix_key_and_hash(psk->expose());
}

template <class Hash>
auto Handshake<Hash>::tokens(std::size_t step) noexcept -> std::span<const Token> {
    static constexpr std::array first{Token::e};
    static constexpr std::array second{Token::e, Token::ee, Token::s, Token::es};
    static constexpr std::array third{Token::s, Token::se};
    switch (step) {
        case 0: return first;
        case 1: return second;
        default: return third;
    }
}

template <class Hash>
std::optional<std::vector<std::byte>> Handshake<Hash>::write_message(View payload,
                                                                     Entropy& entropy) {
    if (is_dead() || step_ == steps || !is_own_turn()) return die();
    std::vector<std::byte> message;
    for (const Token token : tokens(step_)) {
        if (!write_token(token, message, entropy)) return die();
    }
    const auto size = message.size() + payload.size() + symmetric_->overhead_bytes();
    if (size > message_bytes_max) return die();
    if (!symmetric_->encrypt_and_hash(payload, message)) return die();
    ++step_;
    return message;
}

template <class Hash>
std::optional<std::vector<std::byte>> Handshake<Hash>::read_message(View message) {
    if (is_dead() || step_ == steps || is_own_turn()) return die();
    if (message.size() > message_bytes_max) return die();
    for (const Token token : tokens(step_)) {
        if (!read_token(token, message)) return die();
    }
    if (message.size() < symmetric_->overhead_bytes()) return die();
    std::vector<std::byte> payload(message.size() - symmetric_->overhead_bytes());
    if (!symmetric_->decrypt_and_hash(message, payload)) return die();
    ++step_;
    return payload;
}

template <class Hash>
auto Handshake<Hash>::split() noexcept -> std::optional<Session> {
    if (!is_finished()) return std::nullopt;
    auto [from_initiator, from_responder] = symmetric_->split();
    const bool initiator = role_ == Role::initiator;
    std::optional<Session> session{
        Session{.send = std::move(initiator ? from_initiator : from_responder),
                .receive = std::move(initiator ? from_responder : from_initiator),
                .remote_static = *remote_static_,
                .hash = symmetric_->hash()}};
    die();
    return session;
}

template <class Hash>
bool Handshake<Hash>::write_token(Token token, std::vector<std::byte>& message, Entropy& entropy) {
    switch (token) {
        case Token::e: {
            own_ephemeral_ = AgreeKeyPair::generate(entropy);
            const auto& key = own_ephemeral_->public_key();
            message.insert(message.end(), key.bytes.begin(), key.bytes.end());
            mix_ephemeral(key);
            return true;
        }
        case Token::s:
            return symmetric_->encrypt_and_hash(own_static_->public_key().bytes, message);
        default: return mix_agreement(token);
    }
}

template <class Hash>
bool Handshake<Hash>::read_token(Token token, View& rest) {
    switch (token) {
        case Token::e:
            remote_ephemeral_ = take_key(rest);
            if (!remote_ephemeral_) return false;
            mix_ephemeral(*remote_ephemeral_);
            return true;
        case Token::s: return read_static(rest);
        default: return mix_agreement(token);
    }
}

template <class Hash>
bool Handshake<Hash>::read_static(View& rest) {
    AgreePublicKey key;
    const auto size = key.bytes.size() + symmetric_->overhead_bytes();
    if (rest.size() < size) return false;
    if (!symmetric_->decrypt_and_hash(rest.first(size), key.bytes)) return false;
    rest = rest.subspan(size);
    remote_static_ = key;
    return true;
}

template <class Hash>
void Handshake<Hash>::mix_ephemeral(const AgreePublicKey& key) noexcept {
    symmetric_->mix_hash(key.bytes);
    // Noise section 9.2: with a psk the ephemeral also goes into the key, so that no nonce repeats.
    if (with_psk_) symmetric_->mix_key(key.bytes);
}

template <class Hash>
bool Handshake<Hash>::mix_agreement(Token token) noexcept {
    // In es and se the first letter is the initiator's key, the second the responder's.
    const bool initiator = role_ == Role::initiator;
    const bool own_is_static = token == (initiator ? Token::se : Token::es);
    const bool remote_is_static = token == (initiator ? Token::es : Token::se);
    const auto& own = own_is_static ? *own_static_ : *own_ephemeral_;
    const auto& remote = remote_is_static ? *remote_static_ : *remote_ephemeral_;
    const auto secret = agree(own, remote);
    if (!secret) return false;
    symmetric_->mix_key(secret->expose());
    return true;
}

template <class Hash>
std::nullopt_t Handshake<Hash>::die() noexcept {
    symmetric_.reset();
    own_ephemeral_.reset();
    remote_static_.reset();  // Nothing proved that it is the peer's.
    return std::nullopt;
}

template class Handshake<Sha256>;
template class Handshake<Sha512>;
template class Handshake<Blake2b>;

}  // namespace earshot::crypto::noise
