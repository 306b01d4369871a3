#include "node/control/server.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <cstring>

#include "tests/support/skip.hpp"
#include "tests/unit/node/control/control_room.hpp"

namespace earshot::control {
namespace {

using namespace std::chrono_literals;

FailureKind only_failure(const Client& client) {
    REQUIRE(client.answers.size() == 1);
    return std::get<Failure>(client.answers[0].outcome).kind;
}

TEST_CASE("a client has to say hello first", "[server]") {
    ControlRoom room;
    auto& client = room.connect();
    SECTION("any other call is refused until then") {
        CHECK(room.failure(client, "session.ping") == FailureKind::not_hello);
        client.hello();
        REQUIRE(room.run_until([&] { return client.answer(0) != nullptr; }));
        room.result(client, "session.ping");
    }
    SECTION("and hello tells who this is") {
        client.hello();
        REQUIRE(room.run_until([&] { return client.answer(0) != nullptr; }));
        const auto& hello = std::get<Json>(client.answer(0)->outcome).get_object();
        CHECK(find_text(hello, "api") == "1.0");
        CHECK(find_text(*find_object(hello, "person"), "id") == room.identity.person().text());
        CHECK(find_text(*find_object(hello, "person"), "name") == "Alice");
    }
    SECTION("in a version that the daemon speaks") {
        const auto api = GENERATE(as<std::string>{}, "2.0", "1.1", "0.9", "1", "1.", "one", "");
        CHECK(room.failure(client, "session.hello",
                           R"({"client":"t","version":"1","api":")" + api + "\"}") ==
              FailureKind::unsupported_api);
        CHECK(room.failure(client, "session.ping") == FailureKind::not_hello);
    }
}

TEST_CASE("calls may follow each other without waiting for answers", "[server]") {
    ControlRoom room;
    auto& client = room.connect();
    client.hello();
    constexpr std::int64_t calls = 5000;
    for (std::int64_t id = 1; id <= calls; ++id)
        client.call(id, "message.send", R"({"to":"Bob","body":"text"})");
    REQUIRE(room.run_until([&] { return client.answers.size() == calls + 1; }));
    for (const auto& answer : client.answers) CHECK(std::holds_alternative<Json>(answer.outcome));
    // They share turns: far fewer commits than messages.
    CHECK(room.store.commits() < calls / 20);
    CHECK(room.turns->engine().waiting_count() == calls);
}

TEST_CASE("a client that ends its input still gets its answers", "[server]") {
    ControlRoom room;
    auto& client = room.connect();
    client.hello();
    for (std::int64_t id = 1; id <= 10; ++id) client.call(id, "people.list");
    client.end_input();
    REQUIRE(room.run_until([&] { return client.closed; }));
    CHECK(client.answers.size() == 11);
    CHECK(room.run_until([&] { return room.server->clients() == 0; }));
}

TEST_CASE("what is no call is refused, and the client goes on", "[server]") {
    ControlRoom room;
    auto& client = room.greeted();
    client.answers.clear();
    SECTION("garbage") {
        client.send("\x01\xFF garbage\n");
        REQUIRE(room.run_until([&] { return !client.answers.empty(); }));
        CHECK(only_failure(client) == FailureKind::parse_error);
    }
    SECTION("a batch") {
        client.send("[]\n");
        REQUIRE(room.run_until([&] { return !client.answers.empty(); }));
        CHECK(only_failure(client) == FailureKind::invalid_request);
    }
    SECTION("an answer to nothing") {
        client.send(R"({"jsonrpc":"2.0","id":3,"result":1})"
                    "\n");
        REQUIRE(room.run_until([&] { return !client.answers.empty(); }));
        CHECK(only_failure(client) == FailureKind::invalid_request);
    }
    SECTION("an unknown method") {
        CHECK(room.failure(client, "message.fly") == FailureKind::unknown_method);
    }
    SECTION("a parameter of another type") {
        CHECK(room.failure(client, "people.get", R"({"who":7})") == FailureKind::invalid_params);
    }
    SECTION("empty lines are nothing at all") { client.send("\n\n\n"); }
    room.result(client, "session.ping");
}

TEST_CASE("a line that is too long ends its client and nobody else", "[server]") {
    ControlRoom room;
    auto& honest = room.greeted();
    auto& client = room.greeted();
    client.answers.clear();
    client.send(std::string(limits::control_line_bytes_max + 2, 'x'));
    REQUIRE(room.run_until([&] { return client.closed; }));
    CHECK(only_failure(client) == FailureKind::too_large);
    room.result(honest, "session.ping");
    CHECK(room.server->clients() == 1);
}

TEST_CASE("a call without an id is done and not answered", "[server]") {
    ControlRoom room;
    auto& client = room.greeted();
    client.answers.clear();
    client.send(R"({"jsonrpc":"2.0","method":"profile.update","params":{"name":"Alicia"}})"
                "\n");
    const auto profile = room.result(client, "profile.get");
    CHECK(find_text(*find_object(profile.get_object(), "person"), "name") == "Alicia");
    CHECK(client.answers.size() == 1);
}

TEST_CASE("places for clients are bounded, and free again when one goes", "[server]") {
    ControlRoom room;
    for (std::size_t i = 0; i < limits::control_clients_max; ++i) room.greeted();
    CHECK(room.server->clients() == limits::control_clients_max);
    auto& late = room.connect();
    REQUIRE(room.run_until([&] { return late.closed; }));
    CHECK(only_failure(late) == FailureKind::busy);
    room.result(*room.clients.front(), "session.ping");

    room.clients.front()->end_input();
    REQUIRE(room.run_until([&] { return room.clients.front()->closed; }));
    REQUIRE(
        room.run_until([&] { return room.server->clients() == limits::control_clients_max - 1; }));
    room.greeted();
}

TEST_CASE("a client that does not say hello loses its place", "[server]") {
    ControlRoom room(50ms);
    auto& honest = room.greeted();
    auto& silent = room.connect();
    auto& slow = room.connect();
    slow.send(R"({"jsonrpc":"2.0",)");
    CHECK(room.run_until([&] { return silent.closed && slow.closed; }));
    room.result(honest, "session.ping");
    CHECK(room.server->clients() == 1);
}

TEST_CASE("a client that sends byte by byte is served like any other", "[server]") {
    ControlRoom room;
    auto& slow = room.connect();
    std::string line;
    append_request(line, 0, "session.hello",
                   parse_json(R"({"client":"t","version":"1","api":"1.0"})")->get_object());
    for (const char c : line) {
        slow.send({&c, 1});
        room.context.restart();
        room.context.poll();
    }
    CHECK(room.run_until([&] { return slow.answer(0) != nullptr; }));
}

TEST_CASE("a client that reads no answers cannot make the daemon hold them all", "[server]") {
    ControlRoom room;
    auto& honest = room.greeted();
    auto& greedy = room.greeted();
    greedy.reads = false;
    constexpr std::int64_t calls = 600;
    const auto params = R"({"ignored":")" + std::string(4000, 'x') + "\"}";
    for (std::int64_t id = 1; id <= calls; ++id) greedy.call(id, "rpc.discover", params);
    // An honest client goes on meanwhile.
    for (int i = 0; i < 20; ++i) room.result(honest, "session.ping");
    const auto document = to_text(openrpc_document("0.1.0")).size();
    REQUIRE(calls * document > 2 * limits::control_queue_bytes_max);
    CHECK_FALSE(greedy.has_all_sent());  // The daemon stopped reading.
    greedy.reads = true;
    CHECK(room.run_until([&] { return greedy.answers.size() == calls + 1; }));
}

TEST_CASE("a stopping daemon answers what it took, and its socket is gone", "[server]") {
    ControlRoom room;
    auto& client = room.greeted();
    client.answers.clear();
    for (std::int64_t id = 1; id <= 100; ++id)
        client.call(id, "message.send", R"({"to":"Bob","body":"text"})");
    REQUIRE(room.run_until([&] { return !client.answers.empty(); }));
    room.server->stop();
    REQUIRE(room.run_until([&] { return client.closed; }));
    CHECK(client.answers.size() == room.turns->engine().waiting_count());
    CHECK_FALSE(std::filesystem::exists(room.places.socket));
    CHECK(room.run_until([&] { return room.server->clients() == 0; }));
}

TEST_CASE("daemon.stop is answered before the daemon ends", "[server]") {
    ControlRoom room;
    auto& client = room.greeted();
    room.result(client, "daemon.stop");
    CHECK(room.facts.stop_requested);
}

/// What a process of another user gets: 0 nothing at all, 1 no connection, 2 an answer.
int as_nobody(const std::string& path) {
    constexpr uid_t nobody = 65534;
    const auto child = ::fork();
    if (child == 0) {
        if (::setuid(nobody) != 0) ::_exit(9);
        const int probe = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.data(), path.size());
        if (::connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            ::_exit(1);
        char byte = 0;
        ::_exit(::read(probe, &byte, 1) > 0 ? 2 : 0);
    }
    return child;
}

TEST_CASE("another user of the computer cannot use the socket", "[server]") {
    if (::geteuid() != 0) return support::skip("only root can become somebody else");
    ControlRoom room;
    int status = -1;
    const auto child_of = [&](int child) {
        REQUIRE(room.run_until([&] { return ::waitpid(child, &status, WNOHANG) == child; }));
        return WEXITSTATUS(status);
    };
    CHECK(child_of(as_nobody(room.places.socket)) == 1);
    // Even if somebody opened the way to it.
    std::filesystem::permissions(room.folder.path(), std::filesystem::perms::all);
    std::filesystem::permissions(room.places.folder, std::filesystem::perms::all);
    std::filesystem::permissions(room.places.socket, std::filesystem::perms::all);
    CHECK(child_of(as_nobody(room.places.socket)) == 0);
    CHECK(room.server->clients() == 0);
}

}  // namespace
}  // namespace earshot::control
