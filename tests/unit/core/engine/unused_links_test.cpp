#include <algorithm>

#include "core/base/limits.hpp"
#include "core/delivery/frames.hpp"
#include "core/engine/turn.hpp"
#include "core/store/memory_store.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

namespace earshot::engine {
namespace {

using namespace std::chrono_literals;

constexpr LinkId link_number = 1;

struct NeverHeard final : gossip::Hearing {
    Instant heard(LinkId) const override { return {}; }
};

/// An engine that somebody has dialled who wants to be no neighbour.
struct Visited {
    Now now{Instant{}, WallTime{1'700'000'000s}};
    support::SeededEntropy entropy{1};
    identity::LocalIdentity identity = identity::LocalIdentity::generate(entropy, now.wall);
    identity::LocalIdentity visitor = identity::LocalIdentity::generate(entropy, now.wall);
    store::MemoryStore disk;
    NeverHeard hearing;
    Turns turns{Parts{.identity = identity,
                      .stores = disk.stores(),
                      .entropy = entropy,
                      .instance = {},
                      .default_name = "visited",
                      .given_name = std::nullopt},
                hearing};

    Visited() {
        REQUIRE(turns.start(now));
        link::Peer peer;
        peer.person = visitor.person();
        peer.device = visitor.device();
        peer.certificate = visitor.certificate();
        turns.push(LinkUp{link_number, peer, Endpoint{.port = 1}, std::nullopt, now.steady});
        REQUIRE_FALSE(closes());
    }

    bool closes() {
        const auto closes = turns.run(now).effects.closes;
        return std::ranges::find(closes, CloseLink{link_number, link::ByeReason::trim}) !=
               closes.end();
    }

    /// How long after now the link is closed.
    Duration closed_after(Duration patience) {
        const auto start = now.steady;
        while (now.steady < start + patience) {
            now.steady += 1s;
            if (closes()) break;
        }
        return now.steady - start;
    }
};

}  // namespace

TEST_CASE("engine closes a link that was made for a look and over which nobody wrote", "[engine]") {
    Visited engine;
    const auto age = engine.closed_after(1h);
    CHECK(age >= limits::idle_link_min);
    CHECK(age <= 2 * limits::idle_link_min);
}

TEST_CASE("engine keeps a link for minutes after its last message", "[engine]") {
    Visited engine;
    engine.turns.push(FrameReceived{link_number, delivery::acknowledge_frame,
                                    wire::encode(delivery::AcknowledgeFrame{})});
    const auto age = engine.closed_after(1h);
    CHECK(age >= limits::idle_link_patience);
    CHECK(age <= limits::idle_link_patience + 2 * limits::idle_link_min);
}

TEST_CASE("engine keeps a link while something waits to be delivered over it", "[engine]") {
    Visited engine;
    engine.turns.push(Command{[&](Engine& each, Now when, Effects& effects) -> Result<void> {
        EARSHOT_TRY(const auto sent,
                    each.send_text(engine.visitor.person(), "hello", when, effects));
        (void)sent;
        return {};
    }});
    CHECK(engine.closed_after(30min) == 30min);
}

}  // namespace earshot::engine
