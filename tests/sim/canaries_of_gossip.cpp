#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <utility>

#include "core/base/limits.hpp"
#include "core/gossip/frames.hpp"
#include "core/wire/archive.hpp"
#include "tests/sim/canaries.hpp"
#include "tests/sim/planting.hpp"

/// Bugs of presence, as they are made: something is not said, said twice, believed too soon,
/// counted wrongly, or forgotten.
namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr gossip::NetworkId network{};

/// Has a frame changed; what does not decode passes as it is.
template <class Frame, class Change>
Passing changing(Change change) {
    return [change](Peer& peer, LinkId link, Bytes& body) {
        if (auto frame = wire::decode<Frame>(body, limits::fragmented_body_bytes_max)) {
            change(peer, link, *frame);
            body = wire::encode(*frame);
        }
        return true;
    };
}

gossip::Witness witness_of(const Peer& peer, const gossip::Version& version) {
    return gossip::make_witness(peer.identity().device_keys(), network,
                                {version.sid, version.seq, gossip::Evidence::silence},
                                crypto::ed25519);
}

/// One computer in three never says what it knows of others, or of itself.
void keep_records_back(World& world) {
    world.tamper = [](NodeNumber from, std::uint8_t type, Bytes&) {
        return type != gossip::records_frame || from % 3 != 1;
    };
}

/// The first record of somebody that came stays what is shown of them.
void keep_first_records(World& world) {
    const auto first = std::make_shared<std::map<std::pair<NodeNumber, gossip::Sid>, Bytes>>();
    plant_in(
        world, gossip::records_frame,
        changing<gossip::RecordsFrame>([first](const Peer& peer, LinkId, auto& frame) {
            for (auto& each : frame.records)
                if (const auto record = gossip::read_record(each.record))
                    each.record =
                        first->try_emplace({peer.number(), record->sid}, each.record).first->second;
        }));
}

/// Of a version only the lower half is announced.
void cut_versions(World& world) {
    plant_out(world, gossip::have_frame,
              changing<gossip::HaveFrame>([](const Peer&, LinkId, auto& frame) {
                  for (auto& version : frame.versions) version.seq &= 0xFFFF'FFFF;
              }));
}

void announce_twice(World& world) {
    plant_out(world, gossip::have_frame, [](Peer& peer, LinkId link, const Bytes& body) {
        peer.utter(link, gossip::have_frame, body);
        return true;
    });
}

/// Whoever hears of somebody asks for them, whether it has that version or not.
void ask_for_what_came(World& world) {
    plant_in(world, gossip::records_frame, [](Peer& peer, LinkId link, const Bytes& body) {
        const auto frame =
            wire::decode<gossip::RecordsFrame>(body, limits::fragmented_body_bytes_max);
        if (!frame) return true;
        gossip::WantFrame want;
        for (const auto& each : frame->records)
            if (const auto record = gossip::read_record(each.record))
                want.sids.push_back(record->sid);
        peer.utter(link, gossip::want_frame, wire::encode(want));
        return true;
    });
}

/// Whatever comes goes on to everybody, whoever has it; the first thousand times.
void pass_on_unasked(World& world) {
    constexpr unsigned times_max = 1000;
    std::map<NodeNumber, unsigned> times;
    plant_in(world, gossip::records_frame, [times](Peer& peer, LinkId, const Bytes& body) mutable {
        if (++times[peer.number()] > times_max) return true;
        for (const auto& link : peer.engine()->links())
            peer.utter(link.id, gossip::records_frame, body);
        return true;
    });
}

/// An age that is below zero is sent as what it is without its sign.
void wrap_ages(World& world) {
    plant_out(world, gossip::records_frame,
              changing<gossip::RecordsFrame>([](const Peer&, LinkId, auto& frame) {
                  for (auto& each : frame.records) each.age_seconds -= 1;
              }));
}

/// Whoever is asked whether somebody is there says yes without a look.
void vouch_blindly(World& world) {
    plant_out(world, gossip::checked_frame,
              changing<gossip::CheckedFrame>(
                  [](const Peer&, LinkId, auto& frame) { frame.witness.reset(); }));
}

/// Nobody becomes a neighbour of anybody.
void refuse_everybody(World& world) {
    plant_out(world, gossip::neighbour_frame,
              changing<gossip::NeighbourFrame>([](const Peer&, LinkId, auto& frame) {
                  if (frame.word == gossip::Neighbourly::accepts)
                      frame.word = gossip::Neighbourly::refuses;
              }));
}

/// Whoever wakes believes at once that all those are gone of whom it has not heard.
void judge_on_waking(World& world) {
    plant_in(world, gossip::greeting_frame, [&world](Peer& peer, LinkId link, const Bytes&) {
        if (!peer.woke_at() || world.now() - *peer.woke_at() > 10s) return true;
        const auto own = gossip::sid_of(peer.device());
        for (const auto& [sid, entry] : peer.engine()->gossip().table().entries()) {
            if (sid == own || !entry.is_online()) continue;
            const gossip::Version version{sid, entry.record->presence.seq};
            const gossip::Doubt doubt{sid, version.seq, {witness_of(peer, version)}};
            peer.utter(link, gossip::doubts_frame,
                       wire::encode(gossip::DoubtsFrame{false, {doubt}}));
            break;
        }
        return true;
    });
}

/// The last version is not kept, and the clock alone is trusted.
void forget_versions(World& world) {
    plant_habit(world, 100ms, [](Peer& peer) {
        auto stores = peer.disk.stores();
        if (!stores.transactions.begin()) return;
        if (stores.settings.remove_setting("presence.seq") && stores.transactions.commit()) return;
        stores.transactions.rollback();
    });
}

/// Each link is told of itself in other words, and of one version.
void say_different_things(World& world) {
    plant_out(
        world, gossip::records_frame,
        changing<gossip::RecordsFrame>([&world](const Peer& peer, LinkId link, auto& frame) {
            for (auto& each : frame.records) {
                const auto record = gossip::read_record(each.record);
                if (!record || record->device != peer.device()) continue;
                auto presence = record->presence;
                presence.set_status_text("on link " + std::to_string(link % 2));
                each.record =
                    gossip::make_record(peer.identity(), network, presence, world.signatures).bytes;
            }
        }));
}

/// What anybody thinks of makes a version, also when nothing has changed.
void change_without_reason(World& world) {
    plant_habit(world, 30s, [](Peer& peer) {
        const bool is_away =
            peer.engine()->gossip().own().record().presence.state == gossip::State::away;
        peer.choose(is_away ? gossip::State::online : gossip::State::away);
    });
}

/// A card that nobody has is asked for again and again.
void ask_for_ever(World& world) {
    plant_habit(world, 50ms, [](Peer& peer) {
        const auto& links = peer.engine()->gossip().links().all();
        if (!links.empty())
            peer.utter(links.begin()->first, gossip::card_wanted_frame,
                       wire::encode(gossip::CardWantedFrame{{CardHash{}}}));
    });
}

}  // namespace

std::span<const Canary> canaries_of_gossip() {
    static constexpr std::array<Canary, 14> all{{
        {"records_are_kept_back", "swarm", "V3", keep_records_back},
        {"first_records_are_kept", "swarm", "V2", keep_first_records},
        {"versions_are_cut", "swarm", "A8", cut_versions},
        {"news_is_told_twice", "swarm", "A8", announce_twice},
        {"what_came_is_asked_for", "swarm", "A8", ask_for_what_came},
        {"records_are_passed_on_unasked", "swarm", "A5", pass_on_unasked},
        {"ages_wrap_round", "swarm", "V3", wrap_ages},
        {"helpers_vouch_blindly", "swarm", "V3", vouch_blindly},
        {"nobody_is_accepted", "swarm", "V1", refuse_everybody},
        {"wakers_judge_at_once", "swarm", "A7", judge_on_waking},
        {"versions_are_forgotten", "swarm", "A1", forget_versions},
        {"one_version_says_two_things", "swarm", "A1", say_different_things},
        {"versions_come_without_reason", "swarm", "V2", change_without_reason},
        {"cards_are_asked_for_for_ever", "swarm", "V6", ask_for_ever},
    }};
    return all;
}

}  // namespace earshot::sim
