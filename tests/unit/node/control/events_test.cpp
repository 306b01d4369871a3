#include "node/control/event_feed.hpp"

#include "tests/unit/node/control/control_room.hpp"

namespace earshot::control {
namespace {

std::vector<std::int64_t> seqs_of(const Client& client) {
    std::vector<std::int64_t> seqs;
    for (const auto& event : client.events)
        if (const auto seq = find_integer(event, "seq")) seqs.push_back(*seq);
    return seqs;
}

std::vector<std::int64_t> range(std::int64_t first, std::int64_t last) {
    std::vector<std::int64_t> numbers;
    for (auto n = first; n <= last; ++n) numbers.push_back(n);
    return numbers;
}

std::int64_t last_seq(ControlRoom& room, Client& client) {
    return *find_integer(room.result(client, "daemon.info").get_object(), "last_seq");
}

void send_texts(ControlRoom& room, Client& client, int count, const std::string& text = "hi") {
    for (int i = 0; i < count; ++i) {
        Object params;
        params["to"] = "Bob";
        params["body"] = text;
        room.result(client, "message.send", to_text(params));
    }
}

void trim(ControlRoom& room, std::size_t keep) {
    auto stores = room.store.stores();
    REQUIRE(stores.transactions.begin());
    REQUIRE(stores.events.trim_events(keep));
    REQUIRE(stores.transactions.commit());
}

TEST_CASE("a subscriber is told what happens, numbered without holes", "[events]") {
    ControlRoom room;
    auto& writer = room.greeted();
    auto& reader = room.greeted();
    send_texts(room, writer, 3);
    const auto start = *find_integer(room.result(reader, "session.subscribe").get_object(), "seq");
    CHECK(start == last_seq(room, writer));
    send_texts(room, writer, 5);
    const auto end = last_seq(room, writer);
    REQUIRE(end > start);
    REQUIRE(room.run_until(
        [&] { return static_cast<std::int64_t>(reader.events.size()) >= end - start; }));
    CHECK(seqs_of(reader) == range(start + 1, end));

    const auto added = reader.events_named("message.added");
    REQUIRE(added.size() == 5);
    const auto* message = find_object(*added[0], "message");
    REQUIRE(message);
    CHECK(find_text(*message, "text") == "hi");
    CHECK(find_text(*message, "state") == "queued");
    CHECK(find_text(*message, "author_name") == "Alice");
    CHECK(find_flag(*message, "own") == true);
    CHECK(writer.events.empty());

    SECTION("until it unsubscribes") {
        room.result(reader, "session.unsubscribe");
        reader.events.clear();
        send_texts(room, writer, 2);
        room.result(reader, "session.ping");
        CHECK(reader.events.empty());
    }
}

TEST_CASE("every event fits its description", "[events]") {
    ControlRoom room;
    auto& client = room.greeted();
    room.result(client, "session.subscribe", R"({"since":0})");
    send_texts(room, client, 1);
    room.result(client, "config.set", R"({"key":"log.level","value":"debug"})");
    const auto id =
        *find_text(*find_object(*client.events_named("message.added").at(0), "message"), "id");
    room.result(client, "outbox.cancel", R"({"id":")" + std::string{id} + "\"}");
    const engine::Shown here{gossip::State::online, ""};
    const engine::PresenceChanged came{support::person(2).person(), here};
    room.feed.publish_presence(room.turns->engine(), {{came}});
    room.feed.publish_network_changed();
    room.feed.publish_stopping();
    REQUIRE(room.run_until([&] {
        return !client.events_named("daemon.stopping").empty() &&
               !client.events_named("message.stateChanged").empty();
    }));
    for (const auto& event : client.events) {
        const auto* type = find_event_type(find_text(event, "event").value_or(""));
        INFO(to_text(event));
        REQUIRE(type);
        CHECK(find_mismatch(event, type->fields).value_or("") == "");
        CHECK(type->durable == event.contains("seq"));
    }
    CHECK_FALSE(client.events_named("person.nearby").empty());
    CHECK_FALSE(client.events_named("config.changed").empty());
    CHECK_FALSE(client.events_named("outbox.changed").empty());
}

TEST_CASE("a subscriber resumes where it was, and goes on live", "[events]") {
    ControlRoom room;
    auto& writer = room.greeted();
    send_texts(room, writer, 400);
    const auto before = last_seq(room, writer);
    auto& reader = room.greeted();
    SECTION("with since") {
        room.result(reader, "session.subscribe", R"({"since":10})");
        send_texts(room, writer, 20);  // While the replay is still on its way.
        const auto end = last_seq(room, writer);
        REQUIRE(room.run_until(
            [&] { return static_cast<std::int64_t>(reader.events.size()) >= end - 10; }));
        CHECK(seqs_of(reader) == range(11, end));
    }
    SECTION("only for some kinds of events") {
        room.result(reader, "session.subscribe", R"({"since":0,"kinds":["message.added"]})");
        send_texts(room, writer, 3);
        REQUIRE(room.run_until([&] { return reader.events.size() >= 403; }));
        CHECK(reader.events_named("message.added").size() == reader.events.size());
    }
    SECTION("as a named consumer, after its own crash") {
        Object ack;
        ack["name"] = "bot";
        ack["seq"] = before - 4;
        room.result(writer, "session.ack", to_text(ack));
        room.result(reader, "session.subscribe", R"({"consumer":"bot"})");
        REQUIRE(room.run_until([&] { return reader.events.size() >= 4; }));
        CHECK(seqs_of(reader) == range(before - 3, before));
    }
    CHECK(reader.events_named("events.gap").empty());
}

TEST_CASE("a subscriber is told which events are gone", "[events]") {
    ControlRoom room;
    auto& writer = room.greeted();
    send_texts(room, writer, 50);
    const auto last = last_seq(room, writer);
    trim(room, 10);
    auto& reader = room.greeted();
    const auto gap = [&](const std::string& since, std::size_t events) {
        room.result(reader, "session.subscribe", R"({"since":)" + since + "}");
        REQUIRE(room.run_until([&] { return reader.events.size() >= events; }));
        const auto gaps = reader.events_named("events.gap");
        REQUIRE(gaps.size() == 1);
        CHECK(gaps[0] == &reader.events[0]);
        return std::pair{*find_integer(*gaps[0], "from"), *find_integer(*gaps[0], "to")};
    };
    SECTION("because the log was trimmed") {
        CHECK(gap("5", 11) == std::pair{std::int64_t{6}, last - 10});
        CHECK(seqs_of(reader) == range(last - 9, last));
    }
    SECTION("because its cursor is from another history") {
        CHECK(gap(std::to_string(last + 100), 1) == std::pair{last + 1, last + 100});
    }
    SECTION("and goes on live afterwards") {
        gap("0", 11);
        send_texts(room, writer, 1);
        const auto end = last_seq(room, writer);
        REQUIRE(room.run_until([&] { return seqs_of(reader).back() == end; }));
    }
}

TEST_CASE("a subscriber that reads slowly loses nothing and costs little", "[events]") {
    ControlRoom room;
    auto& writer = room.greeted();
    auto& slow = room.greeted();
    auto& quick = room.greeted();
    room.result(slow, "session.subscribe", R"({"since":0})");
    room.result(quick, "session.subscribe", R"({"since":0})");
    slow.reads = false;
    // 30 MB of events: more than a client's queue and the kernel's buffers may hold.
    send_texts(room, writer, 500, std::string(60'000, 'x'));
    const auto end = last_seq(room, writer);
    REQUIRE(room.run_until([&] { return seqs_of(quick) == range(1, end); }));

    slow.reads = true;
    REQUIRE(room.run_until([&] { return !seqs_of(slow).empty() && seqs_of(slow).back() == end; }));
    CHECK(seqs_of(slow) == range(1, end));
    CHECK(slow.events_named("events.gap").empty());
}

TEST_CASE("of ephemeral events a slow subscriber gets the last of each subject", "[events]") {
    ControlRoom room;
    auto& client = room.greeted();
    room.result(client, "session.subscribe");
    const auto& engine = room.turns->engine();
    const auto bob = support::person(2).person();
    const auto carol = support::person(3).person();
    for (int i = 0; i < 1000; ++i) {
        const engine::Shown here{gossip::State::online, ""};
        const engine::PresenceChanged changes[] = {{bob, i % 2 == 0 ? here : engine::Shown{}},
                                                   {carol, i % 2 != 0 ? here : engine::Shown{}}};
        room.feed.publish_presence(engine, changes);
    }
    REQUIRE(room.run_until([&] { return client.events_named("presence.changed").size() >= 2; }));
    room.result(client, "session.ping");
    const auto changes = client.events_named("presence.changed");
    REQUIRE(changes.size() == 2);
    for (const auto* change : changes) {
        const bool is_bob = find_text(*change, "person") == bob.text();
        CHECK(find_text(*change, "presence") == (is_bob ? "offline" : "online"));
    }
}

}  // namespace
}  // namespace earshot::control
