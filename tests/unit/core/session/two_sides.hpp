#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/identity/contact_book.hpp"
#include "core/identity/identity.hpp"
#include "core/session/sessions.hpp"
#include "core/store/memory_store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

/// People with real keys who seal messages for one another, over stores that can lose what was not
/// committed.
namespace earshot::session {

class Side {
public:
    explicit Side(std::uint64_t seed)
        : entropy(seed), identity(identity::LocalIdentity::generate(entropy, now.wall)) {
        start();
    }

    /// Who stole all that is on this computer's disk just now: keys, sessions, people.
    Side(Side& victim, const Side& with)
        : now(victim.now),
          entropy(999),
          identity(*identity::LocalIdentity::restore(victim.identity.secrets())) {
        victim.commit();
        REQUIRE(stores.transactions.begin());
        auto& from = victim.stores;
        const auto people_of = from.people.people();
        for (const auto& person : *people_of) REQUIRE(stores.people.put_person(person));
        const auto devices = from.people.devices();
        for (const auto& device : *devices) REQUIRE(stores.people.put_device(device));
        const auto sessions_of = from.sessions.sessions_of(with.device());
        for (const auto& row : *sessions_of) REQUIRE(stores.sessions.put_session(row));
        const auto prekeys = from.sessions.prekeys();
        for (const auto& row : *prekeys) REQUIRE(stores.sessions.put_prekey(row));
        if (const auto keys = *from.sessions.find_peer_keys(with.device()))
            REQUIRE(stores.sessions.put_peer_keys(with.device(), *keys));
        REQUIRE(stores.transactions.commit());
        start();
    }

    const DeviceId& device() const { return identity.device(); }
    void meet(const Side& other) {
        const auto& theirs = other.identity.certificate();
        REQUIRE(
            people->on_proven(identity::person_of(theirs), identity::device_of(theirs), now.wall));
    }
    void give_keys(Side& to, bool as_contact = true) {
        const auto frame = sessions->prekeys_for(to.device(), as_contact, now);
        REQUIRE(frame);
        const auto taken = to.sessions->on_prekeys(identity.certificate(), *frame, to.now);
        REQUIRE(taken);
        CHECK(*taken);
    }
    std::optional<Bytes> try_seal(const Side& to, std::string_view text) {
        auto sealed = sessions->seal(to.device(), kind, bytes_of(text), now);
        REQUIRE(sealed);
        if (!*sealed) return std::nullopt;
        recipe = (*sealed)->recipe;
        return (*sealed)->bytes;
    }
    Bytes seal(const Side& to, std::string_view text) {
        auto sealed = try_seal(to, text);
        REQUIRE(sealed);
        return *std::move(sealed);
    }
    /// Empty when it does not open.
    std::string open(const Side& from, ByteView sealed) {
        const auto opened = sessions->open(from.device(), sealed, now);
        REQUIRE(opened);
        if (!*opened) return {};
        CHECK((*opened)->kind == kind);
        return std::string{text_of((*opened)->payload)};
    }

    void commit() {
        REQUIRE(sessions->flush());
        REQUIRE(stores.transactions.commit());
        REQUIRE(stores.transactions.begin());
    }
    /// Everything since the last commit is gone.
    void crash() {
        sessions.reset();
        people.reset();
        memory.crash();
        start();
    }
    void pass(Duration time) {
        now.steady += time;
        now.wall += time;
        REQUIRE(sessions->on_time(now));
    }

    static constexpr std::uint16_t kind = 9;
    Bytes recipe;  ///< Of what was sealed last.
    Now now{Instant{Duration{1}}, WallTime{Duration{1'700'000'000'000}}};
    support::SeededEntropy entropy;
    identity::LocalIdentity identity;
    store::MemoryStore memory;
    store::Stores stores = memory.stores();
    std::unique_ptr<identity::ContactBook> people;
    std::unique_ptr<Sessions> sessions;

private:
    void start() {
        REQUIRE(stores.transactions.begin());
        people =
            std::make_unique<identity::ContactBook>(*identity::ContactBook::load(stores.people));
        sessions = std::make_unique<Sessions>(
            Sessions::Places{identity, *people, crypto::ed25519, stores.sessions, entropy});
        REQUIRE(sessions->load(now));
        commit();
    }
};

/// Alice and Bob, who know each other.
struct TwoSides {
    Side alice{1};
    Side bob{2};

    TwoSides() {
        alice.meet(bob);
        bob.meet(alice);
        alice.commit();
        bob.commit();
    }
};

}  // namespace earshot::session
