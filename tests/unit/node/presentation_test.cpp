#include "node/presentation.hpp"

#include "tests/support/catch.hpp"

namespace earshot::node {
namespace {

discovery::Interface interface_with(std::string name,
                                    const std::vector<std::string_view>& addresses) {
    discovery::Interface interface;
    interface.name = std::move(name);
    interface.is_running = true;
    interface.is_loopback = interface.name == "lo";
    for (const auto address : addresses)
        interface.addresses.push_back({*Address::parse(address), 24});
    return interface;
}

const std::vector<discovery::Interface> laptop{interface_with("lo", {"127.0.0.1"}),
                                               interface_with("eth0", {"10.0.0.7", "fe80::7"}),
                                               interface_with("wlan0", {"10.0.9.7"})};

discovery::Audience only(std::vector<std::string> interfaces) { return {std::move(interfaces)}; }

std::vector<std::string> told(const discovery::Audience& audience,
                              std::optional<std::string_view> listens_at = {}) {
    Doorway doorway{std::nullopt, 47700};
    if (listens_at) doorway.address = *Address::parse(*listens_at);
    std::vector<std::string> texts;
    for (const auto& endpoint : present(laptop, laptop, audience, doorway).reachable_at)
        texts.push_back(endpoint.text());
    return texts;
}

std::vector<std::string> segments(const discovery::Audience& audience) {
    std::vector<std::string> names;
    for (const auto& segment : present(laptop, laptop, audience, {std::nullopt, 1}).segments)
        names.push_back(segment.name);
    return names;
}

}  // namespace

TEST_CASE("others are told no address of a network where we are hidden", "[visibility]") {
    CHECK(told({}) == std::vector<std::string>{"10.0.0.7:47700", "10.0.9.7:47700"});
    CHECK(told(only({"lo", "wlan0"})) == std::vector<std::string>{"10.0.9.7:47700"});
    CHECK(segments(only({"lo", "wlan0"})) == std::vector<std::string>{"wlan0"});

    SECTION("nor is it if we listen at that one address only") {
        CHECK(told({}, "10.0.0.7") == std::vector<std::string>{"10.0.0.7:47700"});
        CHECK(told(only({"lo", "wlan0"}), "10.0.0.7").empty());
    }
    SECTION("our own other profiles are told of loopback, where there is nothing else") {
        CHECK(told(only({"lo"})) == std::vector<std::string>{"127.0.0.1:47700"});
        CHECK(segments(only({"lo"})) == std::vector<std::string>{"lo"});
    }
    SECTION("nobody is told anything, if there is nobody to tell") {
        CHECK(told(only({})).empty());
        CHECK(segments(only({})).empty());
    }
}

TEST_CASE("strangers see us nowhere only if there is no network left where they do",
          "[visibility]") {
    const Doorway doorway{std::nullopt, 1};
    CHECK_FALSE(present(laptop, laptop, {}, doorway).is_hidden);
    CHECK_FALSE(present(laptop, laptop, only({"lo", "wlan0"}), doorway).is_hidden);
    CHECK(present(laptop, laptop, only({"lo"}), doorway).is_hidden);
    CHECK(present(laptop, laptop, only({}), doorway).is_hidden);
    const std::vector alone{laptop.front()};
    CHECK_FALSE(present(alone, alone, only({"lo"}), doorway).is_hidden);
    CHECK_FALSE(present({}, {}, only({}), doorway).is_hidden);
}

TEST_CASE("bridges and cables to containers are no networks of ours, unless there is no other",
          "[visibility]") {
    auto all = laptop;
    all.push_back(interface_with("docker0", {"172.17.0.1"}));
    all.push_back(interface_with("veth1", {"fe80::9"}));
    const auto network = present(all, all, {}, {std::nullopt, 1});
    CHECK(network.segments.size() == 2);
    const std::vector bare{interface_with("wlan0", {"fe80::1"})};
    CHECK(present(bare, bare, {}, {std::nullopt, 1}).segments ==
          std::vector{gossip::Segment{"wlan0", {}}});
}

TEST_CASE("others can count on a computer on cable and mains", "[gossip]") {
    using gossip::Footing;
    auto wifi = interface_with("wlan0", {"10.0.9.7"});
    wifi.is_wireless = true;
    const auto loopback = interface_with("lo", {"127.0.0.1"});
    const auto cable = interface_with("eth0", {"10.0.0.7"});
    const auto container = interface_with("docker0", {"172.17.0.1"});

    CHECK(footing_of({loopback, cable}, false) == Footing::hub);
    CHECK(footing_of({loopback, cable, wifi}, false) == Footing::hub);
    CHECK(footing_of({loopback, wifi}, false) == Footing::leaf);
    CHECK(footing_of({loopback, wifi, container}, false) == Footing::leaf);
    CHECK(footing_of({loopback, cable}, true) == Footing::leaf);
    CHECK(footing_of({loopback}, false) == Footing::hub);

    SECTION("a cable without an address leads nowhere") {
        CHECK(footing_of({wifi, interface_with("eth0", {})}, false) == Footing::leaf);
    }
}

TEST_CASE("a beacon shows itself in its networks only, and never where it is hidden",
          "[visibility]") {
    const auto both = only({"lo", "eth0", "wlan0"});
    CHECK(narrowed(both, std::nullopt) == both);
    CHECK(narrowed(both, {{"wlan0"}}) == only({"wlan0", "lo"}));
    CHECK(narrowed({}, {{"wlan0"}}) == only({"wlan0", "lo"}));
    CHECK(narrowed(both, std::vector<std::string>{}) == only({}));
    CHECK(narrowed(only({"eth0"}), {{"wlan0"}}) == only({}));
}

}  // namespace earshot::node
