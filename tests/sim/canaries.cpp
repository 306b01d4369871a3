#include "tests/sim/canaries.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>

#include "core/base/limits.hpp"
#include "core/carrier/frames.hpp"
#include "core/delivery/frames.hpp"
#include "core/wire/archive.hpp"
#include "tests/sim/planting.hpp"

namespace earshot::sim {
namespace {

void lose_acknowledgements(World& world) {
    world.tamper = [](NodeNumber, std::uint8_t type, Bytes&) {
        return type != delivery::acknowledge_frame;
    };
}

/// One computer in three never sends what was said.
void keep_messages_back(World& world) {
    world.tamper = [](NodeNumber from, std::uint8_t type, Bytes&) {
        return type != delivery::deliver_frame || from % 3 != 1;
    };
}

void damage_messages(World& world) {
    world.tamper = [](NodeNumber, std::uint8_t type, Bytes& body) {
        if (type == delivery::deliver_frame && !body.empty()) body.back() ^= std::byte{1};
        return true;
    };
}

void keep_purges_back(World& world) {
    world.tamper = [](NodeNumber, std::uint8_t type, Bytes&) {
        return type != carrier::purge_frame;
    };
}

using Act = std::function<void(Peer&, LinkId, Bytes& body)>;

/// Does something with each frame of one type that comes to a computer, before its engine sees it.
void watch(World& world, std::uint8_t type, const Act& act) {
    plant_in(world, type, [act](Peer& peer, LinkId link, Bytes& body) {
        act(peer, link, body);
        return true;
    });
}

/// Carriers say that they hold what they have not stored yet, and cannot store now and then.
void acknowledge_before_durable(World& world) {
    constexpr unsigned failing = 4;
    watch(world, carrier::deposit_frame,
          [count = std::make_shared<unsigned>()](Peer& peer, LinkId link, Bytes& body) {
              if (const auto frame = wire::decode<carrier::DepositFrame>(body))
                  peer.utter(link, carrier::receipt_frame,
                             wire::encode(carrier::ReceiptFrame{{{frame->id, 0}}}));
              if (++*count % failing == 0) peer.disk.fail_next_commit(ErrorKind::no_space);
          });
}

/// Carriers delete what they hold for anybody who says some secret, whatever its hash.
void purge_without_secret(World& world) {
    watch(world, carrier::purge_frame, [&world](Peer& peer, LinkId, Bytes&) {
        auto stores = peer.disk.stores();
        const auto rows = stores.envelopes.held.held();
        if (!rows || rows->empty()) return;
        // Once what runs now is done; whoever starts again knows what its disk has.
        world.after(Micros{0}, [&peer, id = rows->front().id] {
            peer.crash();
            auto anew = peer.disk.stores();
            if (anew.transactions.begin() && anew.envelopes.held.remove_held(id))
                (void)anew.transactions.commit();
            peer.start();
        });
    });
}

/// What waits for its recipient waits no more.
void lose(Peer& peer, const MessageId& message) {
    auto stores = peer.disk.stores();
    const bool was_up = peer.is_up();
    peer.crash();
    if (stores.transactions.begin() && stores.outbox.remove_outgoing(message))
        (void)stores.transactions.commit();
    if (was_up) peer.start();
}

/// Depositors believe any secret.
void believe_any_secret(World& world) {
    watch(world, carrier::purged_frame, [](Peer& peer, LinkId, Bytes& body) {
        const auto deposits = peer.disk.stores().envelopes.deposits.deposits();
        const auto frame = wire::decode<carrier::SecretsFrame>(body);
        if (deposits && !deposits->empty() && frame && !frame->secrets.empty())
            body = wire::encode(carrier::SecretsFrame{{deposits->back().secret}});
    });
}

/// All carriers of a message are given the envelope that the first of them was given.
void give_one_to_all(World& world) {
    const auto first = std::make_shared<std::map<std::pair<NodeNumber, MessageId>, Bytes>>();
    plant_out(world, carrier::deposit_frame, [first](Peer& peer, LinkId, Bytes& body) {
        const auto frame = wire::decode<carrier::DepositFrame>(body);
        const auto copies = peer.disk.stores().envelopes.deposits.copies();
        if (!frame || !copies) return true;
        const auto copy = std::ranges::find(*copies, frame->id, &store::Copy::envelope);
        if (copy != copies->end())
            body = first->try_emplace({peer.number(), copy->message}, body).first->second;
        return true;
    });
}

/// Depositors forget a message as soon as three carriers say that they hold it.
void trust_carriers(World& world) {
    watch(world, carrier::receipt_frame, [&world](Peer& peer, LinkId, Bytes&) {
        std::map<MessageId, std::size_t> held;
        const auto copies = peer.disk.stores().envelopes.deposits.copies();
        if (!copies) return;
        for (const auto& copy : *copies)
            if (copy.is_held && ++held[copy.message] == limits::carriers_wanted)
                world.after(Micros{0}, [&peer, message = copy.message] { lose(peer, message); });
    });
}

}  // namespace

std::span<const Canary> canaries_of_messages() {
    static constexpr std::string_view liars = "carried_among_liars";
    static constexpr std::array<Canary, 9> all{{
        {"acknowledgements_are_lost", "swarm", "M4", lose_acknowledgements},
        {"some_deliver_nothing", "swarm", "M4", keep_messages_back},
        {"messages_are_damaged", "swarm", "M4", damage_messages},
        {"receipts_come_too_soon", liars, "C2", acknowledge_before_durable},
        {"anybody_may_purge", liars, "C3", purge_without_secret},
        {"any_secret_is_proof", liars, "M3", believe_any_secret},
        {"nothing_is_purged", liars, "C5", keep_purges_back},
        {"carriers_are_trusted", liars, "C6", trust_carriers},
        {"one_envelope_for_all", liars, "C7", give_one_to_all},
    }};
    return all;
}

std::vector<Canary> canaries() {
    std::vector<Canary> all;
    for (const auto some : {canaries_of_messages(), canaries_of_gossip()})
        all.insert(all.end(), some.begin(), some.end());
    return all;
}

void plant(std::string_view canary, World& world) {
    const auto all = canaries();
    const auto found = std::ranges::find(all, canary, &Canary::name);
    if (found != all.end()) found->plant(world);
}

}  // namespace earshot::sim
