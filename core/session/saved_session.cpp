#include "core/session/saved_session.hpp"

#include <array>
#include <vector>

#include "core/base/limits.hpp"
#include "core/wire/archive.hpp"

namespace earshot::session {
namespace {

using Key = std::array<std::byte, 32>;
namespace ratchet = crypto::ratchet;

struct SavedChain {
    Key key{};
    std::uint32_t next = 0;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(key, next);
    }
};

struct SavedSkipped {
    crypto::AgreePublicKey chain;
    std::uint32_t number = 0;
    Key key{};
    std::uint64_t since_seconds = 0;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(chain, number, key, since_seconds);
    }
};

struct Saved {
    std::uint8_t version = 1;
    crypto::SessionId id{};
    Bytes associated;
    Key root{};
    Key own{};
    std::optional<crypto::AgreePublicKey> peer;
    std::optional<SavedChain> sending;
    std::optional<SavedChain> receiving;
    std::uint32_t previous = 0;
    std::vector<SavedSkipped> skipped;
    bool is_ours = false;
    std::optional<FirstHeader> first;
    bool is_given_up = false;
    std::uint64_t received = 0;
    WallTime used{};

    Saved() = default;
    Saved(const Saved&) = delete;
    Saved& operator=(const Saved&) = delete;
    Saved(Saved&&) = default;
    Saved& operator=(Saved&&) = default;
    ~Saved() {
        crypto::wipe(root);
        crypto::wipe(own);
        for (auto* chain : {&sending, &receiving})
            if (*chain) crypto::wipe((*chain)->key);
        for (auto& each : skipped) crypto::wipe(each.key);
    }

    template <class Archive>
    void serialize(Archive& archive) {
        archive(version, id, associated, root, own, peer, sending, receiving, previous, skipped,
                is_ours, first, is_given_up, received, used);
    }
};
bool is_valid(const Saved& saved) {
    return saved.version == 1 && saved.skipped.size() <= ratchet::skipped_max;
}

template <class Secret>
Key bytes_of(const Secret& secret) {
    Key bytes;
    std::ranges::copy(secret.expose(), bytes.begin());
    return bytes;
}

std::optional<SavedChain> save(const std::optional<ratchet::Chain>& chain) {
    if (!chain) return std::nullopt;
    return SavedChain{bytes_of(chain->key), chain->next};
}

std::optional<ratchet::Chain> restore(const std::optional<SavedChain>& chain) {
    if (!chain) return std::nullopt;
    return ratchet::Chain{ratchet::ChainKey{chain->key}, chain->next};
}

}  // namespace

Bytes encode_session(const Session& session) {
    const auto& state = session.ratchet.state();
    Saved saved;
    saved.id = state.id;
    saved.associated = state.associated;
    saved.root = bytes_of(state.root);
    std::ranges::copy(state.own.expose_secret(), saved.own.begin());
    saved.peer = state.peer;
    saved.sending = save(state.sending);
    saved.receiving = save(state.receiving);
    saved.previous = state.previous;
    for (const auto& each : state.skipped)
        saved.skipped.push_back({each.chain, each.number, bytes_of(each.key), each.since_seconds});
    saved.is_ours = session.is_ours;
    saved.first = session.first;
    saved.is_given_up = session.is_given_up;
    saved.received = session.received;
    saved.used = encodable(session.used);
    return wire::encode(saved);
}

Result<Session> decode_session(ByteView bytes) {
    EARSHOT_TRY(const auto saved, wire::decode<Saved>(bytes, limits::decode_budget_bytes));
    ratchet::State state{.id = saved.id,
                         .associated = saved.associated,
                         .root = ratchet::RootKey{saved.root},
                         .own = crypto::AgreeKeyPair::from_secret(saved.own),
                         .peer = saved.peer,
                         .sending = restore(saved.sending),
                         .receiving = restore(saved.receiving),
                         .previous = saved.previous,
                         .skipped = {}};
    for (const auto& each : saved.skipped)
        state.skipped.push_back(
            {each.chain, each.number, ratchet::MessageKey{each.key}, each.since_seconds});
    auto restored = ratchet::Session::restore(std::move(state));
    if (!restored) return Error{ErrorKind::malformed, "no session is ever in such a state"};
    return Session{std::move(*restored), saved.is_ours,  saved.first,
                   saved.is_given_up,    saved.received, saved.used};
}

}  // namespace earshot::session
