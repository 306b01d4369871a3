#include "core/engine/answering.hpp"

#include "core/base/limits.hpp"
#include "core/engine/turn.hpp"
#include "core/identity/identity.hpp"
#include "core/store/memory_store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/unit/core/engine/always_heard.hpp"

namespace earshot::engine {
namespace {

using namespace std::chrono_literals;

constexpr Instant start{};

PersonId someone(std::uint8_t number) {
    PersonId person;
    person.bytes[0] = std::byte{number};
    return person;
}

}  // namespace

TEST_CASE("answering looks at the links of who does not acknowledge, then says so", "[engine]") {
    Answering answering;
    const auto bob = someone(1);
    CHECK_FALSE(answering.next_deadline());
    answering.on_asked(bob, start);
    CHECK(answering.next_deadline() == start + limits::answer_look);
    CHECK(answering.on_time(start + limits::answer_look - 1ms).looks.empty());

    const auto first = answering.on_time(start + limits::answer_look);
    CHECK(first.looks == std::vector{bob});
    CHECK(first.silent.empty());
    CHECK(answering.next_deadline() == start + limits::answer_patience);
    CHECK_FALSE(answering.is_silent(bob));

    const auto second = answering.on_time(start + limits::answer_patience);
    CHECK(second.looks.empty());
    CHECK(second.silent == std::vector{bob});
    CHECK(answering.is_silent(bob));
    CHECK_FALSE(answering.next_deadline());

    SECTION("once, whatever else is written to them") {
        answering.on_asked(bob, start + 10s);
        CHECK(answering.on_time(start + 1h).silent.empty());
        CHECK(answering.is_silent(bob));
    }
    SECTION("until they are heard; then they have time again") {
        CHECK(answering.on_heard(bob, start + 5s));
        CHECK_FALSE(answering.is_silent(bob));
        CHECK_FALSE(answering.on_heard(bob, start + 5s));
        CHECK(answering.next_deadline() == start + 5s + limits::answer_look);
    }
    SECTION("until nothing waits for them") {
        answering.forget(bob);
        CHECK_FALSE(answering.is_silent(bob));
    }
}

TEST_CASE("answering says at once both that it looked and that nobody answers after a standstill",
          "[engine]") {
    Answering answering;
    answering.on_asked(someone(1), start);
    answering.on_asked(someone(2), start + 1min);
    const auto due = answering.on_time(start + 1min);
    CHECK(due.looks == std::vector{someone(1)});
    CHECK(due.silent == std::vector{someone(1)});
    CHECK(answering.next_deadline() == start + 1min + limits::answer_look);
}

TEST_CASE("answering keeps nobody to whom nothing was sent", "[engine]") {
    Answering answering;
    CHECK_FALSE(answering.on_heard(someone(1), start));
    CHECK_FALSE(answering.next_deadline());
}

namespace {

/// One engine with a link to Bob, to whom it writes.
struct Writing {
    Now now{start, WallTime{1'700'000'000s}};
    support::SeededEntropy entropy{1};
    identity::LocalIdentity own{identity::LocalIdentity::generate(entropy, now.wall)};
    identity::LocalIdentity bob{identity::LocalIdentity::generate(entropy, now.wall)};
    store::MemoryStore disk;
    AlwaysHeard hearing;
    Turns turns{Parts{.identity = own,
                      .stores = disk.stores(),
                      .entropy = entropy,
                      .instance = {},
                      .default_name = "Alice"},
                hearing};
    static constexpr LinkId link{7};

    Writing() {
        REQUIRE(turns.start(now));
        link::Peer peer;
        peer.person = bob.person();
        peer.device = bob.device();
        peer.certificate = bob.certificate();
        run(LinkUp{link, peer, Endpoint{.port = 1}, std::nullopt, now.steady});
        run(Command{[this](Engine& engine, Now when, Effects& effects) -> Result<void> {
            EARSHOT_TRY(const auto sent, engine.send_text(bob.person(), "lunch?", when, effects));
            id = sent.id;
            return {};
        }});
    }
    Effects run(Input input) {
        turns.push(std::move(input));
        return run();
    }
    Effects run() {
        auto outcome = turns.run(now);
        REQUIRE_FALSE(outcome.failure);
        return std::move(outcome.effects);
    }
    Effects at(Duration time) {
        now.steady = start + time;
        return run();
    }

    MessageId id;
};

}  // namespace

TEST_CASE("engine says that somebody who is here does not answer", "[engine]") {
    Writing alice;
    const auto bob = alice.bob.person();
    CHECK(alice.at(limits::answer_look).probes == std::vector{Writing::link});
    CHECK(alice.turns.engine()->shown(bob).answers);
    const auto told = alice.at(limits::answer_patience).presence;
    REQUIRE(told.size() == 1);
    CHECK(told.front().person == bob);
    CHECK(told.front().shown.is_there());
    CHECK_FALSE(told.front().shown.answers);

    SECTION("until something comes from them") {
        const auto heard = alice.run(FrameReceived{Writing::link, 0x7f, {}}).presence;
        REQUIRE(heard.size() == 1);
        CHECK(heard.front().shown.answers);
    }
    SECTION("until the message is taken back") {
        const auto effects = alice.run(Command{[&](Engine& engine, Now when, Effects& more) {
            return engine.cancel(alice.id, when, more);
        }});
        REQUIRE(effects.presence.size() == 1);
        CHECK(effects.presence.front().shown.answers);
    }
    SECTION("and not of somebody who is not shown as here any more") {
        const auto gone = alice.run(LinkDown{Writing::link, gossip::LinkEnd::parted}).presence;
        REQUIRE(gone.size() == 1);
        CHECK_FALSE(gone.front().shown.is_there());
        CHECK(gone.front().shown.answers);
    }
}

}  // namespace earshot::engine
