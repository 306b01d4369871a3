#pragma once

#include <map>
#include <string>

#include "core/base/limits.hpp"
#include "core/carrier/envelope.hpp"
#include "core/session/recipe.hpp"
#include "core/session/saved_session.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/sealing_side.hpp"

/// What lies sealed, as it is inside of its seal: real ones, the same in every run. The first byte
/// says which kind it is.
namespace earshot::session {

enum class SavedKind : std::uint8_t { session, peer_keys, recipe, prekey, plaintext, letter };
inline constexpr std::size_t saved_kinds = 6;

/// Alice and Bob, whom every sample is of; the same in every run.
struct Couple {
    Side alice{1};
    Side bob{2};

    Couple() {
        alice.meet(bob);
        bob.meet(alice);
        bob.give_keys(alice);
        alice.give_keys(bob);
        commit();
    }
    void commit() {
        alice.commit();
        bob.commit();
    }
};

class SavedSamples {
public:
    /// By name.
    static std::map<std::string, Bytes> all() {
        SavedSamples samples;
        samples.make();
        return std::move(samples.all_);
    }

private:
    void add(const std::string& name, SavedKind kind, ByteView bytes) {
        auto& sample = all_[name];
        sample.push_back(static_cast<std::byte>(kind));
        append(sample, bytes);
    }
    void add_session(const std::string& name, Side& side, const Side& with) {
        side.commit();
        for (const auto& row : must(side.stores.sessions.sessions_of(with.device())))
            add(name, SavedKind::session, row.state);
    }

    void make() {
        auto& [alice, bob] = couple_;
        add_peer_keys();
        const auto first = alice.seal(bob, "one");
        add_session("session_begun", alice, bob);
        add("recipe_first", SavedKind::recipe, alice.recipe);
        must(bob.open(alice, first) == "one");
        add_session("session_answered", bob, alice);
        must(alice.open(bob, bob.seal(alice, "two")) == "two");
        add_session("session_in_use", alice, bob);
        for (int i = 0; i < 4; ++i) alice.seal(bob, "never comes");
        must(bob.open(alice, alice.seal(bob, "comes")) == "comes");
        add_session("session_that_waits", bob, alice);
        add("recipe", SavedKind::recipe, alice.recipe);
        must(alice.sessions->on_unopenable(bob.device(), read_u64(alice.recipe)));
        for (const auto& row : must(bob.stores.sessions.prekeys()))
            add(row.reserved_for ? "prekey_one_time" : "prekey_signed", SavedKind::prekey,
                row.keys);
        add("plaintext", SavedKind::plaintext, pad(Side::kind, bytes_of("hello")));
        add("plaintext_empty", SavedKind::plaintext, pad(Side::kind, {}));
        add_letter();
    }
    void add_peer_keys() {
        const auto keys = must(couple_.alice.stores.sessions.find_peer_keys(couple_.bob.device()));
        add("peer_keys", SavedKind::peer_keys, keys.value());
    }
    void add_letter() {
        carrier::Letter letter;
        letter.kind = 1;
        letter.carriers = {couple_.alice.device(), couple_.bob.device()};
        letter.content = couple_.alice.seal(couple_.bob, "carried");
        add("letter", SavedKind::letter, wire::encode(letter));
    }

    Couple couple_;
    std::map<std::string, Bytes> all_;
};

}  // namespace earshot::session
