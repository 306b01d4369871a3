#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "core/carrier/carriage.hpp"
#include "core/carrier/send.hpp"
#include "core/store/memory_store.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

/// Computers with a carriage and a store each, and links without delay between them, in virtual
/// time. Every call is a turn: what it asks for happens after the commit.
namespace earshot::carrier {

using namespace std::chrono_literals;

inline MessageId message(unsigned number) {
    MessageId id;
    id.bytes[0] = static_cast<std::byte>(number);
    id.bytes[1] = static_cast<std::byte>(number >> 8);
    return id;
}

inline Bytes content(unsigned number, std::size_t size = 100) {
    Bytes bytes(size, static_cast<std::byte>(number));
    bytes[0] = static_cast<std::byte>(number >> 8);
    return bytes;
}

struct Station final : private Guard {
    DeviceId id;
    support::SeededEntropy entropy;
    crypto::AgreeKeyPair seal_keys;
    SealTarget target;  ///< Of its card.
    store::MemoryStore store;
    std::unique_ptr<Carriage> carriage;
    std::map<DeviceId, Station*> contacts;
    bool is_on = true;
    bool keeps = true;     ///< Its owner stores what is collected.
    bool has_room = true;  ///< Otherwise it puts that off.
    /// What it sends, and whether.
    std::function<bool(SendFrame&)> says = [](SendFrame&) { return true; };

    std::vector<Collected> collected;
    std::map<MessageId, std::size_t> carried;
    std::vector<Opened> opened;
    std::vector<SendFrame> sent;
    std::set<DeviceId> to_reach;
    std::vector<LinkId> offenders;  ///< Links on which something came that no Earshot says.
    mutable std::size_t key_lookups = 0;

    explicit Station(unsigned number)
        : entropy(number), seal_keys(crypto::AgreeKeyPair::generate(entropy)) {
        id.bytes[0] = static_cast<std::byte>(number);
        target = {MailboxId{crypto::random_array<16>(entropy)}, number, seal_keys.public_key()};
    }
    Station(const Station&) = delete;
    Station& operator=(const Station&) = delete;

    const Guard& guard() const { return *this; }
    const Holdings& held() const { return carriage->holdings(); }
    std::vector<store::HeldEnvelope> rows() {
        auto rows = store.stores().envelopes.held.held();
        REQUIRE(rows);
        return *std::move(rows);
    }
    Bytes envelope(const EnvelopeId& envelope_id) {
        const auto found = store.stores().envelopes.held.find_envelope(envelope_id);
        REQUIRE((found && *found));
        return **found;
    }
    /// Its disk forgets what it held; it has to be started anew.
    void lose_all() {
        auto stores = store.stores();
        REQUIRE(stores.transactions.begin());
        for (const auto& row : rows()) REQUIRE(stores.envelopes.held.remove_held(row.id));
        REQUIRE(stores.transactions.commit());
    }
    bool has_collected(const Bytes& bytes) const {
        return std::ranges::any_of(collected,
                                   [&](const auto& each) { return each.content == bytes; });
    }
    std::size_t count(std::uint8_t type) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(sent, [&](const auto& frame) { return frame.type == type; }));
    }

private:
    bool is_contact(const DeviceId& who) const override { return contacts.contains(who); }
    std::optional<DeviceId> owner_of(const MailboxId& mailbox) const override {
        for (const auto& [device, contact] : contacts)
            if (contact->target.mailbox == mailbox) return device;
        return std::nullopt;
    }
    std::optional<SealTarget> seal_target(const DeviceId& who, WallTime) const override {
        const auto found = contacts.find(who);
        return found == contacts.end() ? std::nullopt : std::optional{found->second->target};
    }
    std::vector<DeviceId> carriers() const override {
        std::vector<DeviceId> here;
        for (const auto& [device, contact] : contacts)
            if (contact->is_on) here.push_back(device);
        return here;
    }
    const crypto::AgreeKeyPair* find_seal_key(const MailboxId& mailbox,
                                              std::uint32_t seal_id) const override {
        ++key_lookups;
        return mailbox == target.mailbox && seal_id == target.seal_id ? &seal_keys : nullptr;
    }
};

class CarrierOffice {
public:
    Now now{Instant{1000h}, WallTime{Duration{1'700'000'000'000}}};

    Station& add() {
        auto& station = *stations_.emplace_back(
            std::make_unique<Station>(static_cast<unsigned>(stations_.size() + 1)));
        start(station);
        return station;
    }
    std::vector<Station*> all() const {
        std::vector<Station*> all;
        for (const auto& each : stations_) all.push_back(each.get());
        return all;
    }
    static void befriend(Station& one, Station& other) {
        one.contacts[other.id] = &other;
        other.contacts[one.id] = &one;
    }
    /// Everybody knows everybody.
    void befriend_all() {
        for (auto* const one : all())
            for (auto* const other : all())
                if (one != other) befriend(*one, *other);
    }

    /// Both sides call it by the same number.
    LinkId join(Station& one, Station& other) {
        const auto link = next_link_++;
        links_[link] = {&one, &other};
        turn(one, [&](Effects& effects) {
            one.carriage->on_link_up({link, other.id}, now, effects);
        });
        turn(other, [&](Effects& effects) {
            other.carriage->on_link_up({link, one.id}, now, effects);
        });
        settle();
        return link;
    }
    void part(LinkId link) {
        const auto ends = links_.extract(link).mapped();
        for (auto* const station : {ends.first, ends.second})
            turn(*station, [&](Effects&) { station->carriage->on_link_down(link, now); });
        settle();
    }
    void part(const Station& station) {
        std::vector<LinkId> its;
        for (const auto& [link, ends] : links_)
            if (ends.first == &station || ends.second == &station) its.push_back(link);
        for (const auto link : its) part(link);
    }
    std::optional<LinkId> link_between(const Station& one, const Station& other) const {
        for (const auto& [link, ends] : links_)
            if ((ends.first == &one && ends.second == &other) ||
                (ends.first == &other && ends.second == &one))
                return link;
        return std::nullopt;
    }
    /// Off, with all its links.
    void switch_off(Station& station) {
        part(station);
        station.is_on = false;
        station.carriage.reset();
        station.store.crash();
    }
    void switch_on(Station& station) {
        station.is_on = true;
        start(station);
        settle();
    }
    void restart(Station& station) {
        switch_off(station);
        switch_on(station);
    }

    Result<void> carry(Station& from, const Station& to, unsigned number, std::size_t size = 100) {
        Result<void> result;
        turn(from, [&](Effects&) {
            result = from.carriage->depositor().carry({message(number), to.id, 1},
                                                      content(number, size), now);
        });
        settle();
        return result;
    }
    /// Acknowledged directly, or taken back.
    void end(Station& from, unsigned number) {
        turn(from, [&](Effects& effects) {
            REQUIRE(from.carriage->depositor().on_over(message(number), effects));
        });
        settle();
    }

    /// `from` says this on a link.
    template <class Frame>
    void say(Station& from, LinkId link, std::uint8_t type, const Frame& frame) {
        say_bytes(from, link, type, wire::encode(frame));
    }
    void say_bytes(Station& from, LinkId link, std::uint8_t type, Bytes body) {
        under_way_.emplace_back(&from, SendFrame{link, type, std::move(body)});
        settle();
    }

    void pass(Duration time) {
        const auto until = now.steady + time;
        for (;;) {
            auto next = until;
            for (const auto* const station : all())
                if (const auto due =
                        station->is_on ? station->carriage->next_deadline() : std::nullopt)
                    next = std::min(next, *due);
            REQUIRE((next > now.steady || now.steady == until));
            now.wall += next - now.steady;
            now.steady = std::max(now.steady, next);
            settle();
            if (now.steady >= until) return;
        }
    }
    /// Everything that can happen now.
    void settle() {
        do {
            while (!under_way_.empty()) deliver();
            for (auto* const station : all())
                if (station->is_on) turn(*station, [](Effects&) {});
        } while (!under_way_.empty());
    }

    template <class Do>
    void turn(Station& station, Do act) {
        auto& transactions = station.store.stores().transactions;
        REQUIRE(transactions.begin());
        Effects effects;
        act(effects);
        auto done = station.carriage->on_time(now, effects);
        std::size_t seen = 0;
        while (done && seen < effects.collected.size()) {
            const auto id = effects.collected[seen++].id;
            auto& collector = station.carriage->collector();
            if (!station.has_room)
                collector.on_put_off(id);
            else
                done =
                    station.keeps ? collector.on_stored(id, effects) : collector.on_unreadable(id);
        }
        if (done) done = transactions.commit();
        if (!done) {
            // As the engine does: nothing of this turn happened, and all begins anew.
            transactions.rollback();
            part(station);
            return start(station);
        }
        take(station, std::move(effects));
    }

private:
    void start(Station& station) {
        auto& transactions = station.store.stores().transactions;
        REQUIRE(transactions.begin());
        auto loaded = Carriage::load(
            {station.store.stores().envelopes, station.guard(), station.entropy}, now);
        REQUIRE(loaded);
        station.carriage = *std::move(loaded);
        REQUIRE(transactions.commit());
    }
    void deliver() {
        const auto [from, frame] = std::move(under_way_.front());
        under_way_.pop_front();
        const auto found = links_.find(frame.link);
        if (found == links_.end()) return;
        auto& to = *(found->second.first == from ? found->second.second : found->second.first);
        turn(to, [&, &body = frame.body, link = frame.link, type = frame.type](Effects& effects) {
            const auto understood = to.carriage->on_frame(link, type, body, now, effects);
            if (understood && !*understood) to.offenders.push_back(link);
        });
    }
    void take(Station& station, Effects effects) {
        for (auto& frame : effects.frames) {
            if (!station.says(frame)) continue;
            station.sent.push_back(frame);
            under_way_.emplace_back(&station, std::move(frame));
        }
        for (const auto& each : effects.collected) station.collected.push_back(each);
        for (const auto& each : effects.carried) station.carried[each.message] = each.carriers;
        for (const auto& each : effects.opened) station.opened.push_back(each);
        station.to_reach.insert(effects.reach.begin(), effects.reach.end());
    }

    std::vector<std::unique_ptr<Station>> stations_;
    std::map<LinkId, std::pair<Station*, Station*>> links_;
    std::deque<std::pair<Station*, SendFrame>> under_way_;
    LinkId next_link_ = 1;
};

/// Ann writes to Bob, who is off; Cid knows both.
struct Trio : CarrierOffice {
    Station& ann = add();
    Station& bob = add();
    Station& cid = add();

    Trio() {
        befriend_all();
        switch_off(bob);
    }
    /// A letter of Ann's to Bob, as it would lie with a carrier.
    Sealed sealed(unsigned number, std::uint16_t life_hours = limits::envelope_life_hours) {
        Letter letter;
        letter.secret.bytes[0] = static_cast<std::byte>(number);
        letter.secret.bytes[1] = static_cast<std::byte>(number >> 8);
        letter.carriers = {cid.id};
        letter.content = content(number);
        auto made = seal(letter, bob.target, life_hours, ann.entropy);
        REQUIRE(made);
        return *std::move(made);
    }
    static DepositFrame deposit(const Sealed& sealed) { return {sealed.id, sealed.bytes, {}}; }
};

/// The outcomes of all receipts that a station sent.
inline std::vector<Receipt> receipts_of(const Station& station) {
    std::vector<Receipt> all;
    for (const auto& frame : station.sent) {
        if (frame.type != receipt_frame) continue;
        const auto decoded = wire::decode<ReceiptFrame>(frame.body);
        REQUIRE(decoded);
        for (const auto& each : decoded->receipts) all.push_back(Receipt{each.outcome});
    }
    return all;
}

}  // namespace earshot::carrier
