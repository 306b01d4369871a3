#include "discovery/seed_source.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <string>
#include <vector>

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"

namespace earshot::discovery {
namespace {

struct Heard final : Sightings {
    void on_sighted(const Sighting& sighting) override { sightings.push_back(sighting); }
    void on_lost(std::string_view, const InstanceId&) override {}
    std::vector<Sighting> sightings;
};

}  // namespace

TEST_CASE("seed is a host and a port") {
    for (const std::string text :
         {"server.example:47700", "pc-1:1", "10.0.0.7:65535", "[fe80::1%3]:47700", "[::1]:22"}) {
        const auto seed = Seed::parse(text);
        INFO(text);
        REQUIRE(seed);
        CHECK(seed->text() == text);
    }
    CHECK(Seed::parse("10.0.0.7:47700")->endpoint() == Endpoint::parse("10.0.0.7:47700"));
    CHECK_FALSE(Seed::parse("pc1:47700")->endpoint());
}

TEST_CASE("seed that cannot be dialled is refused when it is given") {
    for (const std::string text :
         {"", ":", "pc1", "pc1:", ":47700", "pc1:0", "pc1:65536", "pc1:-1", "pc1: 1", "pc1:1x",
          "fe80::1:47700", "[pc1]:47700", "[10.0.0.7]:47700", "[]:1", "p c:1", "-o:1", ".:1",
          "p\xC3\xA4:1", "pc1\n:1"}) {
        INFO(text);
        CHECK_FALSE(Seed::parse(text));
    }
    CHECK_FALSE(Seed::parse(std::string(limits::host_name_bytes_max + 1, 'a') + ":1"));
}

TEST_CASE("seeds are bounded, kept once, and can be removed") {
    boost::asio::io_context loop;
    Heard heard;
    SeedSource source{loop.get_executor(), heard};
    for (std::size_t i = 0; i < limits::seeds_max; ++i)
        REQUIRE(source.add(*Seed::parse("pc" + std::to_string(i) + ":1")));
    CHECK(source.add(*Seed::parse("pc0:1")));
    const auto refused = source.add(*Seed::parse("one-more:1"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::busy);
    CHECK(source.remove(*Seed::parse("pc0:1")));
    CHECK_FALSE(source.remove(*Seed::parse("pc0:1")));
    CHECK(source.add(*Seed::parse("one-more:1")));
    CHECK(source.seeds().size() == limits::seeds_max);
}

TEST_CASE("seed by name is looked up without holding up the loop or its end") {
    boost::asio::io_context loop;
    Heard heard;
    SeedSource source{loop.get_executor(), heard};
    REQUIRE(source.add(*Seed::parse("localhost:47711")));
    REQUIRE(source.add(*Seed::parse("no-such-name.invalid:47722")));
    boost::asio::cancellation_signal cancel;
    bool ended = false;
    const auto on_end = [&](const std::exception_ptr& error) {
        CHECK(error == nullptr);
        ended = true;
    };
    boost::asio::co_spawn(loop, source.run(),
                          boost::asio::bind_cancellation_slot(cancel.slot(), on_end));
    for (int i = 0; i < 500 && heard.sightings.empty(); ++i)
        loop.run_one_for(std::chrono::milliseconds{20});
    cancel.emit(boost::asio::cancellation_type::terminal);
    loop.run();
    CHECK(ended);
    REQUIRE_FALSE(heard.sightings.empty());
    CHECK(heard.sightings[0].source == "seed");
    CHECK_FALSE(heard.sightings[0].instance);
    for (const auto& endpoint : heard.sightings[0].endpoints) {
        CHECK(endpoint.port == 47711);
        CHECK(endpoint.address.is_loopback());
    }
}

}  // namespace earshot::discovery
