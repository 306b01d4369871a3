#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "core/base/limits.hpp"
#include "tests/sim/invariants/invariants.hpp"
#include "tests/sim/lost_disks.hpp"

namespace earshot::sim {
namespace {

using Usage = std::pair<std::size_t, std::size_t>;  ///< Envelopes, bytes.

/// Looks at the disks of all computers that keep the rules: C1 what carriers keep has its bounds,
/// C2 who said that it holds an envelope does, C3 a carrier gives one up only when its message has
/// arrived or need not be carried any more, C7 no two of them keep the same
/// envelope of an honest author. What is on a lost disk was held, and had arrived; each
/// such disk, of an author or a carrier, may have brought another envelope of one message.
class HonestCarriers final : public Invariant {
public:
    explicit HonestCarriers(std::set<NodeNumber> liars) : liars_(std::move(liars)) {}

    void on_second(const World& world, Violations& violations) override {
        held_.resize(world.peers().size());
        for (const auto& peer : world.peers()) numbers_[peer->device()] = peer->number();
        for (const auto& peer : world.peers()) {
            if (liars_.contains(peer->number())) continue;
            check_bounds(*peer, world, violations);
            note_copies(*peer, world, violations);
        }
        for (const auto& peer : world.peers())
            if (!liars_.contains(peer->number())) check_held(*peer, world, violations);
        check_apart(world, violations);
    }

private:
    struct Owner {
        NodeNumber author = 0;
        MessageId message;
    };

    static std::vector<store::HeldEnvelope> held_by(Peer& peer) {
        const auto rows = peer.disk.stores().envelopes.held.held();
        return rows ? *rows : std::vector<store::HeldEnvelope>{};
    }
    static bool has_purged(Peer& peer, const EnvelopeId& id) {
        const auto rows = peer.disk.stores().envelopes.held.purged();
        return rows && std::ranges::find(*rows, id, &store::PurgedEnvelope::id) != rows->end();
    }
    static bool has_arrived(const Owner& owner, const World& world) {
        return std::ranges::any_of(world.peers(), [&](const auto& peer) {
            if (peer->number() == owner.author) return false;
            const auto found = peer->disk.stores().messages.find_message(owner.message);
            return (found && found->has_value()) || is_lost(world, *peer, owner.message);
        });
    }

    bool is_liar(const DeviceId& device) const {
        const auto number = numbers_.find(device);
        return number != numbers_.end() && liars_.contains(number->second);
    }

    void check_bounds(Peer& peer, const World& world, Violations& violations) const {
        const auto check = [&](std::size_t size, std::size_t most, const char* what) {
            if (size > most)
                violations.add("C1", peer.name() + " has " + std::to_string(size) + what,
                               world.now());
        };
        Usage all;
        std::map<DeviceId, Usage> from;
        std::map<DeviceId, Usage> to;
        std::map<std::pair<DeviceId, PurgeHash>, std::size_t> copies;
        for (const auto& row : held_by(peer)) {
            // A second one, where the first was still on its way on another link when it was asked
            // about.
            if (!is_liar(row.depositor))
                check(++copies[{row.depositor, row.purge_hash}],
                      copies_max(row.depositor, peer, world), " envelopes of one message");
            for (auto* const usage : {&all, &from[row.depositor], &to[row.recipient]}) {
                ++usage->first;
                usage->second += row.bytes;
            }
        }
        check(all.second, limits::held_bytes_max, " bytes of envelopes");
        for (const auto* const shares : {&from, &to})
            for (const auto& [device, usage] : *shares) {
                check(usage.first, limits::held_per_person_max, " envelopes of one");
                check(usage.second, limits::held_bytes_per_person_max, " bytes of one");
            }
        const auto* const engine = peer.engine();
        if (engine == nullptr) return;
        const auto sizes = engine->carrier_sizes();
        const auto links = peer.connection_count();
        check(sizes.held, held_by(peer).size(), " envelopes that are not on its disk");
        check(sizes.purged, limits::purged_max, " purged envelopes");
        check(sizes.deposits, limits::deposits_max, " deposits");
        check(sizes.in_flight, links * limits::envelopes_in_flight_max, " deposits under way");
        check(sizes.offered, links * limits::envelopes_named_max, " offers");
        check(sizes.wanted, links * limits::envelopes_in_flight_max, " envelopes wanted");
    }

    std::size_t copies_max(const DeviceId& author, const Peer& carrier, const World& world) const {
        auto disks = 1 + lost_disks(world, carrier);
        if (const auto number = numbers_.find(author); number != numbers_.end())
            disks += lost_disks(world, *world.peers()[number->second]);
        return 2 * disks;
    }

    /// A read mark may be carried too, and it stands nowhere that one has arrived.
    static bool is_text(Peer& author, const MessageId& id) {
        const auto found = author.disk.stores().messages.find_message(id);
        return found && found->has_value();
    }

    /// What lies where, as its author knows it.
    void note_copies(Peer& author, const World& world, Violations& violations) {
        auto& store = author.disk.stores().envelopes.deposits;
        const auto deposits = store.deposits();
        const auto copies = store.copies();
        if (!deposits || !copies) return;
        std::set<MessageId> active;
        for (const auto& deposit : *deposits)
            if (!deposit.is_over && is_text(author, deposit.message))
                active.insert(deposit.message);
        auto& relied = relied_[author.number()];
        relied.clear();
        for (const auto& copy : *copies) {
            const auto carrier = numbers_.find(copy.carrier);
            if (!active.contains(copy.message) || carrier == numbers_.end()) continue;
            if (liars_.contains(carrier->second)) continue;
            const Owner owner{author.number(), copy.message};
            owners_.insert_or_assign(copy.envelope, owner);
            relied.emplace(carrier->second, copy.envelope);
            if (copy.is_held) check_kept(copy, owner, world, violations);
        }
    }

    void check_kept(const store::Copy& copy, const Owner& owner, const World& world,
                    Violations& violations) {
        auto& carrier = *world.peers()[numbers_.at(copy.carrier)];
        const auto rows = held_by(carrier);
        if (std::ranges::find(rows, copy.envelope, &store::HeldEnvelope::id) == rows.end() &&
            !has_purged(carrier, copy.envelope) && !has_arrived(owner, world) &&
            !is_lost(world, carrier, copy.envelope))
            violations.add("C2", carrier.name() + " said that it holds what it has not",
                           world.now());
    }

    /// Else each of them could leave it with the others in its own name, before its author does.
    void check_apart(const World& world, Violations& violations) const {
        std::map<EnvelopeId, const Peer*> keepers;
        for (const auto& peer : world.peers()) {
            if (liars_.contains(peer->number())) continue;
            for (const auto& row : held_by(*peer)) {
                if (is_liar(row.depositor)) continue;
                const auto [first, is_first] = keepers.try_emplace(row.id, peer.get());
                if (!is_first)
                    violations.add("C7",
                                   first->second->name() + " and " + peer->name() +
                                       " hold the same envelope of somebody honest",
                                   world.now());
            }
        }
    }

    void check_held(Peer& carrier, const World& world, Violations& violations) {
        std::set<EnvelopeId> now;
        for (const auto& row : held_by(carrier)) now.insert(row.id);
        const auto before = std::exchange(held_[carrier.number()], now);
        for (const auto& id : before) {
            const auto owner = owners_.find(id);
            if (now.contains(id) || owner == owners_.end()) continue;
            const bool is_relied_on =
                relied_[owner->second.author].contains({carrier.number(), id});
            if (is_relied_on && !has_arrived(owner->second, world) && !is_lost(world, carrier, id))
                violations.add("C3",
                               carrier.name() + " gave up what " +
                                   world.peers()[owner->second.author]->name() +
                                   " wrote, and it has not arrived",
                               world.now());
        }
    }

    std::set<NodeNumber> liars_;
    std::map<DeviceId, NodeNumber> numbers_;
    std::map<EnvelopeId, Owner> owners_;
    std::map<NodeNumber, std::set<std::pair<NodeNumber, EnvelopeId>>> relied_;
    std::vector<std::set<EnvelopeId>> held_;
};

}  // namespace

std::unique_ptr<Invariant> honest_carriers(std::set<NodeNumber> liars) {
    return std::make_unique<HonestCarriers>(std::move(liars));
}

}  // namespace earshot::sim
