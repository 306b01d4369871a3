#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/flat.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/identity/certificate.hpp"
#include "core/store/store.hpp"

/// Everybody this profile has met, kept in memory and written through to the store. The contact is
/// the account key: names are only labels, two people may share one, and are never merged.
/// At most limits::people_max people with limits::devices_max devices,
/// limits::devices_per_person_max of each. Not thread-safe; the store outlives it.
namespace earshot::identity {

/// What `resolve` found out about a text that should mean one person.
struct Who {
    std::vector<PersonId> candidates;  ///< None: nobody. One: found. More: ambiguous.

    bool is_found() const { return candidates.size() == 1; }
    bool is_ambiguous() const { return candidates.size() > 1; }
};

/// What a certificate says of its owner, and of the computer.
store::Person person_of(const Certificate& certificate);
store::Device device_of(const Certificate& certificate);

enum class Change { none, added, updated };

/// Somebody is not taken up, which is no failure of ours.
inline bool is_turned_away(const Error& error) {
    return error.kind == ErrorKind::busy || error.kind == ErrorKind::conflict;
}

class ContactBook {
public:
    static Result<ContactBook> load(store::PeopleStore& store);

    const std::map<PersonId, store::Person>& people() const { return people_; }
    const std::map<DeviceId, store::Device>& devices() const { return devices_; }
    const store::Person* find(const PersonId& id) const;
    bool is_accepted(const PersonId& id) const;
    bool is_blocked(const PersonId& id) const;
    const store::Device* find_device(const DeviceId& id) const;
    /// Whose it is; null when it was never met.
    const store::Person* owner_of(const DeviceId& device) const;
    /// Whether it belongs to somebody who is accepted.
    bool is_of_contact(const DeviceId& device) const;
    std::vector<DeviceId> devices_of(const PersonId& id) const;  ///< Ascending.
    /// Fewer than limits::people_room more would fit in.
    bool is_crowded() const;
    /// Of whom nothing is known but that they exist, first whoever was not here for longest.
    std::vector<PersonId> strangers() const;
    /// Somebody else whom we accepted or verified, and who is called as this person calls
    /// themselves, by their own name or by ours: whoever is taken for them could be deceived.
    std::optional<PersonId> namesake_of(const store::Person& person) const;

    /// A device proved its certificate on a link. `busy` when there is no room for either;
    /// `conflict` when the device is another's.
    Result<Change> on_proven(const store::Person& person, const store::Device& device,
                             WallTime now);
    /// Others passed on a card of the device, which proves it as well as it could itself; but it
    /// was not here. Errors as above.
    Result<Change> on_told(const store::Person& person, const store::Device& device, WallTime now);
    /// The device's newer card names its person. Precondition: proven, or told.
    Result<Change> on_card(const store::Device& device, std::string_view name);
    /// The last moment somebody is known to have been here.
    Result<void> on_seen(const PersonId& id, WallTime now);
    /// Writing to somebody, or answering them, accepts them.
    Result<Change> accept(const PersonId& id);
    /// They asked, and we do not want to. Nothing changes for contacts.
    Result<Change> decline(const PersonId& id);
    /// As if they had never been met.
    Result<void> forget(const PersonId& id);
    /// Ends a block too: unblocked people are accepted. `not_found` here and below.
    Result<Change> set_blocked(const PersonId& id, bool blocks);
    /// Their account key was compared, or is doubted.
    Result<Change> set_verified(const PersonId& id, bool is_verified);
    /// How we call them, cleaned already; empty: by their own name.
    Result<Change> set_alias(const PersonId& id, std::string_view alias);

    /// An id, a prefix of one (at least `id_prefix_min` characters), or a name, theirs or ours:
    /// exact first, then without regard to ASCII case. Never guesses between two people.
    Who resolve(std::string_view text) const;
    static constexpr std::size_t id_prefix_min = 4;

private:
    explicit ContactBook(store::PeopleStore& store) : store_(&store) {}

    template <class Member, class Value>
    Result<Change> change(const PersonId& id, Member member, Value value);
    /// Contacts by what they are called, before and after a change.
    void add_names(const store::Person& person);
    void remove_names(const store::Person& person);

    store::PeopleStore* store_;
    std::map<PersonId, store::Person> people_;
    std::map<DeviceId, store::Device> devices_;
    FlatSet<std::pair<PersonId, DeviceId>> owned_;
    std::set<std::pair<std::string, PersonId>> contact_names_;  ///< In the form of `case_folded`.
};

}  // namespace earshot::identity
