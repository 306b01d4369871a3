/// Strangers at the TCP port: whatever they send or do not send, memory stays bounded and an honest
/// peer is served.
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fstream>

#include "core/base/limits.hpp"
#include "tests/unit/node/net/net_office.hpp"

namespace earshot::net {
namespace {

std::size_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    statm >> total >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// A stranger at an address of its own in 127/8, so that the honest peer has another source.
tcp::socket stranger(NetOffice& office, const Computer& target, unsigned char last) {
    tcp::socket socket(office.context);
    socket.open(tcp::v4());
    socket.bind({asio::ip::address_v4{{127, 0, 1, last}}, 0});
    socket.connect(to_asio(target.endpoint()));
    return socket;
}

bool is_closed_by_peer(tcp::socket& socket) {
    boost::system::error_code error;
    char byte = 0;
    socket.non_blocking(true);
    socket.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
    return error && error != asio::error::would_block;
}

TEST_CASE("half-open connections leave room for an honest peer", "[flood]") {
    NetOffice office;
    auto& bob = office.add();
    auto& alice = office.add();
    std::vector<tcp::socket> silent;
    for (unsigned i = 0; i < 200; ++i) {
        silent.push_back(stranger(office, bob, static_cast<unsigned char>(i % 60 + 1)));
        office.context.poll();  // The kernel holds only so many that nobody accepts.
    }
    CHECK(bob.links.unfinished() <= limits::handshakes_inbound_max);

    REQUIRE(office.meet(alice, bob));
    CHECK(bob.links.unfinished() <= limits::handshakes_inbound_max);
    std::size_t closed = 0;
    for (auto& socket : silent) closed += is_closed_by_peer(socket) ? 1 : 0;
    CHECK(closed >= silent.size() - limits::handshakes_inbound_max);
}

TEST_CASE("one source cannot take all places for handshakes", "[flood]") {
    NetOffice office;
    auto& bob = office.add();
    std::vector<tcp::socket> silent;
    for (int i = 0; i < 50; ++i) silent.push_back(stranger(office, bob, 1));
    office.context.poll();
    CHECK(bob.links.unfinished() <= limits::handshakes_per_source_max);
}

TEST_CASE("garbage and oversized frames end their connection and nothing else", "[flood]") {
    NetOffice office;
    auto& bob = office.add();
    auto& alice = office.add();
    std::string hostile;
    SECTION("HTTP") { hostile = "GET / HTTP/1.1\r\nHost: earshot\r\n\r\n"; }
    SECTION("zeros") { hostile.assign(100'000, '\0'); }
    SECTION("a preface and then a handshake message of 64 KiB") {
        hostile = std::string{"ESH1\0\1\1\0\xFF\xFF", 10};
        hostile.append(65'535, 'x');
    }
    auto socket = stranger(office, bob, 1);
    asio::write(socket, asio::buffer(hostile));
    REQUIRE(office.run_until([&] { return !bob.sink.ended.empty(); }));
    REQUIRE(office.run_until([&] { return is_closed_by_peer(socket); }));
    CHECK(bob.sink.established.empty());
    CHECK(office.meet(alice, bob));
}

TEST_CASE("a stranger who sends one byte at a time is cut off by the handshake's deadline",
          "[flood]") {
    NetOffice office;
    auto& bob = office.add();
    auto& alice = office.add();
    auto slow = stranger(office, bob, 1);
    const std::string preface{"ESH1\0\1\1\0\0\x20", 10};  // And a message of 32 bytes.
    std::size_t sent = 0;
    asio::steady_timer tick(office.context);
    runtime::TaskGroup tasks(office.context.get_executor(), [](auto, auto) { FAIL(); });
    tasks.start("slow",
                [](auto& timer, auto& socket, auto& text, auto& count) -> asio::awaitable<void> {
                    for (;;) {
                        boost::system::error_code error;
                        const char byte = count < text.size() ? text[count] : '\0';
                        socket.send(asio::buffer(&byte, 1), 0, error);
                        if (error) co_return;
                        ++count;
                        timer.expires_after(std::chrono::milliseconds{100});
                        co_await timer.async_wait(asio::use_awaitable);
                    }
                }(tick, slow, preface, sent));
    REQUIRE(office.meet(alice, bob));  // Served while the slow one is at it.
    REQUIRE(office.run_until([&] { return !bob.sink.ended.empty(); }));
    CHECK(bob.sink.ended[0].reason == link::EndReason::handshake_timeout);
    CHECK(sent < 100);
    CHECK(bob.links.unfinished() == 0);
    tasks.cancel();
    office.run_until([&] { return tasks.size() == 0; });
}

TEST_CASE("thousands of connections cost no memory that stays", "[flood]") {
    NetOffice office;
    auto& bob = office.add();
    auto& alice = office.add();
    const std::string junk(2000, 'z');
    const auto round = [&](int connections) {
        for (int i = 0; i < connections; ++i) {
            auto socket = stranger(office, bob, static_cast<unsigned char>(i % 250 + 1));
            boost::system::error_code ignored;
            socket.send(asio::buffer(junk), 0, ignored);
            if (i % 8 == 0) office.context.poll();
        }
        office.run_until([&] { return bob.links.size() == 0; });
        bob.sink.ended.clear();
    };
    round(500);
    const auto before = resident_bytes();
    round(4000);
    CHECK(resident_bytes() < before + 16 * 1024 * 1024);
    CHECK(office.meet(alice, bob));
}

}  // namespace
}  // namespace earshot::net
