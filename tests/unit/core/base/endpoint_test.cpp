#include "core/base/endpoint.hpp"

#include "tests/support/catch.hpp"

namespace earshot {

TEST_CASE("endpoints read back their own text", "[endpoint]") {
    for (const auto* text : {"10.0.0.7:47700", "[fe80::1%3]:1", "[::1]:65535", "[fd00::1]:80"}) {
        INFO(text);
        const auto endpoint = Endpoint::parse(text);
        REQUIRE(endpoint);
        CHECK(endpoint->text() == text);
    }
}

TEST_CASE("endpoints refuse names, missing ports and stray text", "[endpoint]") {
    for (const auto* text :
         {"", ":1", "host:1", "10.0.0.7", "10.0.0.7:", "10.0.0.7:0", "10.0.0.7:65536",
          "10.0.0.7:1x", "::1:80", "[10.0.0.7]:80", "[::1%1]:80", "[fe80::1%x]:80"}) {
        INFO(text);
        CHECK_FALSE(Endpoint::parse(text));
    }
}

TEST_CASE("addresses know the networks they belong to", "[endpoint]") {
    const auto address = [](const char* text) { return *Address::parse(text); };
    CHECK(address("127.0.0.1").is_loopback());
    CHECK(address("::1").is_loopback());
    CHECK(address("169.254.1.1").is_link_local());
    CHECK(address("fe80::1").is_link_local());
    for (const auto* text :
         {"10.1.2.3", "172.16.0.1", "172.31.9.9", "192.168.0.1", "fd00::1", "fe80::1"})
        CHECK(address(text).is_private());
    for (const auto* text : {"8.8.8.8", "172.32.0.1", "172.15.0.1", "192.169.0.1", "2001:db8::1"})
        CHECK_FALSE(address(text).is_private());
    CHECK(address("0.0.0.0").is_unspecified());
    CHECK(address("::").is_unspecified());
    CHECK_FALSE(address("0.0.0.1").is_unspecified());
}

}  // namespace earshot
