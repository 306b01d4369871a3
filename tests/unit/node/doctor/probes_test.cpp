#include "node/doctor/probes.hpp"

#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_future.hpp>

#include "tests/support/catch.hpp"

namespace earshot::doctor {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

template <class T>
T result_of(asio::awaitable<T> probe) {
    asio::io_context context;
    auto future = asio::co_spawn(context, std::move(probe), asio::use_future);
    context.run();
    return future.get();
}

std::optional<std::string> output(std::vector<std::string> command) {
    return result_of(output_of(std::move(command)));
}

}  // namespace

TEST_CASE("probe tells a port where somebody listens from one where nobody does", "[doctor]") {
    asio::io_context context;
    tcp::acceptor acceptor{context, {asio::ip::address_v4::loopback(), 0}};
    const auto port = acceptor.local_endpoint().port();
    const Endpoint endpoint{*Address::parse("127.0.0.1"), port};
    CHECK(result_of(dial(endpoint)) == Reached::connected);
    CHECK(holder_of(port).ends_with("(" + std::to_string(::getpid()) + ")"));
    acceptor.close();
    CHECK(result_of(dial(endpoint)) == Reached::refused);
    CHECK(holder_of(port).empty());
}

TEST_CASE("probe gets what a program prints, and nothing of one that fails", "[doctor]") {
    CHECK(output({"echo", "hello"}) == "hello\n");
    CHECK_FALSE(output({"false"}));
    CHECK_FALSE(output({"no-such-program-anywhere"}));
}

TEST_CASE("probe ends a program that writes without end, or lives on in silence", "[doctor]") {
    CHECK_FALSE(output({"yes"}));
    CHECK_FALSE(output({"sh", "-c", "exec >&-; exec sleep 600"}));
    CHECK_FALSE(output({"sleep", "600"}));
}

TEST_CASE("probe knows the loopback interface", "[doctor]") {
    CHECK(mtu_of("lo") > 0);
    CHECK(mtu_of("no such interface") == 0);
    CHECK(free_bytes("/").has_value());
    CHECK_FALSE(free_bytes("/no/such/folder"));
}

TEST_CASE("probe finds that packets of the usual size come through on loopback", "[doctor]") {
    for (const auto* const address : {"127.0.0.1", "::1"}) {
        const auto path = result_of(look_at_path(*Address::parse(address)));
        CHECK(path.largest == packet_usual);
        CHECK(path.mtu > packet_usual);
    }
}

}  // namespace earshot::doctor
