#include <algorithm>

#include "core/engine/turn.hpp"
#include "core/identity/identity.hpp"
#include "core/store/memory_store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/unit/core/engine/always_heard.hpp"

namespace earshot::engine {
namespace {

using namespace std::chrono_literals;

const Endpoint there = *Endpoint::parse("10.0.0.7:47700");
const Subnet old_place{*Address::parse("10.0.0.5"), 24};
const Subnet new_place{*Address::parse("10.0.0.200"), 24};

/// A computer with a link, made from its old place, to somebody who was met before.
struct Traveller {
    Now now{Instant{}, WallTime{1'700'000'000s}};
    support::SeededEntropy entropy{1};
    identity::LocalIdentity identity = identity::LocalIdentity::generate(entropy, now.wall);
    identity::LocalIdentity friendly = identity::LocalIdentity::generate(entropy, now.wall);
    store::MemoryStore disk;
    AlwaysHeard hearing;
    std::optional<Turns> turns;

    Traveller() {
        auto stores = disk.stores();
        REQUIRE(stores.transactions.begin());
        REQUIRE(stores.addresses.put_address({friendly.device(), there, now.wall}));
        REQUIRE(stores.transactions.commit());
        turns.emplace(Parts{.identity = identity,
                            .stores = stores,
                            .entropy = entropy,
                            .instance = {},
                            .default_name = "traveller",
                            .given_name = std::nullopt},
                      hearing);
        REQUIRE(turns->start(now));
        turns->push(NetworkChanged{{old_place}, {}});
        up(1, old_place.address);
        run();
    }
    void up(LinkId link, const Address& local) {
        link::Peer peer;
        peer.person = friendly.person();
        peer.device = friendly.device();
        peer.certificate = friendly.certificate();
        turns->push(LinkUp{link, peer, there, std::nullopt, now.steady, local});
    }
    Effects run() {
        auto outcome = turns->run(now);
        REQUIRE_FALSE(outcome.failure);
        return std::move(outcome.effects);
    }
    /// How often the friend is dialled within a second, nobody answering.
    std::size_t dials() {
        std::size_t started = 0;
        for (const auto end = now.steady + 1s; now.steady < end; now.steady += 100ms)
            for (const auto& order : run().dials)
                started += std::holds_alternative<link::StartDial>(order) ? 1 : 0;
        return started;
    }
};

/// The traveller heard of somebody in its old place, and has met its friend in another one.
struct Gossiper : Traveller {
    Gossiper() {
        move_to(old_place);
        turns->push(say(1, gossip::records_frame, gossip::RecordsFrame{{{0, known.bytes}}}));
        run();
        REQUIRE(turns->engine()->gossip().table().find(stranger.sid()) != nullptr);
    }
    void move_to(const Subnet& place, bool is_hidden = false) {
        NetworkChanged changed;
        changed.own = {place};
        if (!is_hidden) changed.segments = {{"eth0", {place}}};
        changed.is_hidden = is_hidden;
        turns->push(changed);
        run();
    }
    template <class Frame>
    FrameReceived say(LinkId link, std::uint8_t type, const Frame& frame) const {
        return {link, type, wire::encode(frame)};
    }
    bool tells_friend() {
        turns->push(say(1, gossip::want_frame, gossip::WantFrame{{stranger.sid()}}));
        return std::ranges::any_of(
            run().frames, [](const auto& each) { return each.type == gossip::records_frame; });
    }

    const gossip::Computer stranger{77};
    const gossip::Record known = stranger.record(5);
};

bool closes(const Effects& effects, LinkId link) {
    return std::ranges::find(effects.closes, link, &CloseLink::link) != effects.closes.end();
}

}  // namespace

TEST_CASE("engine looks for a successor of a link whose address is gone", "[engine]") {
    Traveller traveller;
    REQUIRE(traveller.dials() == 0);
    traveller.turns->push(NetworkChanged{{new_place}, {}});
    CHECK(traveller.dials() == 1);

    SECTION("and then ends it") {
        traveller.up(2, new_place.address);
        CHECK(closes(traveller.run(), 1));
    }
}

TEST_CASE("engine tells in one network nobody of whom it heard in another", "[engine]") {
    Gossiper traveller;
    CHECK(traveller.tells_friend());
    SECTION("when all networks are others") {
        traveller.move_to(Subnet{*Address::parse("10.9.0.5"), 24});
        CHECK_FALSE(traveller.tells_friend());
    }
    SECTION("when strangers do not see it there, or see it again") {
        traveller.move_to(old_place, GENERATE(true, false));
        traveller.move_to(old_place, true);
        CHECK_FALSE(traveller.tells_friend());
    }
    SECTION("not when it only got another address") {
        traveller.move_to(new_place);
        CHECK(traveller.tells_friend());
    }
    SECTION("not when it is in no network for a moment") {
        traveller.turns->push(NetworkChanged{});
        traveller.run();
        traveller.move_to(old_place);
        CHECK(traveller.tells_friend());
    }
}

TEST_CASE("engine keeps a link whose address is still there", "[engine]") {
    Traveller traveller;
    traveller.turns->push(NetworkChanged{{old_place, new_place}, {}});
    CHECK(traveller.dials() == 0);
}

}  // namespace earshot::engine
