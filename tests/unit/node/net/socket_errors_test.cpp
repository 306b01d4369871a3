#include <array>
#include <cerrno>
#include <cstring>

#include "core/base/limits.hpp"
#include "tests/support/failing_calls.hpp"
#include "tests/unit/node/net/net_office.hpp"

namespace earshot::net {
namespace {

using support::Call;
using support::FailingCalls;

constexpr std::uint8_t text_frame = 0x20;

/// What the system may say of a socket, some of it of one connection, some of the computer.
constexpr std::array errors{EMFILE, ENOBUFS,  ECONNRESET, EHOSTUNREACH, EMSGSIZE, EPIPE,
                            ENOMEM, ENETDOWN, ETIMEDOUT,  ENETUNREACH,  EPERM,    EINVAL};

/// Both links of two that have met end, in their own time, and are forgotten.
bool have_parted(NetOffice& office, const Computer& one, const Computer& other) {
    return office.run_until([&] { return one.links.size() + other.links.size() == 0; });
}

}  // namespace

TEST_CASE("listener goes on after any error of accept", "[listener]") {
    for (const int error : errors) {
        INFO(std::strerror(error));
        NetOffice office;
        auto& alice = office.add();
        auto& bob = office.add();
        const FailingCalls failing{Call::accept, error};
        CHECK(office.meet(alice, bob));
        CHECK(failing.failed() == 1);
    }
}

TEST_CASE("listener pauses while accept fails for a reason that may stay", "[listener]") {
    for (const int error : {EMFILE, ENFILE, ENOBUFS, ENOMEM, EINVAL, ENOTSOCK}) {
        INFO(std::strerror(error));
        asio::io_context context;
        std::size_t complaints = 0;
        auto log =
            runtime::Log::to([&](std::string_view) { ++complaints; }, runtime::LogLevel::debug);
        auto listener = Listener::open(context.get_executor(), at("127.0.0.1", 0), log);
        REQUIRE(listener);
        std::size_t accepted = 0;
        runtime::TaskGroup tasks(context.get_executor(), [](auto, auto) { FAIL(); });
        tasks.start("listener", listener->run([&](tcp::socket, const Endpoint&) { ++accepted; }));
        tcp::socket client(context);
        client.connect(to_asio(at("127.0.0.1", listener->port())));
        {
            const FailingCalls failing{Call::accept, error, FailingCalls::always};
            CHECK(run_until(context, [&] { return complaints > 0 || failing.failed() > 100; }));
            CHECK(failing.failed() == 1);
        }
        CHECK(run_until(context, [&] { return accepted == 1; }));
        tasks.cancel();
        context.restart();
        context.run();
    }
}

TEST_CASE("a link whose socket fails ends, and the next one is as good as ever", "[net]") {
    for (const auto call : {Call::receive, Call::send}) {
        for (const int error : errors) {
            INFO((call == Call::send ? "send: " : "receive: ") << std::strerror(error));
            NetOffice office;
            auto& alice = office.add();
            auto& bob = office.add();
            REQUIRE(office.meet(alice, bob));
            {
                const FailingCalls failing{call, error};
                REQUIRE(alice.link().send(text_frame, Bytes(1000)));
                CHECK(have_parted(office, alice, bob));
                CHECK(failing.failed() == 1);
            }
            CHECK(alice.sink.ended.size() == 1);
            CHECK(bob.sink.ended.size() == 1);
            alice.sink.established.clear();
            bob.sink.established.clear();
            REQUIRE(office.meet(alice, bob));
            REQUIRE(alice.link().send(text_frame, Bytes(10)));
            CHECK(office.run_until([&] { return bob.sink.received.size() == 1; }));
        }
    }
}

TEST_CASE("a dial that fails for any reason is told as failed, and the next one goes on", "[net]") {
    for (const auto call : {Call::socket, Call::connect}) {
        for (const int error : errors) {
            INFO((call == Call::socket ? "socket: " : "connect: ") << std::strerror(error));
            NetOffice office;
            auto& alice = office.add();
            auto& bob = office.add();
            {
                const FailingCalls failing{call, error};
                alice.links.dial(7, bob.endpoint(), std::nullopt);
                CHECK(office.run_until([&] { return !alice.sink.failed_dials.empty(); }));
                CHECK(failing.failed() == 1);
            }
            CHECK(alice.sink.failed_dials == std::vector<DialId>{7});
            CHECK(alice.links.dialing() == 0);
            CHECK(office.meet(alice, bob));
        }
    }
}

}  // namespace earshot::net
