#include "node/net/listener.hpp"

#include <sys/resource.h>

#include <boost/asio/ip/v6_only.hpp>
#include <set>

#include "core/base/limits.hpp"
#include "tests/support/sanitizers.hpp"
#include "tests/support/skip.hpp"
#include "tests/unit/node/net/net_office.hpp"

namespace earshot::net {
namespace {

TEST_CASE("listener serves both IP versions at one port", "[listener]") {
    asio::io_context context;
    auto log = runtime::Log::to([](std::string_view) {}, runtime::LogLevel::debug);
    auto listener = Listener::open(context.get_executor(), at("::", 0), log);
    REQUIRE(listener);
    std::set<std::string> seen;
    runtime::TaskGroup tasks(context.get_executor(), [](auto, auto) { FAIL(); });
    tasks.start("listener", listener->run([&](tcp::socket, const Endpoint& remote) {
        seen.insert(remote.address.text());
    }));
    const auto port = listener->port();
    std::set<std::string> expected;
    tcp::socket four(context);
    four.connect(to_asio(at("127.0.0.1", port)));
    expected.insert("127.0.0.1");
    boost::system::error_code no_v6;
    tcp::socket six(context);
    six.connect(to_asio(at("::1", port)), no_v6);
    if (!no_v6) expected.insert("::1");
    CHECK(run_until(context, [&] { return seen == expected; }));
    tasks.cancel();
    context.restart();
    context.run();
}

TEST_CASE("listener takes the preferred port or one that follows it", "[listener]") {
    asio::io_context context;
    auto log = runtime::Log::to([](std::string_view) {}, runtime::LogLevel::debug);
    std::vector<Listener> listeners;
    std::set<std::uint16_t> ports;
    for (int i = 0; i < limits::ports_preferred + 1; ++i) {
        auto listener = Listener::open(context.get_executor(), std::nullopt, log);
        REQUIRE(listener);
        ports.insert(listener->port());
        listeners.push_back(*std::move(listener));
    }
    CHECK(ports.size() == listeners.size());
    // Another program may hold some of the preferred ones, but there are too many of us for them.
    const auto is_preferred = [](std::uint16_t port) {
        return port >= limits::port_preferred &&
               port < limits::port_preferred + limits::ports_preferred;
    };
    CHECK_FALSE(is_preferred(listeners.back().port()));
}

TEST_CASE("listener says why it cannot listen", "[listener]") {
    asio::io_context context;
    auto log = runtime::Log::to([](std::string_view) {}, runtime::LogLevel::debug);
    auto first = Listener::open(context.get_executor(), at("127.0.0.1", 0), log);
    REQUIRE(first);
    const auto taken = at("127.0.0.1", first->port());
    CHECK(Listener::open(context.get_executor(), taken, log).error().kind == ErrorKind::conflict);
    CHECK(Listener::open(context.get_executor(), at("192.0.2.1", 0), log).error().kind ==
          ErrorKind::io);
}

/// Lowers how many descriptors this process may have, and puts it back.
struct DescriptorLimit {
    rlimit before{};
    explicit DescriptorLimit(rlim_t most) {
        ::getrlimit(RLIMIT_NOFILE, &before);
        auto lower = before;
        lower.rlim_cur = most;
        ::setrlimit(RLIMIT_NOFILE, &lower);
    }
    ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before); }
};

TEST_CASE("listener waits while the process has no descriptors left", "[listener]") {
    if (support::has_address_sanitizer)
        return support::skip("UndefinedBehaviorSanitizer needs a descriptor to check a vptr");
    asio::io_context context;
    std::vector<std::string> lines;
    auto log = runtime::Log::to([&](std::string_view line) { lines.emplace_back(line); },
                                runtime::LogLevel::debug);
    auto listener = Listener::open(context.get_executor(), at("127.0.0.1", 0), log);
    REQUIRE(listener);
    std::size_t accepted = 0;
    runtime::TaskGroup tasks(context.get_executor(), [](auto, auto) { FAIL(); });
    tasks.start("listener", listener->run([&](tcp::socket, const Endpoint&) { ++accepted; }));
    tcp::socket client(context);
    client.connect(to_asio(at("127.0.0.1", listener->port())));
    {
        const DescriptorLimit none_left(1);
        REQUIRE(run_until(context, [&] { return !lines.empty(); }));
        CHECK(accepted == 0);
        CHECK(lines[0].starts_with("warning cannot accept"));
    }
    CHECK(run_until(context, [&] { return accepted == 1; }));
    tasks.cancel();
    context.restart();
    context.run();
}

}  // namespace
}  // namespace earshot::net
