#include "discovery/lans.hpp"

#include "tests/support/catch.hpp"

namespace earshot::discovery {
namespace {

Interface interface_with(std::vector<std::string> addresses, std::string name = "eth0",
                         unsigned prefix_bits = 24) {
    Interface interface;
    interface.name = std::move(name);
    interface.index = 2;
    interface.is_running = true;
    for (const auto& text : addresses)
        interface.addresses.push_back({*Address::parse(text), prefix_bits});
    return interface;
}

Gateway gateway(unsigned mac, std::string_view address = "10.0.0.1") {
    return {2, *Address::parse(address), Bytes(6, static_cast<std::byte>(mac))};
}

std::optional<LanId> id_of(const Interface& interface, std::vector<Gateway> gateways = {}) {
    const auto lans = lans_of(std::vector{interface}, gateways);
    REQUIRE(lans.size() == 1);
    return lans.front().id;
}

}  // namespace

TEST_CASE("a network is known by its gateway's hardware address, wherever we sit in it", "[lans]") {
    const auto here = id_of(interface_with({"10.0.0.7"}), {gateway(1)});
    REQUIRE(here);
    CHECK(here == id_of(interface_with({"10.0.5.9"}, "wlan0"), {gateway(1, "10.0.5.1")}));
    CHECK(here != id_of(interface_with({"10.0.0.7"}), {gateway(2)}));
    CHECK(here != id_of(interface_with({"10.0.0.7"})));
}

TEST_CASE("a network without a gateway is known by its prefix", "[lans]") {
    const auto here = id_of(interface_with({"10.0.0.7"}));
    REQUIRE(here);
    CHECK(here == id_of(interface_with({"10.0.0.200"})));
    CHECK(here == id_of(interface_with({"fe80::1%2", "2001:db8::1", "10.0.0.7"})));
    CHECK(here != id_of(interface_with({"10.0.1.7"})));
    CHECK(here != id_of(interface_with({"10.0.0.7"}, "eth0", 16)));
    CHECK(id_of(interface_with({"2001:db8::1", "fe80::1%2"}, "eth0", 64)) ==
          id_of(interface_with({"fe80::2%2", "2001:db8::2"}, "eth0", 64)));
}

TEST_CASE("a network whose gateway has not answered is nothing yet, and its prefix in the end",
          "[lans]") {
    const std::vector silent{Gateway{2, *Address::parse("10.0.0.1"), {}}};
    const std::vector interfaces{interface_with({"10.0.0.7"})};
    CHECK_FALSE(id_of(interfaces.front(), silent));
    CHECK(lans_by_prefix(interfaces, silent).front().id == id_of(interfaces.front()));
}

TEST_CASE("networks inside this computer are none", "[lans]") {
    auto loopback = interface_with({"127.0.0.1"}, "lo");
    loopback.is_loopback = true;
    const std::vector inside{loopback, interface_with({"172.17.0.1"}, "docker0"),
                             interface_with({"172.18.0.1"}, "br-0123456789ab"),
                             interface_with({"192.168.122.1"}, "virbr0")};
    CHECK(lans_of(inside, {}).empty());
    CHECK(lans_of(std::vector{interface_with({"10.0.0.7"}, "br-lan")}, {}).size() == 1);
    CHECK(lans_of(std::vector{interface_with({}, "eth0")}, {}).empty());
}

TEST_CASE("gateways of this computer can be listed", "[lans]") { CHECK(list_gateways()); }

}  // namespace earshot::discovery
