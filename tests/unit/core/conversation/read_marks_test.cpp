#include "core/conversation/read_marks.hpp"

#include "core/base/limits.hpp"
#include "tests/unit/core/conversation/sides.hpp"

namespace earshot::conversation {
namespace {

using namespace std::chrono_literals;
using State = store::MessageState;

/// Alice writes, Bob reads and tells.
struct Marked : Pair {
    std::vector<MessageId> sent;

    void write(int count) {
        for (int i = 0; i < count; ++i) sent.push_back(alice.say(bob, "text"));
    }
    void arrive(std::size_t number) {
        REQUIRE(deliver(alice, bob, sent[number]) == Outcome::accepted);
    }
    void acknowledge(std::size_t number) {
        const auto& who = bob.identity;
        // As the engine does: what waits no more is nobody's business.
        const auto kind =
            alice.outbox->on_answer(who.person(), sent[number], Outcome::accepted, alice.now);
        REQUIRE(kind);
        if (!*kind) return;
        REQUIRE(alice.conversations->on_answered(
            {who.person(), who.device(), sent[number], Outcome::accepted}, alice.now,
            alice.effects));
    }
    void write_and_arrive(int count) {
        const auto first = sent.size();
        write(count);
        for (auto i = first; i < sent.size(); ++i) {
            arrive(i);
            acknowledge(i);
        }
    }
    void read(const std::optional<MessageId>& up_to = std::nullopt) {
        REQUIRE(bob.conversations->mark_read(bob.row(alice).id, up_to, bob.now));
        bob.end_turn();
    }
    /// The mark that waits at Bob's.
    std::optional<MessageId> waiting() { return bob.row(alice).mark_waiting; }
    ReadMark mark() {
        REQUIRE(waiting());
        return *wire::decode<ReadMark>(bob.payload_of(*waiting()));
    }
    Outcome tell(const ReadMark& mark) {
        const auto payload = wire::encode(mark);
        return tell(payload, identity::message_id(payload));
    }
    Outcome tell(ByteView payload, const MessageId& id) {
        const auto& who = bob.identity;
        const auto outcome = alice.marks->on_payload({who.person(), who.device(), id, payload},
                                                     alice.now, alice.effects);
        REQUIRE(outcome);
        alice.end_turn();
        return *outcome;
    }
    /// It arrives, and its acknowledgement, too.
    void tell() {
        const auto id = *waiting();
        CHECK(tell(bob.payload_of(id), id) == Outcome::accepted);
        const auto& who = alice.identity;
        REQUIRE(*bob.outbox->on_answer(who.person(), id, Outcome::accepted, bob.now) ==
                delivery::read_mark_kind);
        REQUIRE(bob.marks->on_answered({who.person(), who.device(), id, Outcome::accepted}, bob.now,
                                       bob.effects));
        bob.end_turn();
    }
    void pass_interval() {
        for (auto* side : {&alice, &bob}) {
            side->now.steady += limits::read_mark_interval;
            side->end_turn();
        }
    }
    State state(std::size_t number) {
        return (*alice.stores.messages.find_message(sent[number]))->state;
    }
    std::vector<State> states() {
        std::vector<State> all;
        for (std::size_t i = 0; i < sent.size(); ++i) all.push_back(state(i));
        return all;
    }
};

using States = std::vector<State>;

}  // namespace

TEST_CASE("a read mark makes its author's messages read, and tells it of each", "[read_marks]") {
    Marked m;
    m.write_and_arrive(3);
    m.read(m.sent[1]);
    m.tell();
    CHECK(m.states() == States{State::read, State::read, State::delivered});
    CHECK_FALSE(m.waiting());
    m.alice.effects.events.clear();
    m.pass_interval();
    m.read();
    m.tell();
    CHECK(m.state(2) == State::read);
    CHECK(m.alice.count(store::EventKind::message_state_changed) == 1);
    CHECK(m.alice.count(store::EventKind::conversation_changed) == 1);
}

TEST_CASE("read marks wait as one, the newest, at most one a second", "[read_marks]") {
    Marked m;
    m.write_and_arrive(3);
    m.read(m.sent[0]);
    const auto first = m.waiting();
    REQUIRE(first);
    m.read(m.sent[1]);
    CHECK(m.waiting() == first);
    CHECK(m.bob.marks->next_deadline() == m.bob.now.steady + limits::read_mark_interval);
    m.read();
    m.pass_interval();
    CHECK(m.waiting() != first);
    CHECK(m.mark().up_to == m.sent[2]);
    CHECK(m.bob.stores.outbox.waiting()->size() == 1);
    CHECK(m.bob.stores.outbox.waiting()->front().count == 1);
    CHECK(m.bob.marks->own().waiting() == 1);
    CHECK_FALSE(m.bob.marks->next_deadline());
    CHECK(m.tell(m.mark()) == Outcome::accepted);
    CHECK(m.states() == States{State::read, State::read, State::read});
}

TEST_CASE("a read mark survives a restart before and after it is queued", "[read_marks]") {
    Marked m;
    m.write_and_arrive(1);
    SECTION("queued") {
        m.read();
        m.bob.restart();
        CHECK(m.bob.marks->own().waiting() == 1);
        m.tell();
        CHECK(m.state(0) == State::read);
    }
    SECTION("not yet") {
        m.read();
        m.write_and_arrive(1);
        m.read();  // Within a second of the first.
        m.bob.restart();
        m.bob.end_turn();
        CHECK(m.mark().up_to == m.sent[1]);
    }
    SECTION("half done at its author's") {
        m.write_and_arrive(static_cast<int>(limits::settled_per_turn_max) + 5);
        m.read();
        const auto mark = m.mark();
        const auto payload = wire::encode(mark);
        REQUIRE(m.alice.marks->on_payload({m.bob.identity.person(), m.bob.identity.device(),
                                           identity::message_id(payload), payload},
                                          m.alice.now, m.alice.effects));
        REQUIRE(m.alice.marks->on_time(m.alice.now, m.alice.effects));
        REQUIRE(m.alice.book->flush(m.alice.now, m.alice.effects));
        CHECK(m.state(limits::settled_per_turn_max - 1) == State::read);
        CHECK(m.state(limits::settled_per_turn_max) == State::delivered);
        CHECK(m.alice.marks->next_deadline() == m.alice.now.steady);
        m.alice.restart();
        CHECK(m.alice.marks->next_deadline() == m.alice.now.steady);
        while (m.alice.marks->next_deadline()) m.alice.end_turn();
        CHECK(m.state(m.sent.size() - 1) == State::read);
    }
}

TEST_CASE("a read mark acknowledges what it covers", "[read_marks]") {
    Marked m;
    m.write(3);
    for (const std::size_t i : {0U, 1U, 2U}) m.arrive(i);
    m.read();
    CHECK(m.mark().since == 1);
    CHECK(m.alice.outbox->waiting(m.bob.identity.person()) == 3);
    m.tell();
    CHECK(m.states() == States{State::read, State::read, State::read});
    CHECK(m.alice.outbox->waiting(m.bob.identity.person()) == 0);
    const auto proven = m.alice.marks->take_proven();
    REQUIRE(proven.size() == 3);
    CHECK(proven[0].id == m.sent[0]);
    CHECK(proven[0].by == m.bob.identity.person());
    m.acknowledge(1);  // Late, and no news.
    CHECK(m.state(1) == State::read);
}

TEST_CASE("a read mark does not cover what its reader does not have", "[read_marks]") {
    Marked m;
    m.write(4);
    m.arrive(0);
    m.arrive(1);
    m.acknowledge(0);
    m.arrive(3);
    m.read();
    CHECK(m.mark().up_to == m.sent[3]);
    CHECK(m.mark().since == 4);
    m.tell();
    CHECK(m.states() == States{State::read, State::queued, State::queued, State::read});

    SECTION("until it comes, and is read in its turn") {
        m.pass_interval();
        m.arrive(2);
        m.bob.end_turn();
        CHECK_FALSE(m.waiting());
        m.read();
        CHECK(m.mark().up_to == m.sent[3]);
        CHECK(m.mark().since == 1);
        m.tell();
        CHECK(m.states() == States{State::read, State::read, State::read, State::read});
    }
    SECTION("also where nothing is delivered for long") {
        m.write_and_arrive(3);
        m.pass_interval();
        m.read();
        m.tell();
        CHECK(m.state(2) == State::queued);
        CHECK(m.state(6) == State::read);
    }
}

TEST_CASE("a read mark that is not newer changes nothing", "[read_marks]") {
    Marked m;
    m.write_and_arrive(3);
    m.read(m.sent[0]);
    const auto old = m.mark();
    m.pass_interval();
    m.read();
    const auto newer = m.mark();
    CHECK(m.tell(newer) == Outcome::accepted);
    const auto before = m.alice.row(m.bob);
    const auto events = m.alice.effects.events.size();
    for (const auto& stale : {old, newer}) CHECK(m.tell(stale) == Outcome::accepted);
    CHECK(m.alice.row(m.bob) == before);
    CHECK(m.alice.effects.events.size() == events);
}

TEST_CASE("A11 a read mark of another, for another, of another's message is refused",
          "[read_marks]") {
    Marked m;
    Side mallory{3};
    mallory.meet(m.alice);
    m.alice.meet(mallory);
    REQUIRE(m.alice.people->accept(mallory.identity.person()));
    m.write_and_arrive(2);
    const auto answer = m.bob.say(m.alice, "an answer");
    m.deliver(m.bob, m.alice, answer);
    m.read();
    const auto good = m.mark();
    const auto forged = [&](auto change) {
        auto mark = good;
        change(mark);
        return m.tell(mark);
    };
    const auto damaged = [&](std::size_t offset, std::uint8_t value) {
        auto payload = wire::encode(good);
        payload.at(offset) = std::byte{value};
        return m.tell(payload, identity::message_id(payload));
    };
    CHECK(damaged(0, 2) == Outcome::refused);               // Its version.
    CHECK(damaged(1 + 4 * 32 + 7, 0) == Outcome::refused);  // Since 0.
    CHECK(forged([](ReadMark& x) { x.conversation = {}; }) == Outcome::refused);
    CHECK(forged([](ReadMark& x) { std::swap(x.reader, x.author); }) == Outcome::refused);
    CHECK(forged([&](ReadMark& x) { x.reader = mallory.identity.person(); }) == Outcome::refused);
    CHECK(forged([&](ReadMark& x) { x.up_to = answer; }) == Outcome::refused);
    CHECK(forged([](ReadMark& x) { x.up_to = {}; }) == Outcome::accepted);  // Thrown away, maybe.
    const auto payload = wire::encode(good);
    CHECK(m.tell(payload, MessageId{}) == Outcome::refused);
    auto longer = payload;
    longer.push_back(std::byte{0});
    CHECK(m.tell(longer, identity::message_id(longer)) == Outcome::refused);
    const auto from_mallory =
        m.alice.marks->on_payload({mallory.identity.person(), mallory.identity.device(),
                                   identity::message_id(payload), payload},
                                  m.alice.now, m.alice.effects);
    CHECK(*from_mallory == Outcome::refused);
    CHECK(m.states() == States{State::delivered, State::delivered});
    CHECK(forged([](ReadMark& x) { x.extensions[9] = Bytes(3); }) == Outcome::accepted);
    CHECK(m.states() == States{State::read, State::read});
}

TEST_CASE("read marks pass between contacts only", "[read_marks]") {
    Side eve{10};
    Side bob{2};
    eve.meet(bob);
    bob.meet(eve);
    const auto id = eve.say(bob, "who are you?");
    REQUIRE(eve.people->accept(bob.identity.person()));
    REQUIRE(bob.hear(eve, id, eve.payload_of(id)) == Outcome::accepted);
    const auto& who = eve.identity.person();
    REQUIRE(bob.conversations->mark_read(bob.row(eve).id, std::nullopt, bob.now));
    CHECK_FALSE(bob.row(eve).mark_waiting);

    SECTION("of somebody who is none nothing is taken") {
        CHECK_FALSE(bob.marks->has_room(who, 10));
        CHECK(eve.marks->has_room(bob.identity.person(), 10));
        ReadMark mark;
        mark.conversation = bob.row(eve).id;
        mark.reader = who;
        mark.author = bob.identity.person();
        mark.since = 1;
        const auto payload = wire::encode(mark);
        CHECK(*bob.marks->on_payload(
                  {who, eve.identity.device(), identity::message_id(payload), payload}, bob.now,
                  bob.effects) == Outcome::refused);
    }
    SECTION("whoever becomes one is told that their request was read") {
        REQUIRE(bob.people->accept(who));
        REQUIRE(bob.conversations->on_accepted(who, bob.now, bob.effects));
        const auto waiting = bob.row(eve).mark_waiting;
        REQUIRE(waiting);
        CHECK(wire::decode<ReadMark>(bob.payload_of(*waiting))->up_to == id);
    }
}

TEST_CASE("nobody is told what was read against the wish of who read it", "[read_marks]") {
    using Telling = OwnMarks::Telling;
    Marked m;
    m.write_and_arrive(2);
    SECTION("and what waits is taken back") {
        m.read(m.sent[0]);
        const auto waited = m.waiting();
        REQUIRE(waited);
        (void)m.bob.marks->own().take_changes();
        REQUIRE(m.bob.marks->own().set_telling(Telling::no, m.bob.now.steady));
        CHECK_FALSE(m.waiting());
        CHECK_FALSE(*m.bob.stores.outbox.find_outgoing(*waited));
        const auto changes = m.bob.marks->own().take_changes();
        REQUIRE(changes.size() == 1);
        CHECK(changes[0].withdrawn == waited);
        m.pass_interval();
        m.read();
        CHECK_FALSE(m.waiting());
        REQUIRE(m.bob.marks->own().set_telling(Telling::yes, m.bob.now.steady));
        CHECK_FALSE(m.waiting());
    }
    SECTION("or only later, when they are to be seen again") {
        REQUIRE(m.bob.marks->own().set_telling(Telling::later, m.bob.now.steady));
        m.read();
        CHECK_FALSE(m.waiting());
        CHECK_FALSE(m.bob.marks->next_deadline());
        REQUIRE(m.bob.marks->own().set_telling(Telling::yes, m.bob.now.steady));
        m.bob.end_turn();
        CHECK(m.mark().up_to == m.sent[1]);
    }
    SECTION("also what waited already when they went out of sight") {
        m.read();
        const auto waited = m.waiting();
        REQUIRE(waited);
        REQUIRE(m.bob.marks->own().set_telling(Telling::later, m.bob.now.steady));
        CHECK_FALSE(m.waiting());
        CHECK_FALSE(*m.bob.stores.outbox.find_outgoing(*waited));
        REQUIRE(m.bob.marks->own().set_telling(Telling::yes, m.bob.now.steady));
        m.pass_interval();
        CHECK(m.mark().up_to == m.sent[1]);
    }
}

TEST_CASE("a read mark goes with the conversation, or its person", "[read_marks]") {
    Marked m;
    m.write_and_arrive(1);
    m.read();
    const auto& who = m.alice.identity.person();
    SECTION("the conversation") {
        REQUIRE(m.bob.conversations->remove(who, m.bob.now, m.bob.effects));
    }
    SECTION("the person, whose waiting messages were taken back") {
        REQUIRE(m.bob.outbox->cancel(*m.waiting()));
        REQUIRE(m.bob.conversations->on_forgotten(who));
    }
    m.bob.end_turn();
    CHECK(m.bob.marks->own().waiting() == 0);
    CHECK(m.bob.stores.outbox.waiting()->empty());
}

}  // namespace earshot::conversation
