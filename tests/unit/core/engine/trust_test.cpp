#include <algorithm>
#include <map>
#include <memory>

#include "core/base/limits.hpp"
#include "core/conversation/content.hpp"
#include "core/delivery/frames.hpp"
#include "core/engine/turn.hpp"
#include "core/identity/card.hpp"
#include "core/identity/ids.hpp"
#include "core/session/frames.hpp"
#include "core/store/memory_store.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/support/writer.hpp"
#include "tests/unit/core/engine/always_heard.hpp"

namespace earshot::engine {
namespace {

using namespace std::chrono_literals;

/// An engine to which people come who are what they say they are.
struct Home {
    Now now{Instant{}, WallTime{1'700'000'000s}};
    support::SeededEntropy entropy{1};
    identity::LocalIdentity identity = identity::LocalIdentity::generate(entropy, now.wall);
    store::MemoryStore disk;
    AlwaysHeard hearing;
    Turns turns{Parts{.identity = identity,
                      .stores = disk.stores(),
                      .entropy = entropy,
                      .instance = {},
                      .default_name = "home",
                      .given_name = std::nullopt},
                hearing};
    Effects effects;  ///< Of the last turn.
    LinkId last_link = 0;
    std::map<DeviceId, std::unique_ptr<support::Writer>> writers;

    Home() { REQUIRE(turns.start(now)); }

    identity::LocalIdentity somebody() {
        return identity::LocalIdentity::generate(entropy, now.wall);
    }
    void run() {
        auto turn = turns.run(now);
        REQUIRE_FALSE(turn.failure);
        effects = std::move(turn.effects);
    }
    LinkId meet(const identity::LocalIdentity& who, std::string_view name) {
        link::Peer peer;
        peer.person = who.person();
        peer.device = who.device();
        peer.certificate = who.certificate();
        turns.push(LinkUp{++last_link, peer, Endpoint{.port = 1}, std::nullopt, now.steady});
        turns.push(FrameReceived{
            last_link, card_frame,
            identity::make_card(who, {.seq = 1, .created = now.wall, .name = name, .avatar = {}})});
        run();
        return last_link;
    }
    void hear(LinkId link, const identity::LocalIdentity& from, std::string_view text,
              std::uint64_t number = 1) {
        conversation::Content content;
        content.conversation = identity::direct_conversation_id(from.certificate().account,
                                                                identity.certificate().account);
        content.author = from.person();
        content.recipient = identity.person();
        content.hlc = content.author_seq = number;
        content.body = text;
        const auto payload = wire::encode(content);
        const delivery::DeliverFrame frame{
            {{identity::message_id(payload), seal(link, from, payload)}}};
        turns.push(FrameReceived{link, delivery::deliver_frame, wire::encode(frame)});
        run();
    }
    Bytes seal(LinkId link, const identity::LocalIdentity& from, const Bytes& payload) {
        auto& writer = writers.try_emplace(from.device()).first->second;
        if (!writer) {
            writer = std::make_unique<support::Writer>(from, identity, now, entropy);
            turns.push(FrameReceived{link, session::ask_prekeys_frame, {}});
            run();
            const auto keys = std::ranges::find(effects.frames, session::prekeys_frame,
                                                &delivery::SendFrame::type);
            REQUIRE(keys != effects.frames.end());
            writer->learn(keys->body);
        }
        return writer->seal(delivery::conversation_kind, payload);
    }
    template <class Order>
    Result<void> order(Order give) {
        Result<void> outcome;
        turns.push(Command{[&](Engine& engine, Now when, Effects& told) -> Result<void> {
            outcome = give(engine, when, told);
            return {};
        }});
        run();
        return outcome;
    }
    Result<void> accept(const PersonId& person) {
        return order([&](Engine& engine, Now when, Effects& told) {
            return engine.accept(person, when, told);
        });
    }
    Result<void> forget(const PersonId& person, bool with_history) {
        return order([&](Engine& engine, Now when, Effects& told) -> Result<void> {
            EARSHOT_TRY(const auto taken, engine.forget(person, with_history, when, told));
            (void)taken;
            return {};
        });
    }
    const store::Person* find(const PersonId& person) const {
        return turns.engine()->people().find(person);
    }
    std::ptrdiff_t told(store::EventKind kind) const {
        return std::ranges::count(effects.events, kind, &store::Event::kind);
    }
    bool closes(LinkId link) const {
        return std::ranges::find(effects.closes, link, &CloseLink::link) != effects.closes.end();
    }
    bool sends(std::uint8_t type) const {
        return std::ranges::find(effects.frames, type, &delivery::SendFrame::type) !=
               effects.frames.end();
    }
    /// The outcome that the last turn acknowledged.
    std::uint8_t answered() const {
        const auto found = std::ranges::find(effects.frames, delivery::acknowledge_frame,
                                             &delivery::SendFrame::type);
        REQUIRE(found != effects.frames.end());
        const auto frame = wire::decode<delivery::AcknowledgeFrame>(found->body);
        REQUIRE(frame);
        return frame->acknowledgements.at(0).outcome;
    }
};

constexpr auto accepted = static_cast<std::uint8_t>(delivery::Outcome::accepted);
constexpr auto later = static_cast<std::uint8_t>(delivery::Outcome::later);

}  // namespace

TEST_CASE("engine tells whoever is accepted that what was put off is welcome", "[trust]") {
    Home home;
    const auto eve = home.somebody();
    const auto link = home.meet(eve, "Eve");
    home.hear(link, eve, "hello", 1);
    CHECK(home.answered() == accepted);
    CHECK(home.told(store::EventKind::request_added) == 1);
    home.hear(link, eve, "hello?", 2);
    CHECK(home.answered() == later);
    CHECK(home.told(store::EventKind::request_added) == 0);

    REQUIRE(home.accept(eve.person()));
    CHECK(home.sends(delivery::resume_frame));
    CHECK(home.told(store::EventKind::message_added) == 1);
    CHECK(home.turns.engine()->requests().empty());
    home.hear(link, eve, "hello?", 2);
    CHECK(home.answered() == accepted);
    REQUIRE(home.accept(eve.person()));
    CHECK_FALSE(home.sends(delivery::resume_frame));
}

TEST_CASE("engine forgets somebody with all that was decided, and meets them as a stranger",
          "[trust]") {
    Home home;
    const auto anna = home.somebody();
    const auto link = home.meet(anna, "Anna");
    REQUIRE(home.order([&](Engine& engine, Now when, Effects& told) {
        return engine.set_verified(anna.person(), true, when, told);
    }));
    CHECK(home.find(anna.person())->state == store::ContactState::accepted);
    REQUIRE(home.order([&](Engine& engine, Now when, Effects& told) -> Result<void> {
        EARSHOT_TRY(const auto sent, engine.send_text(anna.person(), "waits", when, told));
        (void)sent;
        return {};
    }));
    REQUIRE(home.forget(anna.person(), false));
    CHECK(home.closes(link));
    CHECK(home.find(anna.person()) == nullptr);
    CHECK(home.turns.engine()->waiting_count() == 0);
    CHECK(home.told(store::EventKind::person_removed) == 1);
    CHECK(home.told(store::EventKind::message_state_changed) == 1);
    CHECK(home.told(store::EventKind::conversation_removed) == 0);
    CHECK(home.forget(anna.person(), false).error().kind == ErrorKind::not_found);

    // What the link brings until it has ended is nothing that breaks or loses anything.
    home.turns.push(FrameReceived{
        link, card_frame,
        identity::make_card(anna, {.seq = 2, .created = {}, .name = "Anna", .avatar = {}})});
    home.hear(link, anna, "one more thing");
    CHECK(home.answered() == later);
    CHECK(home.find(anna.person()) == nullptr);
    home.turns.push(LinkDown{link, {}});
    home.run();

    home.meet(anna, "Anna");
    REQUIRE(home.find(anna.person()));
    CHECK(home.find(anna.person())->state == store::ContactState::unknown);
    CHECK_FALSE(home.find(anna.person())->verified);
    CHECK(home.turns.engine()->requests().empty());
    REQUIRE(home.forget(anna.person(), true));
    CHECK(home.told(store::EventKind::conversation_removed) == 1);
}

TEST_CASE("engine forgets nobody who is blocked", "[trust]") {
    Home home;
    const auto eve = home.somebody();
    home.meet(eve, "Eve");
    REQUIRE(home.order([&](Engine& engine, Now when, Effects& told) {
        return engine.set_blocked(eve.person(), true, when, told);
    }));
    CHECK(home.forget(eve.person(), true).error().kind == ErrorKind::refused);
    CHECK(home.turns.engine()->people().is_blocked(eve.person()));
}

TEST_CASE("A16 engine says once that another account uses a contact's name", "[trust]") {
    Home home;
    const auto anna = home.somebody();
    const auto other = home.somebody();
    home.meet(anna, "Anna");
    REQUIRE(home.accept(anna.person()));
    const auto link = home.meet(other, "ANNA");
    REQUIRE(home.told(store::EventKind::namesake_met) == 1);
    const auto said =
        std::ranges::find(home.effects.events, store::EventKind::namesake_met, &store::Event::kind);
    CHECK(said->subject == to_bytes(other.person().view()));
    CHECK(said->detail == anna.person().text());
    CHECK(home.find(other.person())->state == store::ContactState::unknown);

    const auto rename = [&](std::string_view name, std::uint64_t seq) {
        home.turns.push(FrameReceived{
            link, card_frame,
            identity::make_card(other, {.seq = seq, .created = {}, .name = name, .avatar = {}})});
        home.run();
        return home.told(store::EventKind::namesake_met);
    };
    CHECK(rename("Berta", 2) == 0);
    CHECK(rename("Anna", 3) == 0);
    REQUIRE(home.forget(other.person(), true));
    home.meet(other, "Anna");
    CHECK(home.told(store::EventKind::namesake_met) == 1);
}

TEST_CASE("engine makes a contact of a card, and dials where it says until it meets them",
          "[trust]") {
    Home home;
    const auto anna = home.somebody();
    const auto there = *Endpoint::parse("198.51.100.7:47700");
    const auto card = *identity::open_card_link(identity::make_card_link(anna, "Anna", {there}));
    const auto add = [&](const identity::CardLink& given) {
        return home.order([&](Engine& engine, Now when, Effects& told) -> Result<void> {
            EARSHOT_TRY(const auto person, engine.add(given, when, told));
            (void)person;
            return {};
        });
    };
    REQUIRE(add(card));
    REQUIRE(home.find(anna.person()));
    CHECK(home.find(anna.person())->name == "Anna");
    CHECK(home.find(anna.person())->state == store::ContactState::accepted);
    CHECK_FALSE(home.find(anna.person())->verified);
    const auto expected = home.turns.engine()->expected_at(anna.device());
    CHECK(expected.account == anna.certificate().account);
    CHECK(expected.link_key == anna.certificate().link);
    const auto is_dial = [&](const link::DialEffect& effect) {
        const auto* const dial = std::get_if<link::StartDial>(&effect);
        return dial != nullptr && dial->endpoint == there && dial->expected == anna.device();
    };
    CHECK(std::ranges::any_of(home.effects.dials, is_dial));

    home.meet(anna, "Anna");
    CHECK(home.find(anna.person())->state == store::ContactState::accepted);
    REQUIRE(add(card));

    SECTION("but not of our own") {
        const auto own = *identity::open_card_link(home.turns.engine()->card_link());
        CHECK(add(own).error().kind == ErrorKind::refused);
    }
    SECTION("nor of a computer that is known as another one") {
        auto other = card;
        other.link.bytes[0] ^= std::byte{1};
        CHECK(add(other).error().kind == ErrorKind::conflict);
        other = card;
        other.account = home.somebody().certificate().account;
        CHECK(add(other).error().kind == ErrorKind::conflict);
    }
    SECTION("nor of somebody who is blocked") {
        REQUIRE(home.order([&](Engine& engine, Now when, Effects& told) {
            return engine.set_blocked(anna.person(), true, when, told);
        }));
        CHECK(add(card).error().kind == ErrorKind::refused);
    }
}

TEST_CASE("engine compares live only over a link, and verifies by its own person's word",
          "[trust]") {
    Home home;
    const auto anna = home.somebody();
    const auto start = [&] {
        return home.order([&](Engine& engine, Now when, Effects& told) {
            return engine.start_comparing(anna.person(), when, told);
        });
    };
    CHECK(start().error().kind == ErrorKind::not_found);
    const auto link = home.meet(anna, "Anna");
    REQUIRE(start());
    CHECK(home.sends(sas::commit_frame));
    CHECK(home.told(store::EventKind::comparison_changed) == 1);
    home.turns.push(FrameReceived{link, sas::nonce_frame, Bytes(32, std::byte{7})});
    home.run();
    CHECK(home.sends(sas::reveal_frame));
    const auto code = home.turns.engine()->comparison(anna.person())->code;
    home.turns.push(FrameReceived{link, sas::verdict_frame, Bytes(1, std::byte{2})});
    home.run();
    CHECK_FALSE(home.find(anna.person())->verified);
    REQUIRE(home.order([&](Engine& engine, Now when, Effects& told) {
        return engine.confirm_compared(anna.person(), code, when, told);
    }));
    CHECK(home.find(anna.person())->verified);
    CHECK(home.find(anna.person())->state == store::ContactState::accepted);

    home.turns.push(FrameReceived{link, sas::nonce_frame, Bytes(31)});
    home.run();
    CHECK(home.closes(link));
    home.turns.push(LinkDown{link, {}});
    home.run();
    CHECK(start().error().kind == ErrorKind::busy);
}

}  // namespace earshot::engine
