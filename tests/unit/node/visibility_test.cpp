#include "node/visibility.hpp"

#include <map>

#include "tests/support/catch.hpp"

namespace earshot::node {
namespace {

discovery::Interface interface_with(std::string name, std::string_view address,
                                    std::uint32_t index) {
    discovery::Interface interface;
    interface.name = std::move(name);
    interface.index = index;
    interface.is_running = true;
    interface.is_loopback = interface.name == "lo";
    interface.addresses.push_back({*Address::parse(address), 24});
    return interface;
}

discovery::Lan lan(std::string interface, unsigned id) {
    discovery::LanId lan_id;
    lan_id.bytes.fill(static_cast<std::byte>(id));
    return {std::move(interface), lan_id, std::nullopt};
}

/// A laptop with its settings.
struct Laptop {
    std::map<std::string, std::string, std::less<>> settings{{"net.visibility", "known"}};
    std::vector<std::string> asked;  ///< Interfaces in unknown networks.
    std::vector<discovery::Interface> interfaces{
        interface_with("lo", "127.0.0.1", 1), interface_with("eth0", "10.0.0.7", 2),
        interface_with("wlan0", "10.0.9.7", 3), interface_with("docker0", "172.17.0.1", 4)};
    Visibility visibility{{
        .setting =
            [this](std::string_view key) {
                const auto found = settings.find(key);
                return found == settings.end() ? std::string{} : found->second;
            },
        .store =
            [this](std::string_view key, std::string_view value) {
                settings.insert_or_assign(std::string{key}, value);
            },
        .on_unknown = [this](const auto& network) { asked.push_back(network.interface); },
    }};

    void move_to(std::vector<discovery::Lan> lans) {
        visibility.update(interfaces, std::move(lans));
    }
    void set(const std::string& key, const std::string& value) {
        settings.insert_or_assign(key, value);
        visibility.on_settings_changed();
    }
    bool shows(std::string_view interface) const {
        return visibility.audience().includes(interface);
    }
};

const std::string place_two = "network." + lan("", 2).id->text();

}  // namespace

TEST_CASE("visibility knows the first network of all, and no other by itself", "[visibility]") {
    Laptop laptop;
    laptop.move_to({});
    CHECK(laptop.shows("lo"));
    CHECK_FALSE(laptop.shows("eth0"));
    laptop.move_to({lan("eth0", 1)});
    CHECK(laptop.shows("eth0"));
    CHECK(laptop.asked.empty());

    laptop.move_to({lan("eth0", 2)});
    CHECK_FALSE(laptop.shows("eth0"));
    CHECK(laptop.shows("lo"));
    CHECK(laptop.shows("docker0"));
    CHECK(laptop.asked == std::vector<std::string>{"eth0"});
    laptop.move_to({lan("eth0", 1)});
    CHECK(laptop.shows("eth0"));
    laptop.move_to({lan("eth0", 2)});
    CHECK(laptop.asked.size() == 1);

    SECTION("until its person allows it, and until it is forgotten") {
        laptop.set(place_two, "known");
        CHECK(laptop.shows("eth0"));
        laptop.set(place_two, "asked");
        CHECK_FALSE(laptop.shows("eth0"));
    }
}

TEST_CASE("visibility is judged interface by interface", "[visibility]") {
    Laptop laptop;
    laptop.move_to({lan("eth0", 1)});
    laptop.move_to({lan("eth0", 1), lan("wlan0", 2)});
    CHECK(laptop.shows("eth0"));
    CHECK_FALSE(laptop.shows("wlan0"));
    CHECK(laptop.visibility.includes(*Address::parse("10.0.0.9")));
    CHECK_FALSE(laptop.visibility.includes(*Address::parse("10.0.9.9")));
    CHECK(laptop.visibility.includes(*Address::parse("127.0.0.1")));
    // Who comes over a router may come from either side.
    CHECK_FALSE(laptop.visibility.includes(*Address::parse("10.5.5.5")));
    laptop.set(place_two, "known");
    CHECK(laptop.visibility.includes(*Address::parse("10.5.5.5")));
}

TEST_CASE("visibility everywhere and nowhere asks nobody", "[visibility]") {
    Laptop laptop;
    laptop.move_to({lan("eth0", 1)});
    laptop.set("net.visibility", "everywhere");
    laptop.move_to({lan("eth0", 2)});
    CHECK(laptop.shows("eth0"));
    CHECK_FALSE(laptop.visibility.audience().interfaces);

    laptop.set("net.visibility", "hidden");
    laptop.move_to({lan("eth0", 1)});
    CHECK_FALSE(laptop.shows("eth0"));
    CHECK_FALSE(laptop.shows("docker0"));
    CHECK(laptop.shows("lo"));
    CHECK(laptop.asked.empty());
}

TEST_CASE("visibility waits for the gateway's answer before it judges", "[visibility]") {
    Laptop laptop;
    laptop.move_to({discovery::Lan{"eth0", std::nullopt, *Address::parse("10.0.0.1")}});
    CHECK_FALSE(laptop.shows("eth0"));
    CHECK(laptop.asked.empty());
    laptop.move_to({lan("eth0", 1)});
    CHECK(laptop.shows("eth0"));
}

}  // namespace earshot::node
