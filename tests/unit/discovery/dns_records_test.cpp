#include "discovery/dns_records.hpp"

#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/dns_message.hpp"
#include "tests/support/seeded_entropy.hpp"

namespace earshot::discovery {
TEST_CASE("DNS records of an announcement are what DNS-SD wants, and no more") {
    support::SeededEntropy entropy{11};
    const InstanceId instance{crypto::random_array<16>(entropy)};
    const auto announcement = make_announcement(instance, 47700, {}, entropy);
    const std::vector<Address> addresses{*Address::parse("10.0.0.7"), *Address::parse("fe80::1%3")};
    const auto records = dns_records(announcement, addresses);
    REQUIRE(records.size() == 5);

    const std::string type = "_earshot._tcp.local";
    const std::string service = instance_name(instance) + "." + type;
    const std::string host = announcement.host_label + ".local";
    CHECK(records[0].name == type);
    CHECK(records[0].type == DnsType::ptr);
    CHECK_FALSE(records[0].is_unique);
    CHECK(records[0].rdata == support::dns_name(service));

    CHECK(records[1].name == service);
    CHECK(records[1].type == DnsType::srv);
    Bytes srv;
    append_u32(srv, 0);
    append_u16(srv, 47700);
    append(srv, support::dns_name(host));
    CHECK(records[1].rdata == srv);

    CHECK(records[2].name == service);
    CHECK(records[2].type == DnsType::txt);
    const auto tags = parse_txt_rdata(records[2].rdata);
    REQUIRE(tags);
    CHECK(*tags == announcement.tags);

    CHECK(records[3].name == host);
    CHECK(records[3].type == DnsType::a);
    CHECK(to_hex(records[3].rdata) == "0a000007");
    CHECK(records[4].type == DnsType::aaaa);
    CHECK(to_hex(records[4].rdata) == "fe800000000000000000000000000001");
    for (std::size_t i = 1; i < records.size(); ++i) CHECK(records[i].is_unique);
}

TEST_CASE("DNS records of an announcement fit one small packet") {
    support::SeededEntropy entropy{12};
    const InstanceId instance{crypto::random_array<16>(entropy)};
    const auto announcement = make_announcement(instance, 47700, {}, entropy);
    const auto records = dns_records(announcement, std::vector{*Address::parse("10.0.0.7")});
    const auto packet = support::dns_response(records);
    CHECK(packet.size() < 512);
    const auto message = support::parse_dns(packet);
    REQUIRE(message);
    CHECK(message->records == records);
}

}  // namespace earshot::discovery
