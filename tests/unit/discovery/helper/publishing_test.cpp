#include "discovery/helper/publishing.hpp"

#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace earshot::discovery::helper {
using namespace std::chrono_literals;
using discovery::Announcement;
using discovery::DnsType;
using discovery::Interface;
using discovery::Path;

namespace {

Announcement announcement(char name = 'a') {
    Announcement result;
    result.instance.bytes[0] = static_cast<std::byte>(name);
    result.host_label = std::string(26, 'a');
    result.port = 47700;
    return result;
}

Interface interface_with(std::vector<std::string> addresses, std::uint32_t index = 2) {
    Interface interface;
    interface.index = index;
    for (const auto& text : addresses) interface.addresses.push_back({*Address::parse(text), 24});
    return interface;
}

WantedRecords wanted(std::vector<std::string> addresses, char name = 'a') {
    return records_to_publish(announcement(name),
                              std::vector{interface_with(std::move(addresses))});
}

std::size_t count(const Records& records, DnsType type) {
    return static_cast<std::size_t>(std::ranges::count(records, type, &discovery::DnsRecord::type));
}

const Path v4{2, false};
const Path v6{2, true};

}  // namespace

TEST_CASE("records to publish are those of each interface and family with an address") {
    const auto records = wanted({"10.0.0.7", "10.0.0.8", "fe80::1%2"});
    REQUIRE(records.size() == 2);
    CHECK(count(records.at(v4), DnsType::a) == 2);
    CHECK(count(records.at(v4), DnsType::aaaa) == 0);
    CHECK(count(records.at(v6), DnsType::aaaa) == 1);
    CHECK(wanted({}).empty());
}

TEST_CASE("records to publish leave out global IPv6 addresses beside a link-local one") {
    const auto records = wanted({"2001:db8::7", "fe80::1%2", "fd00::7"});
    CHECK(count(records.at(v6), DnsType::aaaa) == 1);
    const auto without = wanted({"2001:db8::7", "fd00::7"});
    CHECK(count(without.at(v6), DnsType::aaaa) == 2);
}

TEST_CASE("publishing starts at once and stays while nothing changes") {
    Publishing publishing;
    const Instant now{};
    const auto steps = publishing.on_wanted(wanted({"10.0.0.7"}), now);
    REQUIRE(steps.size() == 1);
    CHECK(std::get<Publish>(steps[0]).path == v4);
    CHECK(publishing.on_wanted(wanted({"10.0.0.7"}), now + 1s).empty());
    CHECK_FALSE(publishing.next_deadline());
}

TEST_CASE("publishing a new family of an interface leaves the other alone") {
    Publishing publishing;
    const Instant now{};
    (void)publishing.on_wanted(wanted({"10.0.0.7"}), now);
    const auto steps = publishing.on_wanted(wanted({"10.0.0.7", "fe80::1%2"}), now);
    REQUIRE(steps.size() == 1);
    CHECK(std::get<Publish>(steps[0]).path == v6);
}

TEST_CASE("publishing a changed address waits until the old one is forgotten") {
    Publishing publishing;
    const Instant now{};
    (void)publishing.on_wanted(wanted({"10.0.0.7"}), now);
    const auto steps = publishing.on_wanted(wanted({"10.0.0.9"}), now);
    REQUIRE(steps.size() == 1);
    CHECK(std::get<Withdraw>(steps[0]).path == v4);
    REQUIRE(publishing.next_deadline() == now + Publishing::forget_time);
    CHECK(publishing.on_time(now + 1s).empty());
    const auto later = publishing.on_time(now + Publishing::forget_time);
    REQUIRE(later.size() == 1);
    CHECK(std::get<Publish>(later[0]).records == wanted({"10.0.0.9"}).at(v4));
}

TEST_CASE("publishing under a new name does not wait") {
    Publishing publishing;
    const Instant now{};
    (void)publishing.on_wanted(wanted({"10.0.0.7"}), now);
    const auto steps = publishing.on_wanted(wanted({"10.0.0.7"}, 'b'), now);
    REQUIRE(steps.size() == 2);
    CHECK(std::holds_alternative<Withdraw>(steps[0]));
    CHECK(std::holds_alternative<Publish>(steps[1]));
}

TEST_CASE("publishing ends where there is no address any more, and starts again with one") {
    Publishing publishing;
    const Instant now{};
    (void)publishing.on_wanted(wanted({"10.0.0.7"}), now);
    REQUIRE(publishing.on_wanted({}, now).size() == 1);
    CHECK(publishing.on_time(now + 1h).empty());
    CHECK_FALSE(publishing.next_deadline());
    CHECK(publishing.on_wanted(wanted({"10.0.0.7"}), now + 2h).size() == 1);
}

}  // namespace earshot::discovery::helper
