#include "core/store/memory_tables.hpp"

#include <algorithm>

#include "core/base/limits.hpp"

namespace earshot::store {
namespace {

/// Puts a row into a table that holds at most `rows_max`.
template <class Key, class Value>
Result<void> put_bounded(Table<Key, Value>& table, const Key& key, const Value& value,
                         std::size_t rows_max) {
    if (table.rows().size() >= rows_max && !table.find(key))
        return Error{ErrorKind::too_large, "the table is full"};
    table.put(key, value);
    return {};
}

}  // namespace

Result<std::vector<Person>> MemoryPeople::people() { return values_of(people_); }
Result<std::optional<Person>> MemoryPeople::find_person(const PersonId& id) {
    return copy_of(people_, id);
}
Result<void> MemoryPeople::put_person(const Person& person) {
    EARSHOT_CHECK(turn_.allow_write());
    return put_bounded(people_, person.id, person, limits::people_max);
}
Result<std::vector<Device>> MemoryPeople::devices() { return values_of(devices_); }
Result<void> MemoryPeople::put_device(const Device& device) {
    EARSHOT_CHECK(turn_.allow_write());
    return put_bounded(devices_, device.id, device, limits::devices_max);
}
Result<void> MemoryPeople::remove_person(const PersonId& id) {
    EARSHOT_CHECK(turn_.allow_write());
    people_.erase(id);
    std::vector<DeviceId> theirs;
    for (const auto& [device, known] : devices_.rows())
        if (known.person == id) theirs.push_back(device);
    for (const auto& device : theirs) {
        devices_.erase(device);
        addresses_.forget(device);
    }
    return {};
}

Result<std::vector<KnownAddress>> MemoryAddresses::addresses() {
    std::vector<KnownAddress> addresses;
    for (const auto& [key, worked] : addresses_.rows())
        addresses.push_back({key.first, key.second, worked});
    std::ranges::stable_sort(addresses, std::ranges::greater{}, &KnownAddress::worked);
    return addresses;
}

Result<void> MemoryAddresses::put_address(const KnownAddress& address) {
    EARSHOT_CHECK(turn_.allow_write());
    addresses_.put({address.device, address.endpoint}, address.worked);
    const auto first = addresses_.rows().lower_bound({address.device, Endpoint{}});
    auto oldest = first;
    std::size_t count = 0;
    for (auto row = first; row != addresses_.rows().end() && row->first.first == address.device;
         ++row, ++count)
        if (row->second < oldest->second) oldest = row;
    if (count > limits::addresses_per_candidate_max) addresses_.erase(oldest->first);
    return {};
}

Result<std::vector<std::string>> MemoryAddresses::seeds() {
    std::vector<std::string> seeds;
    for (const auto& [seed, present] : seeds_.rows()) seeds.push_back(seed);
    return seeds;
}
Result<void> MemoryAddresses::add_seed(std::string_view seed) {
    EARSHOT_CHECK(turn_.allow_write());
    return put_bounded(seeds_, std::string(seed), true, limits::seeds_max);
}
Result<void> MemoryAddresses::remove_seed(std::string_view seed) {
    EARSHOT_CHECK(turn_.allow_write());
    if (!seeds_.erase(std::string(seed)))
        return Error{ErrorKind::not_found, "there is no such seed"};
    return {};
}
void MemoryAddresses::forget(const DeviceId& device) {
    std::vector<std::pair<DeviceId, Endpoint>> theirs;
    for (auto row = addresses_.rows().lower_bound({device, Endpoint{}});
         row != addresses_.rows().end() && row->first.first == device; ++row)
        theirs.push_back(row->first);
    for (const auto& each : theirs) addresses_.erase(each);
}

Result<std::uint64_t> MemoryOutbox::add_outgoing(const Outgoing& outgoing) {
    EARSHOT_CHECK(turn_.allow_write());
    if (places_.find(outgoing.id)) return Error{ErrorKind::conflict, "this message waits already"};
    auto row = outgoing;
    row.position = positions_.next();
    const Place place{row.to, row.position};
    places_.put(row.id, place);
    rows_.put(place, std::move(row));
    return place.second;
}

Result<std::vector<Outgoing>> MemoryOutbox::outgoing_after(const PersonId& to,
                                                           std::uint64_t position,
                                                           std::size_t limit,
                                                           std::size_t bytes_max) {
    std::vector<Outgoing> found;
    std::size_t bytes = 0;
    for (auto row = rows_.rows().upper_bound({to, position});
         row != rows_.rows().end() && row->first.first == to && found.size() < limit; ++row) {
        bytes += row->second.payload.size();
        if (bytes > bytes_max && !found.empty()) break;
        found.push_back(row->second);
    }
    return found;
}

Result<std::optional<Outgoing>> MemoryOutbox::find_outgoing(const MessageId& id) {
    const auto* place = places_.find(id);
    return place ? copy_of(rows_, *place) : std::nullopt;
}

Result<void> MemoryOutbox::put_sealed(const MessageId& id, const Seal& seal) {
    EARSHOT_CHECK(turn_.allow_write());
    const auto place = copy_of(places_, id);
    if (!place) return {};
    auto row = *rows_.find(*place);
    row.seal = seal;
    rows_.put(*place, std::move(row));
    return {};
}

Result<bool> MemoryOutbox::remove_outgoing(const MessageId& id) {
    EARSHOT_CHECK(turn_.allow_write());
    const auto place = copy_of(places_, id);
    if (!place) return false;
    places_.erase(id);
    rows_.erase(*place);
    return true;
}

Result<std::vector<OutboxStore::Waiting>> MemoryOutbox::waiting() {
    std::vector<Waiting> waiting;
    for (const auto& [place, row] : rows_.rows()) {
        if (waiting.empty() || waiting.back().to != place.first)
            waiting.push_back({place.first, 0});
        ++waiting.back().count;
    }
    return waiting;
}

Result<bool> MemoryInbox::is_seen(const DeviceId& from, const MessageId& id) {
    return seen_.find({from, id}) != nullptr;
}
Result<void> MemoryInbox::mark_seen(const DeviceId& from, const MessageId& id, WallTime now) {
    EARSHOT_CHECK(turn_.allow_write());
    if (!seen_.find({from, id})) seen_.put({from, id}, now);
    return {};
}

Result<std::uint64_t> MemoryEvents::append_event(const Event& event) {
    EARSHOT_CHECK(turn_.allow_write());
    auto row = event;
    row.seq = seqs_.next();
    turn_.undo().remember([this] { seqs_.take_back(); });
    events_.put(row.seq, row);
    return row.seq;
}

Result<std::vector<Event>> MemoryEvents::events_since(std::uint64_t since, std::size_t limit) {
    std::vector<Event> events;
    for (auto row = events_.rows().upper_bound(since);
         row != events_.rows().end() && events.size() < limit; ++row)
        events.push_back(row->second);
    return events;
}

Result<EventLog::Range> MemoryEvents::event_range() {
    const auto& rows = events_.rows();
    return Range{rows.empty() ? seqs_.last() + 1 : rows.begin()->first, seqs_.last()};
}

Result<void> MemoryEvents::trim_events(std::size_t keep) {
    EARSHOT_CHECK(turn_.allow_write());
    while (events_.rows().size() > keep) events_.erase(events_.rows().begin()->first);
    return {};
}

Result<std::uint64_t> MemoryEvents::acknowledged(std::string_view consumer) {
    return copy_of(acknowledged_, std::string(consumer)).value_or(0);
}
Result<void> MemoryEvents::acknowledge(std::string_view consumer, std::uint64_t seq) {
    EARSHOT_CHECK(turn_.allow_write());
    return put_bounded(acknowledged_, std::string(consumer), seq, limits::event_consumers_max);
}

Result<std::optional<RefResult>> MemoryRefs::find_ref(std::string_view ref) {
    return copy_of(refs_, std::string(ref));
}
Result<void> MemoryRefs::put_ref(std::string_view ref, const RefResult& result) {
    EARSHOT_CHECK(turn_.allow_write());
    refs_.put(std::string(ref), result);
    return {};
}
Result<void> MemoryRefs::forget_refs_before(WallTime time) {
    EARSHOT_CHECK(turn_.allow_write());
    std::vector<std::string> old;
    for (const auto& [ref, result] : refs_.rows())
        if (result.made < time) old.push_back(ref);
    for (const auto& ref : old) refs_.erase(ref);
    return {};
}

Result<std::optional<std::string>> MemorySettings::find_setting(std::string_view key) {
    return copy_of(settings_, std::string(key));
}
Result<void> MemorySettings::put_setting(std::string_view key, std::string_view value) {
    EARSHOT_CHECK(turn_.allow_write());
    settings_.put(std::string(key), std::string(value));
    return {};
}
Result<void> MemorySettings::remove_setting(std::string_view key) {
    EARSHOT_CHECK(turn_.allow_write());
    settings_.erase(std::string(key));
    return {};
}

}  // namespace earshot::store
