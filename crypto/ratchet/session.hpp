#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "crypto/entropy.hpp"
#include "crypto/ratchet/header.hpp"
#include "crypto/ratchet/keys.hpp"
#include "crypto/view.hpp"
#include "crypto/x3dh.hpp"

/// The Double Ratchet (Signal's specification, revision 1): keys of past messages are gone, and a
/// stolen state is worth nothing after one answer. The state is a value that its owner stores: a
/// message that was encrypted may leave only once the state after it is durable, and a message that
/// was decrypted counts only then. What fails changes nothing.
/// docs/PROTOCOL.md, "Ratchet messages". Not thread-safe.
namespace earshot::crypto::ratchet {

inline constexpr std::size_t overhead_bytes = header_bytes + sizeof(MessageNonce) + aead_tag_bytes;
/// How many messages may be missing before one that arrives, and are then waited for,
inline constexpr std::uint32_t skip_max = 1000;
/// in all, in how many chains,
inline constexpr std::size_t skipped_max = 2000;
inline constexpr std::size_t skipped_chains_max = 5;
/// and how long, in seconds.
inline constexpr std::uint64_t skipped_life_seconds = 30ULL * 24 * 60 * 60;

/// The key of a message that has not come yet.
struct Skipped {
    AgreePublicKey chain;
    std::uint32_t number = 0;
    MessageKey key;
    std::uint64_t since_seconds = 0;  ///< By the owner's clock.
};

struct Chain {
    ChainKey key;
    std::uint32_t next = 0;  ///< Number of its next message.
};

struct State {
    SessionId id{};
    std::vector<std::byte> associated;  ///< Names both people; authenticated with every message.
    RootKey root;
    AgreeKeyPair own;
    std::optional<AgreePublicKey> peer;
    std::optional<Chain> sending;
    std::optional<Chain> receiving;
    std::uint32_t previous = 0;    ///< Messages sent under our ratchet key before `own`.
    std::vector<Skipped> skipped;  ///< Oldest first.
};

/// What one message is encrypted with, and what stands before it. Who keeps it can encrypt the same
/// message again, to the same bytes; it opens that message and no other one.
struct KeyedHeader {
    std::array<std::byte, header_bytes> header{};
    MessageNonce fresh{};
    MessageKey key;
};

class Session {
public:
    /// Who begins. Nothing when `signed_prekey` is a key that would force the result.
    static std::optional<Session> begin(const SessionSecret& secret, View associated,
                                        const AgreePublicKey& signed_prekey, Entropy& entropy);
    /// Who was away: `signed_prekey` is the pair that the initiator used. Sends nothing before the
    /// first message has come.
    static Session answer(const SessionSecret& secret, View associated,
                          const AgreeKeyPair& signed_prekey);
    /// What was stored. Nothing when no session ever was in such a state.
    static std::optional<Session> restore(State state);

    bool can_encrypt() const noexcept;
    /// For the next message. Nothing unless `can_encrypt`.
    std::optional<KeyedHeader> next_header(Entropy& entropy);
    /// The whole message: header | random 16 | ciphertext | tag. `keyed` is of this session.
    std::vector<std::byte> encrypt(const KeyedHeader& keyed, View plain) const;
    /// Both at once.
    std::optional<std::vector<std::byte>> encrypt(View plain, Entropy& entropy);

    using Check = std::function<bool(View plain)>;
    /// Nothing when it is not an authentic message of this session that is new, or `is_good` says
    /// that nobody means this; then the session is as it was. Costs at most `skip_max` steps of a
    /// chain, whatever the header says.
    std::optional<std::vector<std::byte>> decrypt(View message, std::uint64_t now_seconds,
                                                  Entropy& entropy, const Check& is_good = {});

    /// The keys of messages that have been waited for too long; `decrypt` does so as well. False:
    /// there are none.
    bool forget_old(std::uint64_t now_seconds);

    const State& state() const noexcept { return state_; }

private:
    struct Advance;  ///< What a message under a new number or key would change.

    explicit Session(State state) : state_(std::move(state)) {}
    std::optional<Advance> advance_to(const Header& header, std::uint64_t now_seconds,
                                      Entropy& entropy) const;
    void apply(Advance advance, std::uint64_t now_seconds);
    void forget_surplus();

    State state_;
};

}  // namespace earshot::crypto::ratchet
