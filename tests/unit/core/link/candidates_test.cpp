#include "core/link/candidates.hpp"

#include "tests/support/catch.hpp"

namespace earshot::link {
namespace {

Endpoint at(std::string_view text) {
    const auto endpoint = Endpoint::parse(text);
    REQUIRE(endpoint);
    return *endpoint;
}
Subnet subnet(std::string_view address, unsigned bits) {
    const auto parsed = Address::parse(address);
    REQUIRE(parsed);
    return {*parsed, bits};
}
std::vector<std::string> order(const Candidates& candidates, std::span<const Subnet> own) {
    std::vector<std::string> texts;
    for (const auto& candidate : candidates.in_order(own))
        texts.push_back(candidate.endpoint.text());
    return texts;
}

}  // namespace

TEST_CASE("subnet contains its own addresses and no others", "[candidates]") {
    const auto office = subnet("10.1.2.3", 23);
    CHECK(office.contains(*Address::parse("10.1.3.255")));
    CHECK_FALSE(office.contains(*Address::parse("10.1.4.0")));
    CHECK_FALSE(office.contains(*Address::parse("2001:db8::1")));
    CHECK(subnet("0.0.0.0", 0).contains(*Address::parse("8.8.8.8")));
    CHECK_FALSE(subnet("0.0.0.0", 0).contains(*Address::parse("2001:db8::1")));
    CHECK(subnet("10.0.0.1", 32).contains(*Address::parse("10.0.0.1")));
    CHECK_FALSE(subnet("10.0.0.1", 32).contains(*Address::parse("10.0.0.0")));
    CHECK(subnet("2001:db8:1::", 48).contains(*Address::parse("2001:db8:1:ffff::1")));
    CHECK_FALSE(subnet("2001:db8:1::", 48).contains(*Address::parse("2001:db8:2::1")));
    CHECK(subnet("2001:db8::1", 200).contains(*Address::parse("2001:db8::1")));
}

TEST_CASE("hint may only name what belongs to one network", "[candidates]") {
    const std::vector<Subnet> own{subnet("2001:db8:1:2::1", 64), subnet("203.0.113.9", 24)};
    for (const auto* const fine :
         {"10.0.0.7:47700", "172.16.1.1:1024", "192.168.1.1:65535", "169.254.3.4:5000",
          "127.0.0.1:47700", "[::1]:47700", "[fe80::1%2]:47700", "[fd00::1]:47700",
          "[2001:db8:1:2::77]:47700", "203.0.113.10:47700"})
        CHECK(may_be_hinted(at(fine), own));
    for (const auto* const wrong :
         {"10.0.0.7:1023", "10.0.0.7:22", "8.8.8.8:47700", "203.0.114.1:47700", "0.0.0.0:47700",
          "[fe80::1]:47700", "[2001:db8:1:3::77]:47700", "[::]:47700", "224.0.0.251:5353",
          "[ff02::fb]:5353", "255.255.255.255:47700"})
        CHECK_FALSE(may_be_hinted(at(wrong), own));
}

TEST_CASE("candidates are tried in the order of what worked and what is near", "[candidates]") {
    const std::vector<Subnet> own{subnet("10.0.0.1", 24)};
    Candidates candidates;
    CHECK(candidates.add({.endpoint = at("192.168.7.1:5000")}));
    CHECK(candidates.add({.endpoint = at("10.0.0.9:5000")}));
    CHECK(candidates.add({.endpoint = at("[fe80::9%2]:5000")}));
    CHECK(candidates.add({.endpoint = at("192.168.7.2:5000"), .is_proven = true}));
    CHECK_FALSE(candidates.add({.endpoint = at("10.0.0.9:5000")}));
    CHECK(order(candidates, own) == std::vector<std::string>{"192.168.7.2:5000", "10.0.0.9:5000",
                                                             "[fe80::9%2]:5000",
                                                             "192.168.7.1:5000"});
    candidates.on_worked(at("192.168.7.1:5000"));
    CHECK(order(candidates, own).front() == "192.168.7.1:5000");
    candidates.on_failed(at("192.168.7.1:5000"));
    candidates.on_failed(at("10.0.0.9:5000"));
    CHECK(order(candidates, own) == std::vector<std::string>{"192.168.7.2:5000", "[fe80::9%2]:5000",
                                                             "192.168.7.1:5000", "10.0.0.9:5000"});
    candidates.on_other_device(at("192.168.7.2:5000"));
    CHECK(order(candidates, own).front() == "[fe80::9%2]:5000");
}

TEST_CASE("candidates keep what worked when strangers name too many", "[candidates]") {
    Candidates candidates;
    candidates.on_worked(at("10.0.0.1:5000"));
    for (std::uint16_t port = 2000; port < 2100; ++port)
        candidates.add({.endpoint = {at("10.0.0.2:1").address, port}});
    CHECK(candidates.all().size() == limits::addresses_per_candidate_max);
    CHECK(candidates.in_order({}).front().endpoint == at("10.0.0.1:5000"));

    Candidates full;
    for (std::uint16_t port = 2000; port < 2000 + limits::addresses_per_candidate_max; ++port)
        full.on_worked({at("10.0.0.2:1").address, port});
    CHECK_FALSE(full.add({.endpoint = at("10.0.0.3:5000")}));
}

}  // namespace earshot::link
