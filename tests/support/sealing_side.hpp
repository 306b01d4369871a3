#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/identity/contact_book.hpp"
#include "core/identity/identity.hpp"
#include "core/session/sessions.hpp"
#include "core/store/memory_store.hpp"
#include "tests/support/seeded_entropy.hpp"

/// People with real keys who seal messages for one another, over stores that can lose what was not
/// committed. For tests and fuzz targets alike: where something must hold and does not, it throws.
namespace earshot::session {

inline void must(bool condition) {
    if (!condition) throw std::logic_error{"what must hold does not"};
}
/// The value; these stores do not fail.
template <class T>
T must(Result<T> result) {
    must(static_cast<bool>(result));
    return *std::move(result);
}
inline void must(const Result<void>& result) { must(static_cast<bool>(result)); }

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
        must(stores.transactions.begin());
        auto& from = victim.stores;
        for (const auto& person : must(from.people.people()))
            must(stores.people.put_person(person));
        for (const auto& device : must(from.people.devices()))
            must(stores.people.put_device(device));
        for (const auto& row : must(from.sessions.sessions_of(with.device())))
            must(stores.sessions.put_session(row));
        for (const auto& row : must(from.sessions.prekeys())) must(stores.sessions.put_prekey(row));
        if (const auto keys = must(from.sessions.find_peer_keys(with.device())))
            must(stores.sessions.put_peer_keys(with.device(), *keys));
        must(stores.transactions.commit());
        start();
    }

    const DeviceId& device() const { return identity.device(); }
    void meet(const Side& other) {
        const auto& theirs = other.identity.certificate();
        must(people->on_proven(identity::person_of(theirs), identity::device_of(theirs), now.wall));
    }
    void give_keys(Side& to, bool as_contact = true) {
        const auto frame = must(sessions->prekeys_for(to.device(), as_contact, now));
        must(must(to.sessions->on_prekeys(identity.certificate(), frame, to.now)));
    }
    std::optional<Bytes> try_seal(const Side& to, std::string_view text) {
        auto sealed = must(sessions->seal(to.device(), kind, bytes_of(text), now));
        if (!sealed) return std::nullopt;
        recipe = std::move(sealed->recipe);
        return std::move(sealed->bytes);
    }
    Bytes seal(const Side& to, std::string_view text) {
        auto sealed = try_seal(to, text);
        must(sealed.has_value());
        return *std::move(sealed);
    }
    /// Empty when it does not open.
    std::string open(const Side& from, ByteView sealed) {
        const auto opened = must(sessions->open(from.device(), sealed, now));
        if (!opened) return {};
        must(opened->kind == kind);
        return std::string{text_of(opened->payload)};
    }

    void commit() {
        must(sessions->flush());
        must(stores.transactions.commit());
        must(stores.transactions.begin());
    }
    /// What a copy of the disk has of what was committed. The marks of first messages are not in
    /// it: a restored computer keeps those of prekeys that it still has.
    struct Backup {
        std::vector<store::SessionRow> sessions;
        std::vector<store::PrekeyRow> prekeys;
        std::optional<Bytes> peer_keys;
    };
    Backup back_up(const Side& with) {
        commit();
        return {must(stores.sessions.sessions_of(with.device())), must(stores.sessions.prekeys()),
                must(stores.sessions.find_peer_keys(with.device()))};
    }
    /// The computer is set back to that moment; nobody is told.
    void restore(const Backup& backup, const Side& with) {
        must(stores.sessions.forget_device(with.device()));
        for (const auto& row : must(stores.sessions.prekeys()))
            if (std::ranges::find(backup.prekeys, row.id, &store::PrekeyRow::id) ==
                backup.prekeys.end())
                must(stores.sessions.remove_prekey(row.id));
        for (const auto& row : backup.prekeys) must(stores.sessions.put_prekey(row));
        for (const auto& row : backup.sessions) must(stores.sessions.put_session(row));
        if (backup.peer_keys) must(stores.sessions.put_peer_keys(with.device(), *backup.peer_keys));
        must(stores.transactions.commit());
        must(stores.transactions.begin());
        crash();
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
        must(sessions->on_time(now));
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
        must(stores.transactions.begin());
        people = std::make_unique<identity::ContactBook>(
            must(identity::ContactBook::load(stores.people)));
        sessions = std::make_unique<Sessions>(
            Sessions::Places{identity, *people, crypto::ed25519, stores.sessions, entropy});
        must(sessions->load(now));
        commit();
    }
};

}  // namespace earshot::session
