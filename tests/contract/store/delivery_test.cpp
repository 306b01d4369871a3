#include "tests/contract/store/subject.hpp"

/// Outbox, inbox, event log and refs: what exactly-once stands on.
namespace earshot::store::contract {
namespace {

Outgoing outgoing(std::uint64_t to, std::uint64_t number, std::size_t bytes = 10) {
    return {.position = 0,
            .to = id_of<PersonId>(to),
            .id = id_of<MessageId>(number),
            .kind = 65535,
            .payload = Bytes(bytes, static_cast<std::byte>(number)),
            .queued = at(static_cast<std::int64_t>(number))};
}

std::vector<MessageId> ids_of(const std::vector<Outgoing>& rows) {
    std::vector<MessageId> ids;
    for (const auto& row : rows) ids.push_back(row.id);
    return ids;
}

std::vector<MessageId> ids(std::initializer_list<std::uint64_t> numbers) {
    std::vector<MessageId> made;
    for (const auto number : numbers) made.push_back(id_of<MessageId>(number));
    return made;
}

Event event(std::uint64_t number) {
    return {.seq = 0,
            .kind = EventKind::message_state_changed,
            .subject = to_bytes(id_of<MessageId>(number).view()),
            .detail = std::to_string(number),
            .time = at(static_cast<std::int64_t>(number))};
}

}  // namespace

TEST_CASE("an outbox keeps the order of sending for each person", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    in_turn(subject->stores(), [&] {
        auto& outbox = subject->stores().outbox;
        std::uint64_t last = 0;
        for (const std::uint64_t number : {5u, 1u, 9u, 4u, 2u}) {
            const auto position = must(outbox.add_outgoing(outgoing(number == 9 ? 2 : 1, number)));
            CHECK(position > last);
            last = position;
        }
        CHECK(error_of(outbox.add_outgoing(outgoing(3, 4))) == ErrorKind::conflict);
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& outbox = subject->stores().outbox;
        const auto one = id_of<PersonId>(1);
        const auto all = must(outbox.outgoing_after(one, 0, 100, 1'000'000));
        CHECK(ids_of(all) == ids({5, 1, 4, 2}));
        auto expected = outgoing(1, 5);
        expected.position = all[0].position;
        CHECK(all[0] == expected);
        CHECK(ids_of(must(outbox.outgoing_after(one, all[1].position, 1, 1000))) == ids({4}));
        CHECK(must(outbox.outgoing_after(one, all[3].position, 9, 1000)).empty());
        CHECK(ids_of(must(outbox.outgoing_after(one, 0, 100, 20))) == ids({5, 1}));
        CHECK(ids_of(must(outbox.outgoing_after(one, 0, 100, 1))) == ids({5}));
        CHECK(must(outbox.find_outgoing(id_of<MessageId>(9)))->to == id_of<PersonId>(2));
        CHECK_FALSE(must(outbox.find_outgoing(id_of<MessageId>(3))));
        const auto waiting = must(outbox.waiting());
        REQUIRE(waiting.size() == 2);
        CHECK((waiting[0].to == one && waiting[0].count == 4));
        CHECK((waiting[1].to == id_of<PersonId>(2) && waiting[1].count == 1));
    });
}

TEST_CASE("an outbox removes once and never gives a position twice while it is open", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    std::uint64_t first = 0;
    in_turn(subject->stores(), [&] {
        auto& outbox = subject->stores().outbox;
        first = must(outbox.add_outgoing(outgoing(1, 1)));
        CHECK(must(outbox.remove_outgoing(id_of<MessageId>(1))));
        CHECK_FALSE(must(outbox.remove_outgoing(id_of<MessageId>(1))));
        CHECK_FALSE(must(outbox.find_outgoing(id_of<MessageId>(1))));
        CHECK(must(outbox.waiting()).empty());
    });
    in_turn(subject->stores(), [&] {
        auto& outbox = subject->stores().outbox;
        CHECK(must(outbox.add_outgoing(outgoing(1, 1))) > first);
        CHECK(must(outbox.outgoing_after(id_of<PersonId>(1), first, 9, 9)).size() == 1);
    });
}

TEST_CASE("an outbox gives no position again of a row of an earlier run that it removed",
          "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    std::uint64_t first = 0;
    in_turn(subject->stores(),
            [&] { first = must(subject->stores().outbox.add_outgoing(outgoing(1, 1))); });
    subject->restart();
    in_turn(subject->stores(),
            [&] { CHECK(must(subject->stores().outbox.remove_outgoing(id_of<MessageId>(1)))); });
    in_turn(subject->stores(),
            [&] { CHECK(must(subject->stores().outbox.add_outgoing(outgoing(1, 2))) > first); });
}

TEST_CASE("an inbox remembers what it has seen from whom", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    const auto from = id_of<DeviceId>(1);
    in_turn(subject->stores(), [&] {
        auto& inbox = subject->stores().inbox;
        CHECK_FALSE(must(inbox.is_seen(from, id_of<MessageId>(1))));
        must(inbox.mark_seen(from, id_of<MessageId>(1), at(5)));
        must(inbox.mark_seen(from, id_of<MessageId>(1), at(6)));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& inbox = subject->stores().inbox;
        CHECK(must(inbox.is_seen(from, id_of<MessageId>(1))));
        CHECK_FALSE(must(inbox.is_seen(from, id_of<MessageId>(2))));
        CHECK_FALSE(must(inbox.is_seen(id_of<DeviceId>(2), id_of<MessageId>(1))));
    });
}

TEST_CASE("an event log numbers events without gaps, also across restarts", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    in_turn(subject->stores(), [&] {
        auto& events = subject->stores().events;
        const auto range = must(events.event_range());
        CHECK((range.first == 1 && range.last == 0));
        for (std::uint64_t number = 1; number <= 5; ++number)
            CHECK(must(events.append_event(event(number))) == number);
    });
    REQUIRE(subject->stores().transactions.begin());
    CHECK(must(subject->stores().events.append_event(event(77))) == 6);
    subject->stores().transactions.rollback();
    in_turn(subject->stores(),
            [&] { CHECK(must(subject->stores().events.append_event(event(6))) == 6); });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& events = subject->stores().events;
        CHECK(must(events.append_event(event(7))) == 7);
        const auto found = must(events.events_since(5, 10));
        REQUIRE(found.size() == 2);
        auto expected = event(6);
        expected.seq = 6;
        CHECK(found[0] == expected);
        CHECK(found[1].detail == "7");
        CHECK(must(events.events_since(2, 2))[1].seq == 4);
        CHECK(must(events.events_since(7, 2)).empty());
    });
}

TEST_CASE("an event log goes on counting when everything was trimmed", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    in_turn(subject->stores(), [&] {
        auto& events = subject->stores().events;
        for (std::uint64_t number = 1; number <= 9; ++number)
            must(events.append_event(event(number)));
        must(events.trim_events(20));
        CHECK(must(events.event_range()).first == 1);
        must(events.trim_events(4));
        const auto range = must(events.event_range());
        CHECK((range.first == 6 && range.last == 9));
        CHECK(must(events.events_since(0, 100)).size() == 4);
    });
    REQUIRE(subject->stores().transactions.begin());
    must(subject->stores().events.trim_events(1));
    subject->stores().transactions.rollback();
    in_turn(subject->stores(), [&] {
        auto& events = subject->stores().events;
        CHECK(must(events.event_range()).first == 6);
        must(events.trim_events(0));
        const auto range = must(events.event_range());
        CHECK((range.first == 10 && range.last == 9));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& events = subject->stores().events;
        const auto range = must(events.event_range());
        CHECK((range.first == 10 && range.last == 9));
        CHECK(must(events.append_event(event(1))) == 10);
    });
}

TEST_CASE("an event log remembers how far each consumer is", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    in_turn(subject->stores(), [&] {
        auto& events = subject->stores().events;
        CHECK(must(events.acknowledged("bot")) == 0);
        must(events.acknowledge("bot", 5));
        must(events.acknowledge("bot", 7));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        CHECK(must(subject->stores().events.acknowledged("bot")) == 7);
        CHECK(must(subject->stores().events.acknowledged("tail")) == 0);
    });
}

TEST_CASE("a store answers a repeated ref until it is forgotten", "[store]") {
    const auto& maker = GENERATE(from_range(subjects()));
    INFO(maker.name);
    const auto subject = maker.make();
    const RefResult old{.request_hash = {}, .result = Bytes(3), .made = at(10)};
    RefResult young{.request_hash = {}, .result = {}, .made = at(20)};
    young.request_hash[31] = std::byte{1};
    in_turn(subject->stores(), [&] {
        auto& refs = subject->stores().refs;
        must(refs.put_ref("old", old));
        must(refs.put_ref("young", old));
        must(refs.put_ref("young", young));
    });
    subject->restart();
    in_turn(subject->stores(), [&] {
        auto& refs = subject->stores().refs;
        CHECK(must(refs.find_ref("old")) == old);
        CHECK(must(refs.find_ref("young")) == young);
        CHECK_FALSE(must(refs.find_ref("none")));
        must(refs.forget_refs_before(at(20)));
        CHECK_FALSE(must(refs.find_ref("old")));
        CHECK(must(refs.find_ref("young")) == young);
    });
}

}  // namespace earshot::store::contract
