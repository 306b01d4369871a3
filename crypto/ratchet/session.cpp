#include "crypto/ratchet/session.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "crypto/aead.hpp"
#include "crypto/compare.hpp"

namespace earshot::crypto::ratchet {
namespace {

constexpr std::size_t body_at = header_bytes + sizeof(MessageNonce);

std::vector<std::byte> associated_of(const State& state, View header_and_nonce) {
    std::vector<std::byte> all{state.associated};
    all.insert(all.end(), header_and_nonce.begin(), header_and_nonce.end());
    return all;
}

MessageNonce nonce_of(View message) {
    MessageNonce nonce;
    std::ranges::copy(message.subspan(header_bytes, nonce.size()), nonce.begin());
    return nonce;
}

std::optional<std::vector<std::byte>> open_with(const MessageKey& key, const State& state,
                                                View message, const Session::Check& is_good) {
    const auto [cipher, nonce] = cipher_of(key, nonce_of(message));
    const auto sealed = message.subspan(body_at);
    std::vector<std::byte> plain(sealed.size() - aead_tag_bytes);
    if (!aead_decrypt(cipher, nonce, associated_of(state, message.first(body_at)), sealed, plain))
        return std::nullopt;
    if (is_good && !is_good(plain)) return std::nullopt;
    return plain;
}

}  // namespace

/// The parts of the state that a message replaces, made beside it.
struct Session::Advance {
    std::optional<RootKey> root;      ///< With a new key of the peer's only,
    std::optional<AgreeKeyPair> own;  ///< and then all four.
    std::optional<AgreePublicKey> peer;
    std::optional<Chain> sending;
    Chain receiving;
    MessageKey message;
    std::vector<Skipped> skipped;

    /// Keeps the keys of what is missing before `number`. False when that is too much.
    static bool skip(Chain& chain, std::uint32_t number, const AgreePublicKey& key,
                     std::uint64_t now_seconds, std::vector<Skipped>& skipped) {
        if (number < chain.next || number - chain.next > skip_max - skipped.size()) return false;
        for (; chain.next < number; ++chain.next) {
            auto stepped = step(chain.key);
            chain.key = std::move(stepped.next);
            skipped.push_back({key, chain.next, std::move(stepped.message), now_seconds});
        }
        return true;
    }
};

std::optional<Session> Session::begin(const SessionSecret& secret, View associated,
                                      const AgreePublicKey& signed_prekey, Entropy& entropy) {
    auto own = AgreeKeyPair::generate(entropy);
    auto first = step(first_root(secret), own, signed_prekey);
    if (!first) return std::nullopt;
    return Session{State{.id = session_id(secret),
                         .associated = {associated.begin(), associated.end()},
                         .root = std::move(first->root),
                         .own = std::move(own),
                         .peer = signed_prekey,
                         .sending = Chain{std::move(first->chain), 0},
                         .receiving = std::nullopt,
                         .previous = 0,
                         .skipped = {}}};
}

Session Session::answer(const SessionSecret& secret, View associated,
                        const AgreeKeyPair& signed_prekey) {
    return Session{State{.id = session_id(secret),
                         .associated = {associated.begin(), associated.end()},
                         .root = first_root(secret),
                         .own = copy_of(signed_prekey),
                         .peer = std::nullopt,
                         .sending = std::nullopt,
                         .receiving = std::nullopt,
                         .previous = 0,
                         .skipped = {}}};
}

std::optional<Session> Session::restore(State state) {
    const auto in_range = [](const std::optional<Chain>& chain) {
        return !chain || chain->next <= count_max + 1U;
    };
    const bool is_possible =
        in_range(state.sending) && in_range(state.receiving) && state.previous <= count_max + 1U &&
        state.peer.has_value() == state.sending.has_value() && (state.peer || !state.receiving) &&
        state.skipped.size() <= skipped_max &&
        std::ranges::all_of(state.skipped,
                            [](const Skipped& each) { return each.number <= count_max; });
    if (!is_possible) return std::nullopt;
    return Session{std::move(state)};
}

bool Session::can_encrypt() const noexcept {
    return state_.sending && state_.sending->next <= count_max && state_.previous <= count_max;
}

std::optional<KeyedHeader> Session::next_header(Entropy& entropy) {
    if (!can_encrypt()) return std::nullopt;
    auto& chain = *state_.sending;
    const Header header{state_.id, state_.own.public_key(), state_.previous, chain.next};
    auto stepped = step(chain.key);
    chain.key = std::move(stepped.next);
    ++chain.next;
    return KeyedHeader{encode(header), random_array<sizeof(MessageNonce)>(entropy),
                       std::move(stepped.message)};
}

std::vector<std::byte> Session::encrypt(const KeyedHeader& keyed, View plain) const {
    std::vector<std::byte> message(overhead_bytes + plain.size());
    std::ranges::copy(keyed.fresh, std::ranges::copy(keyed.header, message.begin()).out);
    const auto [cipher, nonce] = cipher_of(keyed.key, keyed.fresh);
    aead_encrypt(cipher, nonce, associated_of(state_, std::span{message}.first(body_at)), plain,
                 std::span{message}.subspan(body_at));
    return message;
}

std::optional<std::vector<std::byte>> Session::encrypt(View plain, Entropy& entropy) {
    const auto keyed = next_header(entropy);
    if (!keyed) return std::nullopt;
    return encrypt(*keyed, plain);
}

std::optional<std::vector<std::byte>> Session::decrypt(View message, std::uint64_t now_seconds,
                                                       Entropy& entropy, const Check& is_good) {
    if (message.size() < overhead_bytes) return std::nullopt;
    const auto header = decode_header(message.first<header_bytes>());
    if (!header || !equal(header->session, state_.id)) return std::nullopt;

    const auto kept = std::ranges::find_if(state_.skipped, [&](const Skipped& each) {
        return each.number == header->number && each.chain == header->key;
    });
    if (kept != state_.skipped.end()) {
        auto plain = open_with(kept->key, state_, message, is_good);
        if (plain) state_.skipped.erase(kept);
        return plain;
    }
    auto advance = advance_to(*header, now_seconds, entropy);
    if (!advance) return std::nullopt;
    auto plain = open_with(advance->message, state_, message, is_good);
    if (plain) apply(std::move(*advance), now_seconds);
    return plain;
}

std::optional<Session::Advance> Session::advance_to(const Header& header, std::uint64_t now_seconds,
                                                    Entropy& entropy) const {
    std::optional<RootStep> receiving;
    std::optional<RootStep> sending;
    std::optional<AgreeKeyPair> own;
    std::vector<Skipped> skipped;
    std::optional<Chain> chain;
    if (state_.receiving) chain = Chain{copy_of(state_.receiving->key), state_.receiving->next};

    if (!chain || state_.peer != header.key) {
        // The rest of the old chain comes later, or never.
        if (chain && header.previous > chain->next &&
            !Advance::skip(*chain, header.previous, *state_.peer, now_seconds, skipped))
            return std::nullopt;
        receiving = step(state_.root, state_.own, header.key);
        if (!receiving) return std::nullopt;
        own = AgreeKeyPair::generate(entropy);
        sending = step(receiving->root, *own, header.key);
        if (!sending) return std::nullopt;
        chain = Chain{std::move(receiving->chain), 0};
    }
    if (!Advance::skip(*chain, header.number, header.key, now_seconds, skipped))
        return std::nullopt;
    auto stepped = step(chain->key);
    Advance advance{.root = std::nullopt,
                    .own = std::move(own),
                    .peer = std::nullopt,
                    .sending = std::nullopt,
                    .receiving = Chain{std::move(stepped.next), chain->next + 1},
                    .message = std::move(stepped.message),
                    .skipped = std::move(skipped)};
    if (sending) {
        advance.root = std::move(sending->root);
        advance.peer = header.key;
        advance.sending = Chain{std::move(sending->chain), 0};
    }
    return advance;
}

void Session::apply(Advance advance, std::uint64_t now_seconds) {
    if (advance.root) {
        state_.previous = state_.sending ? state_.sending->next : 0;
        state_.root = std::move(*advance.root);
        state_.own = std::move(*advance.own);
        state_.peer = advance.peer;
        state_.sending = std::move(advance.sending);
    }
    state_.receiving = std::move(advance.receiving);
    std::ranges::move(advance.skipped, std::back_inserter(state_.skipped));
    forget_old(now_seconds);
    forget_surplus();
}

bool Session::forget_old(std::uint64_t now_seconds) {
    return std::erase_if(state_.skipped, [&](const Skipped& each) {
               return now_seconds > each.since_seconds &&
                      now_seconds - each.since_seconds > skipped_life_seconds;
           }) > 0;
}

void Session::forget_surplus() {
    auto& skipped = state_.skipped;
    if (skipped.size() > skipped_max)
        skipped.erase(skipped.begin(), skipped.end() - static_cast<std::ptrdiff_t>(skipped_max));
    // From the newest back: what belongs to a sixth chain and older ones goes.
    std::set<AgreePublicKey> chains;
    auto first = skipped.end();
    for (; first != skipped.begin(); --first) {
        chains.insert(std::prev(first)->chain);
        if (chains.size() > skipped_chains_max) break;
    }
    skipped.erase(skipped.begin(), first);
}

}  // namespace earshot::crypto::ratchet
