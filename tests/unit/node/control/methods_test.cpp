#include <algorithm>
#include <random>

#include "core/control/schema.hpp"
#include "core/control/schema_examples.hpp"
#include "core/sas/comparisons.hpp"
#include "tests/unit/node/control/correspondent.hpp"

namespace earshot::control {
namespace {

void advance(ControlRoom& room, std::string_view message, const store::Step& step) {
    const auto stores = room.store.stores();
    REQUIRE(stores.transactions.begin());
    REQUIRE(stores.messages.set_state(*MessageId::from_text(message), step));
    REQUIRE(stores.transactions.commit());
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    if (const auto at = text.find(what); at != std::string::npos)
        text.replace(at, what.size(), with);
    return text;
}

/// Bob and Eve; neither is a contact yet.
const ControlRoom::People example_people{{2, "Bob"}, {3, "Eve"}};

/// Begins to compare with Bob, whose computer answers; the code that both see then.
std::string compared_with_bob(ControlRoom& room, Client& client) {
    room.result(client, "verify.sas.start", R"({"who":"Bob"})");
    room.turns->push(engine::FrameReceived{2, sas::nonce_frame, Bytes(32, std::byte{1})});
    room.result(client, "session.ping");
    const auto* const comparison = room.turns->engine().comparison(support::person(2).person());
    REQUIRE(comparison);
    REQUIRE(comparison->stage == sas::Stage::comparing);
    return comparison->code;
}

struct World {
    std::string message;
    std::string conversation;
};

/// What the examples of the schema speak of: a message to Bob, a request of Eve, and a seed.
World make_example_world(ControlRoom& room, Client& client) {
    Correspondent{room, 2}.come();
    Correspondent eve{room, 3};
    eve.come();
    eve.write("we met in the lift");
    const auto sent = room.result(client, "message.send", R"({"to":"Bob","body":"hello"})");
    room.result(client, "net.seedAdd", R"({"seed":"10.1.0.1:47700"})");
    return {std::string{*find_text(sent.get_object(), "id")},
            std::string{*find_text(sent.get_object(), "conversation")}};
}

TEST_CASE("every method does what its example says", "[methods]") {
    for (const auto& method : methods()) {
        INFO(method.name);
        ControlRoom room{limits::control_hello_max, example_people};
        auto& client = room.greeted();
        const auto world = make_example_world(room, client);
        const bool ends_comparing =
            method.name == "verify.sas.confirm" || method.name == "verify.sas.cancel";
        const auto code = ends_comparing ? compared_with_bob(room, client) : "";
        const auto verification = room.result(client, "verify.start", R"({"who":"Bob"})");
        const auto number = *find_text(verification.get_object(), "number");
        auto params = replaced(std::string{method.example_params}, "m1", world.message);
        params = replaced(std::move(params), "c1", world.conversation);
        params = replaced(std::move(params), EARSHOT_EXAMPLE_NUMBER, std::string{number});
        params = replaced(std::move(params), "482 913", code);
        const auto result = room.result(client, method.name, params);
        REQUIRE(result.is_object());
        const auto* type = find_object_type(method.result);
        REQUIRE(type);
        CHECK(find_mismatch(result.get_object(), type->fields).value_or("") == "");
    }
}

TEST_CASE("every method fails as its example says", "[methods]") {
    ControlRoom room{limits::control_hello_max, example_people};
    auto& client = room.greeted();
    make_example_world(room, client);
    std::int64_t id = 1;
    for (const auto& method : methods()) {
        INFO(method.name);
        client.send(R"({"jsonrpc":"2.0","id":)" + std::to_string(++id) + R"(,"method":")" +
                    std::string{method.name} + R"(","params":)" +
                    std::string{method.failing_params} + "}\n");
        REQUIRE(room.run_until([&] { return client.answer(id) != nullptr; }));
        const auto* failure = std::get_if<Failure>(&client.answer(id)->outcome);
        REQUIRE(failure);
        CHECK(failure->kind == method.failing_kind);
    }
    room.result(client, "session.ping");
}

/// Texts that mean something somewhere, and others.
Json any_value(std::minstd_rand& random, const std::string& message_id) {
    const std::string texts[] = {"",
                                 "Bob",
                                 message_id,
                                 message_id.substr(0, 6),
                                 "nearby",
                                 "all",
                                 "a",
                                 "net.port",
                                 "10.0.0.1:1",
                                 "true",
                                 "\n\t\0",
                                 "\u202e",
                                 std::string(300, 'x')};
    switch (random() % 6) {
        case 0: return Json{};
        case 1: return random() % 2 == 0;
        case 2: return static_cast<std::int64_t>(random() % 1000) - 500;
        case 3: return INT64_MAX;
        case 4: return Json(Array{});
        default: break;
    }
    return Json(texts[random() % std::size(texts)].c_str());
}

TEST_CASE("parameters of any kind get a result that fits, or a failure", "[methods]") {
    const auto seed = GENERATE(1u, 2u, 3u);
    INFO("seed " << seed);
    std::minstd_rand random{seed};
    ControlRoom room{limits::control_hello_max, example_people};
    auto& client = room.greeted();
    const auto id = make_example_world(room, client).message;
    for (int round = 0; round < 40; ++round) {
        for (const auto& method : methods()) {
            if (method.name == "daemon.stop") continue;
            Object params;
            for (const auto& field : method.params)
                if (random() % 3 != 0) params[field.name] = any_value(random, id);
            INFO(method.name << " " << to_text(params));
            const auto outcome = room.ask(client, method.name, to_text(params));
            if (const auto* result = std::get_if<Json>(&outcome)) {
                const auto& fields = find_object_type(method.result)->fields;
                CHECK(find_mismatch(result->get_object(), fields).value_or("") == "");
            } else {
                CHECK(std::get<Failure>(outcome).kind != FailureKind::internal);
                CHECK(std::get<Failure>(outcome).kind != FailureKind::store_error);
            }
        }
        client.answers.clear();
    }
}

TEST_CASE("a call with a ref is done once", "[methods]") {
    ControlRoom room;
    auto& client = room.greeted();
    const auto first =
        room.result(client, "message.send", R"({"to":"Bob","body":"once","ref":"r1"})");
    const auto waiting = [&] { return room.turns->engine().waiting_count(); };
    SECTION("repeating it returns the same, in whatever order it is written") {
        CHECK(room.result(client, "message.send", R"({"ref":"r1","body":"once","to":"Bob"})") ==
              first);
        CHECK(waiting() == 1);
    }
    SECTION("another client's repetition too") {
        CHECK(room.result(room.greeted(), "message.send",
                          R"({"to":"Bob","body":"once","ref":"r1"})") == first);
        CHECK(waiting() == 1);
    }
    SECTION("the same ref for something else is refused") {
        CHECK(room.failure(client, "message.send", R"({"to":"Bob","body":"two","ref":"r1"})") ==
              FailureKind::conflict_ref);
        CHECK(room.failure(client, "profile.update", R"({"name":"A","ref":"r1"})") ==
              FailureKind::conflict_ref);
        CHECK(waiting() == 1);
    }
    SECTION("another ref is another message") {
        CHECK(room.result(client, "message.send", R"({"to":"Bob","body":"once","ref":"r2"})") !=
              first);
        CHECK(waiting() == 2);
    }
    SECTION("a failed call is not remembered") {
        CHECK(room.failure(client, "message.send", R"({"to":"Nobody","body":"x","ref":"r3"})") ==
              FailureKind::not_found);
        room.result(client, "message.send", R"({"to":"Bob","body":"x","ref":"r3"})");
    }
    SECTION("refs have a length") {
        const auto ref = GENERATE(as<std::string>{}, std::string{}, std::string(129, 'r'));
        CHECK(room.failure(client, "message.send",
                           R"({"to":"Bob","body":"x","ref":")" + ref + "\"}") ==
              FailureKind::invalid_params);
    }
}

TEST_CASE("a call that the store fails says so and does nothing", "[methods]") {
    ControlRoom room;
    auto& client = room.greeted();
    const auto kind = GENERATE(ErrorKind::io, ErrorKind::no_space);
    SECTION("at the commit") { room.store.fail_next_commit(kind); }
    SECTION("at a write") { room.store.fail_next_write(kind); }
    const auto outcome =
        room.ask(client, "message.send", R"({"to":"Bob","body":"lost","ref":"r"})");
    REQUIRE(std::holds_alternative<Failure>(outcome));
    const auto stores = room.store.stores();
    CHECK(stores.outbox.waiting()->empty());
    CHECK_FALSE(*stores.refs.find_ref("r"));
}

TEST_CASE("a person is never guessed", "[methods]") {
    ControlRoom room;
    auto& client = room.greeted();
    const auto id = support::person(2).person().text();
    CHECK(find_text(room.result(client, "people.get", R"({"who":"bob"})").get_object(), "id") ==
          id);
    CHECK(
        find_text(
            room.result(client, "people.get", R"({"who":")" + id.substr(0, 8) + "\"}").get_object(),
            "name") == "Bob");
    CHECK(room.failure(client, "message.send", R"({"body":"to nobody"})") ==
          FailureKind::invalid_params);
    CHECK(room.failure(client, "message.send",
                       R"({"to":"Bob","conversation":"x","body":"to two"})") ==
          FailureKind::invalid_params);
}

TEST_CASE("two people of one name are told apart by id", "[methods]") {
    ControlRoom room(limits::control_hello_max, {{2, "Bob"}, {3, "Bob"}});
    auto& client = room.greeted();
    const auto outcome = room.ask(client, "message.send", R"({"to":"Bob","body":"to whom?"})");
    const auto& failure = std::get<Failure>(outcome);
    CHECK(failure.kind == FailureKind::ambiguous);
    const auto* candidates = find_array(failure.fields, "candidates");
    REQUIRE(candidates);
    REQUIRE(candidates->size() == 2);
    for (const auto& candidate : *candidates) {
        Object params;
        params["to"] = candidate.get_object().at("id");
        params["body"] = "you";
        room.result(client, "message.send", to_text(params));
    }
}

TEST_CASE("a conversation is the same by person and by id", "[methods]") {
    ControlRoom room;
    auto& client = room.greeted();
    const auto open = room.result(client, "conversation.open", R"({"who":"Bob"})");
    const auto id = std::string{*find_text(open.get_object(), "id")};
    CHECK(open.get_object().at("last_message").is_null());
    // Before it has a message, too.
    room.result(client, "message.send", R"({"conversation":")" + id + R"(","body":"by id"})");
    room.result(client, "message.send", R"({"to":"Bob","body":"by name"})");
    const auto page = room.result(client, "message.list", R"({"conversation":")" + id + "\"}");
    const auto& messages = *find_array(page.get_object(), "messages");
    REQUIRE(messages.size() == 2);
    CHECK(find_text(messages[0].get_object(), "text") == "by id");
    CHECK(find_text(messages[1].get_object(), "text") == "by name");
}

TEST_CASE("a page of big messages is cut at the line's length, not at nothing", "[methods]") {
    ControlRoom room;
    auto& client = room.greeted();
    Object params;
    params["to"] = "Bob";
    params["body"] = std::string(60'000, '\x01').c_str();  // Six bytes each in JSON.
    for (int i = 0; i < 8; ++i) room.result(client, "message.send", to_text(params));
    std::size_t seen = 0;
    std::string before;
    for (int pages = 0; pages < 8; ++pages) {
        const auto page = room.result(client, "message.list", R"({"who":"Bob")" + before + "}");
        const auto& messages = *find_array(page.get_object(), "messages");
        REQUIRE(!messages.empty());
        seen += messages.size();
        if (find_flag(page.get_object(), "more") == false) break;
        before = R"(,"before":")" + std::string{*find_text(messages[0].get_object(), "id")} + "\"";
    }
    CHECK(seen == 8);
}

TEST_CASE("a text that is too long says what the limit is", "[methods]") {
    ControlRoom room;
    auto& client = room.greeted();
    Object params;
    params["to"] = "Bob";
    params["body"] = std::string(limits::text_bytes_max + 1, 'x').c_str();
    const auto outcome = room.ask(client, "message.send", to_text(params));
    const auto& failure = std::get<Failure>(outcome);
    CHECK(failure.kind == FailureKind::too_large);
    CHECK(find_integer(failure.fields, "limit") ==
          static_cast<std::int64_t>(limits::text_bytes_max));
}

TEST_CASE("settings are kept, checked, and told where they come from", "[methods]") {
    ControlRoom room;
    auto& client = room.greeted();
    const auto show = [&](std::string_view key) {
        return room.result(client, "config.get", R"({"key":")" + std::string{key} + "\"}")
            .get_object();
    };
    CHECK(find_text(show("log.level"), "origin") == "default");
    room.result(client, "config.set", R"({"key":"log.level","value":"debug"})");
    CHECK(find_text(show("log.level"), "value") == "debug");
    CHECK(find_text(show("log.level"), "origin") == "stored");
    CHECK(find_text(show("net.mdns"), "origin") == "command line");
    CHECK(find_flag(show("net.mdns"), "value") == false);
    room.result(client, "config.set", R"({"key":"net.port","value":"50000"})");
    CHECK(find_integer(show("net.port"), "value") == 50000);
    room.result(client, "config.set", R"({"key":"name","value":"Alicia"})");
    CHECK(find_text(show("name"), "value") == "Alicia");
    for (const auto* wrong :
         {R"({"key":"net.port","value":80})", R"({"key":"net.port","value":"x"})",
          R"({"key":"net.mdns","value":"maybe"})", R"({"key":"log.level","value":"loud"})",
          R"({"key":"name","value":"  "})", R"({"key":"name","value":[]})"})
        CHECK(room.failure(client, "config.set", wrong) == FailureKind::invalid_params);
}

TEST_CASE("a seed has a host and a port", "[methods]") {
    ControlRoom room;
    auto& client = room.greeted();
    for (const auto* good : {"10.1.0.1:47700", "[fd00::1]:47700", "box.local:1"})
        room.result(client, "net.seedAdd", R"({"seed":")" + std::string{good} + "\"}");
    for (const auto* bad :
         {"", "10.1.0.1", ":1", "a b:1", "[::1:1", "box:0", "box:65536", "box:1x"})
        CHECK(room.failure(client, "net.seedAdd", R"({"seed":")" + std::string{bad} + "\"}") ==
              FailureKind::invalid_params);
    const auto left =
        room.result(client, "net.seedRemove", R"({"seed":"box.local:1"})").get_object();
    CHECK(find_array(left, "seeds")->size() == 2);
}

TEST_CASE("a message that failed says why", "[methods]") {
    ControlRoom room;
    auto& client = room.greeted();
    const auto sent = room.result(client, "message.send", R"({"to":"Bob","body":"hello"})");
    const auto id = std::string{*find_text(sent.get_object(), "id")};
    const auto state_and_reason = [&] {
        const auto message = room.result(client, "message.get", R"({"id":")" + id + "\"}");
        const auto why = find_text(message.get_object(), "reason");
        return std::string{*find_text(message.get_object(), "state")} + " " +
               std::string{why.value_or("-")};
    };
    CHECK(state_and_reason() == "queued -");
    advance(room, id, {store::MessageState::failed});
    CHECK(state_and_reason() == "failed refused");
    advance(room, id, {store::MessageState::unsupported});
    CHECK(state_and_reason() == "failed unsupported");
}

TEST_CASE("message info says where a message waits, and who took it", "[methods]") {
    ControlRoom room;
    auto& client = room.greeted();
    const auto sent = room.result(client, "message.send", R"({"to":"Bob","body":"hello"})");
    const auto id = std::string{*find_text(sent.get_object(), "id")};
    const auto devices = [&] {
        const auto info = room.result(client, "message.info", R"({"id":")" + id + "\"}");
        const auto& message = *find_object(info.get_object(), "message");
        CHECK(find_text(message, "id") == id);
        CHECK(find_array(info.get_object(), "carriers")->empty());
        return *find_array(info.get_object(), "devices");
    };
    CHECK(devices().empty());  // None of Bob's is known.
    DeviceId laptop;
    laptop.bytes.fill(std::byte{7});
    advance(room, id,
            {store::MessageState::delivered, WallTime{std::chrono::milliseconds{20}}, laptop});
    CHECK(devices() == Array{{{"device", laptop.text()}, {"state", "delivered"}, {"time", 20}}});
    advance(room, id, {store::MessageState::read, WallTime{std::chrono::milliseconds{40}}});
    CHECK(devices() ==
          Array{{{"device", laptop.text()}, {"state", "read"}, {"time", 40}, {"delivered", 20}}});
    CHECK(room.failure(client, "message.info", R"({"id":"zzzzzzzz"})") == FailureKind::not_found);
}

TEST_CASE("network status tells seeds given for this run from stored ones", "[methods]") {
    ControlRoom room;
    auto& client = room.greeted();
    room.result(client, "net.seedAdd", R"({"seed":"10.1.0.1:47700"})");
    const auto status = room.result(client, "net.status").get_object();
    CHECK(*find_array(status, "seeds") == Array{"10.1.0.1:47700"});
    CHECK(*find_array(status, "given_seeds") == Array{"10.2.0.1:47700"});

    const auto outcome = room.ask(client, "net.seedRemove", R"({"seed":"10.2.0.1:47700"})");
    const auto& failure = std::get<Failure>(outcome);
    CHECK(failure.kind == FailureKind::not_found);
    CHECK(failure.message == "this seed is not stored: it was given for this run");
}

}  // namespace
}  // namespace earshot::control
