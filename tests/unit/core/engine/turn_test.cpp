#include "core/engine/turn.hpp"

#include "core/base/limits.hpp"
#include "core/identity/card.hpp"
#include "core/identity/identity.hpp"
#include "core/store/memory_store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/unit/core/engine/always_heard.hpp"

namespace earshot::engine {
namespace {

using namespace std::chrono_literals;

/// One daemon's engine, with a disk that may fail.
struct Desk {
    Now now{Instant{}, WallTime{1'700'000'000s}};
    support::SeededEntropy entropy{1};
    identity::LocalIdentity identity;
    store::MemoryStore disk;
    AlwaysHeard hearing;
    std::optional<Turns> turns;
    LinkId last_link{};

    Desk() : identity(identity::LocalIdentity::generate(entropy, now.wall)) {}

    void start(std::optional<std::string> given_name) {
        turns.emplace(Parts{.identity = identity,
                            .stores = disk.stores(),
                            .entropy = entropy,
                            .instance = {},
                            .default_name = "account",
                            .given_name = std::move(given_name)},
                      hearing);
        REQUIRE(turns->start(now));
    }
    /// What the next one who comes by reads on our card.
    std::string name_shown() {
        support::SeededEntropy other{2};
        const auto stranger = identity::LocalIdentity::generate(other, now.wall);
        link::Peer peer;
        peer.person = stranger.person();
        peer.device = stranger.device();
        peer.certificate = stranger.certificate();
        ++last_link;
        turns->push(LinkUp{last_link, peer, Endpoint{.port = 1}, std::nullopt, now.steady});
        const auto outcome = turns->run(now);
        REQUIRE_FALSE(outcome.failure);
        REQUIRE_FALSE(outcome.effects.frames.empty());
        const auto& first = outcome.effects.frames.front();
        REQUIRE(first.type == card_frame);
        const auto card = identity::open_card(first.body);
        REQUIRE(card);
        return card->name;
    }
    void rename(std::string name) {
        turns->push(Command{[name](Engine& engine, Now when, Effects& effects) {
            return engine.rename(name, when, effects);
        }});
        REQUIRE_FALSE(turns->run(now).failure);
    }
    void rename_fails(std::string name) {
        turns->push(Command{[name](Engine& engine, Now when, Effects& effects) {
            return engine.rename(name, when, effects);
        }});
        REQUIRE(turns->run(now).failure);
    }
};

}  // namespace

TEST_CASE("engine shows the name given for its start on the very first card", "[engine]") {
    Desk desk;
    desk.start("Alice");
    CHECK(desk.turns->engine()->name() == "Alice");
    CHECK(desk.name_shown() == "Alice");

    SECTION("and keeps it for starts that give none") {
        desk.start(std::nullopt);
        CHECK(desk.name_shown() == "Alice");
    }
    SECTION("until the person chooses another, also when the store has failed since") {
        desk.rename("Alicia");
        desk.disk.fail_next_commit(ErrorKind::io);
        desk.turns->push(Command{[](Engine& engine, Now, Effects& effects) {
            return engine.add_seed("office:47700", effects);
        }});
        REQUIRE(desk.turns->run(desk.now).failure);
        desk.now.steady += probe_interval;
        CHECK(desk.name_shown() == "Alicia");
    }
}

TEST_CASE("engine tries an absent person at once when something is written to them", "[engine]") {
    Desk desk;
    desk.start(std::nullopt);
    desk.name_shown();
    support::SeededEntropy other{2};
    const auto stranger = identity::LocalIdentity::generate(other, desk.now.wall);
    auto stores = desk.disk.stores();
    REQUIRE(stores.transactions.begin());
    REQUIRE(stores.addresses.put_address(
        {stranger.device(), *Endpoint::parse("10.0.0.7:47700"), desk.now.wall}));
    REQUIRE(stores.transactions.commit());
    desk.start(std::nullopt);

    // Hours of nobody answering there.
    const auto dials = [&] {
        std::size_t started = 0;
        for (const auto& order : desk.turns->run(desk.now).effects.dials)
            if (const auto* dial = std::get_if<link::StartDial>(&order)) {
                ++started;
                desk.turns->push(DialFailed{dial->id, link::DialFailure::unreachable});
            }
        return started;
    };
    for (const auto end = desk.now.steady + 3h; desk.now.steady < end; desk.now.steady += 1s)
        dials();
    for (int quiet = 0; quiet < 30;) {
        quiet = dials() == 0 ? quiet + 1 : 0;
        desk.now.steady += 1s;
    }
    desk.turns->push(Command{[&](Engine& engine, Now when, Effects& effects) -> Result<void> {
        EARSHOT_TRY(const auto sent, engine.send_text(stranger.person(), "hello", when, effects));
        (void)sent;
        return {};
    }});
    CHECK(dials() == 1);
}

TEST_CASE(
    "engine that is built anew still knows where others reach it, and what it can do for them",
    "[engine]") {
    Desk desk;
    desk.start(std::nullopt);
    const Endpoint here{Address::v4({std::byte{10}, {}, {}, std::byte{7}}), 47700};
    desk.turns->push(NetworkChanged{{{here.address, 24}}, {here}, {}});
    desk.turns->push(FootingChanged{gossip::Footing::leaf});
    REQUIRE_FALSE(desk.turns->run(desk.now).failure);
    desk.disk.fail_next_commit(ErrorKind::no_space);
    desk.rename_fails("Alice");
    desk.now.steady += probe_interval;
    REQUIRE_FALSE(desk.turns->run(desk.now).failure);
    const auto& content = desk.turns->engine()->gossip().own().content();
    CHECK(content.endpoints == std::vector{here});
    CHECK(content.footing == gossip::Footing::leaf);
}

TEST_CASE("engine is called as the account is when no name was ever given", "[engine]") {
    Desk desk;
    desk.start(std::nullopt);
    CHECK(desk.name_shown() == "account");
}

}  // namespace earshot::engine
