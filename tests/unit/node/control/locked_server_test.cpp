#include "node/control/locked_server.hpp"

#include <sys/resource.h>

#include "tests/unit/node/control/control_room.hpp"

namespace earshot::control {
namespace {

/// Answers when it is told to.
struct SlowKeeper final : Keeper {
    void ask(std::string_view method, Object params, Done done) override {
        asked.emplace_back(method);
        if (const auto secret = take_secret(params, "secret"))
            secrets.emplace_back(secret->expose());
        waiting.push_back(std::move(done));
    }
    void answer(Outcome outcome) {
        REQUIRE_FALSE(waiting.empty());
        auto done = std::move(waiting.front());
        waiting.pop_front();
        done(std::move(outcome));
    }
    std::vector<std::string> asked;
    std::vector<std::string> secrets;
    std::deque<Done> waiting;
};

struct LockedRoom : Lobby {
    LockedRoom() { tasks.start("server", server.run()); }
    ~LockedRoom() {
        if (!is_stopped) stop();
        REQUIRE(run_until([&] { return is_stopped; }));
    }

    void stop() {
        tasks.start("stop", [](LockedRoom& room) -> asio::awaitable<void> {
            co_await room.server.stop();
            room.is_stopped = true;
        }(*this));
    }
    const Outcome& ask(Client& client, std::int64_t id, std::string_view method,
                       std::string_view params = "{}") {
        client.call(id, method, params);
        REQUIRE(run_until([&] { return client.answer(id) != nullptr; }));
        return client.answer(id)->outcome;
    }
    FailureKind failure(Client& client, std::int64_t id, std::string_view method,
                        std::string_view params = "{}") {
        INFO(method);
        const auto& outcome = ask(client, id, method, params);
        REQUIRE(std::holds_alternative<Failure>(outcome));
        return std::get<Failure>(outcome).kind;
    }

    SocketPlace place = *SocketPlace::open(places);
    runtime::Log log = runtime::Log::to([this](std::string_view line) { logged += line; },
                                        runtime::LogLevel::debug);
    std::string logged;
    SlowKeeper keeper;
    bool stop_wanted = false;
    bool is_stopped = false;
    LockedServer server{context.get_executor(),
                        *place.lend_socket(),
                        {.keeper = keeper, .log = log, .on_stop = [this] { stop_wanted = true; }}};
    runtime::TaskGroup tasks{context.get_executor(), [](auto, auto) { FAIL("a task failed"); }};
};

TEST_CASE("a socket that cannot be shared for want of a descriptor is an error",
          "[locked_server]") {
    LockedRoom room;
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    auto none = before;
    none.rlim_cur = 0;
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
    const auto lent = room.place.lend_socket();
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
    REQUIRE_FALSE(lent);
    CHECK(lent.error().kind == ErrorKind::io);
}

TEST_CASE("while the profile is locked, every call says so", "[locked_server]") {
    LockedRoom room;
    auto& client = room.connect();
    CHECK(room.failure(client, 1, "people.list") == FailureKind::not_hello);
    CHECK(room.failure(client, 2, "session.hello", R"({"client":"t","version":"1","api":"9.0"})") ==
          FailureKind::unsupported_api);
    CHECK(room.failure(client, 3, "profile.state") == FailureKind::not_hello);
    CHECK(room.failure(client, 4, "session.hello", R"({"client":"t","version":"1","api":"1.0"})") ==
          FailureKind::locked);
    std::int64_t id = 4;
    for (const auto& method : methods()) {
        if (is_for_keeper(method.name) || method.name == "daemon.stop" ||
            method.name == "session.hello")
            continue;
        CHECK(room.failure(client, ++id, method.name, method.example_params) ==
              FailureKind::locked);
    }
    CHECK(room.keeper.asked.empty());
    CHECK(room.failure(client, ++id, "no.such.method") == FailureKind::unknown_method);
    CHECK(room.failure(client, ++id, "profile.unlock", R"({"secret":5})") ==
          FailureKind::invalid_params);
    client.send("\x01 garbage\n");
    CHECK(room.failure(client, ++id, "session.ping") == FailureKind::locked);
}

TEST_CASE("the keeper is asked for a locked profile, and others go on meanwhile",
          "[locked_server]") {
    LockedRoom room;
    auto& slow = room.greeted();
    auto& other = room.greeted();
    slow.call(1, "profile.unlock", R"({"secret":"correct horse"})");
    REQUIRE(room.run_until([&] { return room.keeper.waiting.size() == 1; }));
    CHECK(room.keeper.secrets == std::vector<std::string>{"correct horse"});
    CHECK(room.failure(other, 1, "people.list") == FailureKind::locked);
    CHECK_FALSE(slow.answer(1));
    room.keeper.answer(fail(FailureKind::wrong_secret, "the passphrase is wrong"));
    REQUIRE(room.run_until([&] { return slow.answer(1) != nullptr; }));
    CHECK(std::get<Failure>(slow.answer(1)->outcome).kind == FailureKind::wrong_secret);
    CHECK(room.logged.find("correct horse") == std::string::npos);
}

TEST_CASE("an answer is given before a locked daemon goes on or ends", "[locked_server]") {
    LockedRoom room;
    auto& client = room.greeted();
    auto& idle = room.greeted();
    SECTION("after the right passphrase") {
        client.call(1, "profile.unlock", R"({"secret":"correct horse"})");
        REQUIRE(room.run_until([&] { return room.keeper.waiting.size() == 1; }));
        room.stop();
        room.keeper.answer(Json(Object{{"locked", false}}));
    }
    SECTION("after a client's wish") {
        client.call(1, "daemon.stop");
        REQUIRE(room.run_until([&] { return room.stop_wanted; }));
        room.stop();
    }
    REQUIRE(room.run_until([&] { return client.closed && idle.closed; }));
    REQUIRE(client.answer(1));
    CHECK(std::holds_alternative<Json>(client.answer(1)->outcome));
    CHECK(room.run_until([&] { return room.is_stopped; }));
}

TEST_CASE("who comes while the profile opens is served by the daemon that goes on",
          "[locked_server]") {
    LockedRoom room;
    room.stop();
    REQUIRE(room.run_until([&] { return room.is_stopped; }));
    auto& early = room.connect();
    early.hello();

    ControlRoom opened;
    auto server = Server::open(room.context.get_executor(), std::move(room.place),
                               SessionParts{*opened.turns, opened.facts, opened.examiner,
                                            opened.keeper, opened.feed, opened.log, opened.focus});
    room.tasks.start("opened server", server->run());
    REQUIRE(opened.run_until([&] {
        room.context.restart();
        room.context.poll();
        early.pump();
        return early.answer(0) != nullptr;
    }));
    CHECK(std::holds_alternative<Json>(early.answer(0)->outcome));
    server->stop();
    server->cancel();
    room.context.restart();
    room.context.run();
}

TEST_CASE("a line that is too long ends the connection", "[locked_server]") {
    LockedRoom room;
    auto& client = room.greeted();
    client.send(std::string(limits::control_line_bytes_max + 10, 'x'));
    CHECK(room.run_until([&] { return client.closed; }));
}

}  // namespace
}  // namespace earshot::control
