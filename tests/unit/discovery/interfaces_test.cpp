#include "discovery/interfaces.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace earshot::discovery {
namespace {

Interface ethernet() {
    Interface interface;
    interface.name = "eth0";
    interface.index = 3;
    interface.is_running = interface.has_multicast = interface.has_broadcast = true;
    interface.addresses = {{*Address::parse("198.51.100.7"), 26},
                           {*Address::parse("2001:db8:0:1::7"), 64},
                           {*Address::parse("fe80::7%3"), 64}};
    return interface;
}

Interface loopback() {
    Interface interface;
    interface.name = "lo";
    interface.index = 1;
    interface.is_running = interface.is_loopback = true;
    interface.addresses = {{*Address::parse("127.0.0.1"), 8}, {*Address::parse("::1"), 128}};
    return interface;
}

bool worth(const char* endpoint, const Interface& interface) {
    return is_worth_dialling(*Endpoint::parse(endpoint), interface);
}

std::vector<std::string> names(const std::vector<Interface>& interfaces) {
    std::vector<std::string> result;
    for (const auto& interface : interfaces) result.push_back(interface.name);
    return result;
}

}  // namespace

TEST_CASE("interfaces of this computer include its loopback with its address") {
    const auto all = list_interfaces();
    REQUIRE(all);
    const auto lo = std::ranges::find_if(*all, &Interface::is_loopback);
    REQUIRE(lo != all->end());
    CHECK(lo->index > 0);
    const InterfaceAddress address{*Address::parse("127.0.0.1"), 8};
    if (lo->is_running) CHECK(std::ranges::find(lo->addresses, address) != lo->addresses.end());
}

TEST_CASE("interfaces to use are those that run and reach a network, or those that are named") {
    auto down = ethernet();
    down.name = "eth1";
    down.is_running = false;
    auto tunnel = ethernet();
    tunnel.name = "tun0";
    tunnel.is_point_to_point = true;
    const std::vector<Interface> all{loopback(), ethernet(), down, tunnel};

    CHECK(names(usable_interfaces(all, {})) == std::vector<std::string>{"lo", "eth0"});
    const std::vector<std::string> some{"tun0", "eth1", "eth9"};
    CHECK(names(usable_interfaces(all, some)) == std::vector<std::string>{"tun0"});
}

TEST_CASE("endpoint is worth dialling when it is near the interface it was heard on") {
    const auto eth0 = ethernet();
    CHECK(worth("198.51.100.62:47700", eth0));  // On link.
    CHECK_FALSE(worth("198.51.100.64:47700", eth0));
    CHECK(worth("10.1.2.3:47700", eth0));  // Private, so of this organisation.
    CHECK(worth("169.254.1.1:47700", eth0));
    CHECK_FALSE(worth("192.0.2.1:47700", eth0));
    CHECK(worth("[2001:db8:0:1::9]:47700", eth0));
    CHECK_FALSE(worth("[2001:db8:0:2::9]:47700", eth0));
    CHECK(worth("[fe80::9%3]:47700", eth0));
    CHECK_FALSE(worth("[fe80::9%2]:47700", eth0));
    CHECK_FALSE(worth("[fe80::9]:47700", eth0));
    CHECK(worth("[fd00::9]:47700", eth0));
}

TEST_CASE("endpoint is not worth dialling at a system's port or across the loopback border") {
    CHECK_FALSE(worth("10.0.0.1:1023", ethernet()));
    CHECK(worth("10.0.0.1:1024", ethernet()));
    CHECK_FALSE(worth("127.0.0.1:47700", ethernet()));
    CHECK_FALSE(worth("[::1]:47700", ethernet()));
    CHECK_FALSE(worth("0.0.0.0:47700", ethernet()));
    CHECK_FALSE(worth("[::]:47700", ethernet()));
    CHECK(worth("127.0.0.1:47700", loopback()));
    CHECK(worth("127.9.9.9:47700", loopback()));
    CHECK_FALSE(worth("10.0.0.1:47700", loopback()));
}

TEST_CASE("broadcast address has the host's bits set") {
    CHECK(broadcast_of({*Address::parse("10.0.0.7"), 24}).text() == "10.0.0.255");
    CHECK(broadcast_of({*Address::parse("10.0.0.7"), 29}).text() == "10.0.0.7");
    CHECK(broadcast_of({*Address::parse("172.16.5.4"), 20}).text() == "172.16.15.255");
    CHECK(broadcast_of({*Address::parse("127.0.0.1"), 8}).text() == "127.255.255.255");
    CHECK(broadcast_of({*Address::parse("10.0.0.7"), 32}).text() == "10.0.0.7");
}

}  // namespace earshot::discovery
