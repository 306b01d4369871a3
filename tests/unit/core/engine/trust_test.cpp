#include <algorithm>

#include "core/base/limits.hpp"
#include "core/delivery/frames.hpp"
#include "core/engine/turn.hpp"
#include "core/identity/card.hpp"
#include "core/identity/ids.hpp"
#include "core/session/frames.hpp"
#include "core/wire/archive.hpp"
#include "tests/unit/core/engine/home.hpp"

namespace earshot::engine {
namespace {

using namespace std::chrono_literals;

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

TEST_CASE("engine forgets strangers of long ago to make room for those who come", "[trust]") {
    const auto person_of = [](std::size_t number) {
        store::Person person;
        person.id.bytes[0] = static_cast<std::byte>(number);
        person.id.bytes[1] = static_cast<std::byte>(number >> 8);
        person.account_key.fill(person.id.bytes[0]);
        person.first_met = WallTime{std::chrono::seconds{number}};
        return person;
    };
    constexpr std::size_t friends = 3;
    Home home{[&](const store::Stores& disk) {
        for (std::size_t i = 0; i < limits::people_max; ++i) {
            auto person = person_of(i);
            if (i == 0) person.state = store::ContactState::accepted;
            if (i == 1) person.verified = true;
            if (i == 2) person.alias = "Zoe";
            REQUIRE(disk.people.put_person(person));
        }
    }};
    const auto eve = home.somebody();
    home.meet(eve, "Eve");
    home.now.steady += limits::people_room_interval;
    const auto link = home.meet(eve, "Eve");
    CHECK_FALSE(home.closes(link));
    CHECK(home.find(eve.person()) != nullptr);
    for (std::size_t i = 0; i < friends; ++i) CHECK(home.find(person_of(i).id) != nullptr);
    CHECK(home.find(person_of(friends).id) == nullptr);
    CHECK(home.find(person_of(limits::people_max - 1).id) != nullptr);
    CHECK(home.turns.engine()->people().people().size() <=
          limits::people_max - limits::people_room + 1);
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
