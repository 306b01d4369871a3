#include <algorithm>

#include "core/base/limits.hpp"
#include "core/engine/turn.hpp"
#include "core/gossip/frames.hpp"
#include "core/identity/card.hpp"
#include "core/identity/ids.hpp"
#include "core/store/memory_store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::engine {
namespace {

using namespace std::chrono_literals;
using gossip::Computer;

/// Our engine, and a neighbour who tells of somebody whose card it has not got yet.
struct Desk {
    static constexpr LinkId to_ben{1};
    Now now = gossip::at({});
    Computer self{1};
    Computer ben{2};
    Computer cid{3};
    support::SeededEntropy entropy{4};
    store::MemoryStore disk;
    gossip::Ears ears;
    Turns turns{Parts{.identity = self.identity(),
                      .stores = disk.stores(),
                      .entropy = entropy,
                      .instance = {},
                      .default_name = "Ann"},
                ears};
    Bytes card = identity::make_card(
        cid.identity(), {.seq = 1, .created = now.wall, .name = "Cid", .avatar = std::nullopt});

    Desk() {
        REQUIRE(turns.start(now));
        link::Peer peer;
        peer.person = ben.identity().person();
        peer.device = ben.device();
        peer.certificate = ben.identity().certificate();
        run(LinkUp{to_ben, peer, Endpoint{.port = 1}, std::nullopt, now.steady});
    }
    Effects run(Input input) {
        turns.push(std::move(input));
        return run();
    }
    Effects run() {
        ears.hear(to_ben, now.steady);
        auto outcome = turns.run(now);
        REQUIRE_FALSE(outcome.failure);
        return std::move(outcome.effects);
    }
    /// How often the card was asked for in this time.
    std::size_t asked_in(Duration time) {
        std::size_t asked = 0;
        for (const auto until = now.steady + time; now.steady < until; now.steady += 100ms)
            asked += questions(run());
        return asked;
    }
    static std::size_t questions(const Effects& effects) {
        return static_cast<std::size_t>(std::ranges::count(
            effects.frames, gossip::card_wanted_frame, &delivery::SendFrame::type));
    }
    bool shows_cid() const {
        const auto* const person = turns.engine()->people().find(cid.identity().person());
        return person != nullptr && person->name == "Cid";
    }
};

}  // namespace

TEST_CASE("engine asks again for the card of somebody who is here, until it comes", "[engine]") {
    Desk desk;
    auto presence = desk.cid.presence(5);
    presence.card = identity::card_hash(desk.card);
    const auto told = desk.run(
        FrameReceived{Desk::to_ben, gossip::records_frame,
                      wire::encode(gossip::RecordsFrame{{{0, desk.cid.sign(presence).bytes}}})});
    CHECK(Desk::questions(told) == 1);
    CHECK(desk.asked_in(6 * Duration{limits::card_patience}) >= 2);
    CHECK_FALSE(desk.shows_cid());

    while (desk.asked_in(100ms) == 0) REQUIRE(desk.now.steady < gossip::start + 5min);
    desk.run(FrameReceived{Desk::to_ben, gossip::foreign_card_frame, desk.card});
    CHECK(desk.shows_cid());
    CHECK(desk.asked_in(6 * Duration{limits::card_patience}) == 0);
}

}  // namespace earshot::engine
