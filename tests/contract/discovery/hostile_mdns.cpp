#include "tests/contract/discovery/hostile_mdns.hpp"

#include <random>
#include <vector>

#include "core/base/endpoint.hpp"
#include "discovery/dns_records.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/dns_message.hpp"
#include "tests/support/seeded_entropy.hpp"

namespace earshot::contract {
namespace {

using discovery::Announcement;
using discovery::DnsRecord;
using discovery::DnsType;
using support::dns_name;

const std::string type = "_earshot._tcp.local";

Announcement stranger(std::uint16_t port, crypto::Entropy& entropy) {
    const InstanceId instance{crypto::random_array<16>(entropy)};
    return discovery::make_announcement(instance, port, {}, entropy);
}

std::vector<DnsRecord> records_of(const Announcement& announcement, std::string_view address) {
    const std::vector<Address> addresses{*Address::parse(address)};
    return discovery::dns_records(announcement, addresses);
}

/// A PTR record that leads to a service with another form of name.
std::vector<DnsRecord> misnamed(const std::string& instance, crypto::Entropy& entropy) {
    auto records = records_of(stranger(47799, entropy), "127.0.0.1");
    const auto service = instance + "." + type;
    records[0].rdata = dns_name(service);
    records[1].name = records[2].name = service;
    return records;
}

}  // namespace

void abort_avahi() {
    const support::MdnsSocket socket;
    REQUIRE(socket.is_open());
    constexpr auto cname = static_cast<DnsType>(5);
    const DnsRecord alias{type, cname, 120, false, dns_name("alias.local")};
    DnsRecord target{"alias.local", DnsType::ptr, 120, false, dns_name("some." + type)};
    socket.send(support::dns_response(std::vector{alias, target}));
    target.ttl_s = 0;
    socket.send(support::dns_response(std::vector{target}));
}

void attack_mdns() {
    const support::MdnsSocket socket;
    REQUIRE(socket.is_open());
    support::SeededEntropy entropy{std::random_device{}()};

    for (std::size_t size = 1; size < 1000; size += 37) {
        Bytes junk(size);
        entropy.fill(junk);
        socket.send(junk);
    }
    const auto send = [&](const std::vector<DnsRecord>& records) {
        const auto packet = support::dns_response(records);
        socket.send(packet);
        socket.send(ByteView{packet}.first(packet.size() * 2 / 3));
    };
    send(records_of(stranger(22, entropy), "127.0.0.1"));
    send(records_of(stranger(47799, entropy), "192.0.2.1"));
    send(records_of(stranger(47799, entropy), "0.0.0.0"));
    send(misnamed(std::string(26, 'Z'), entropy));
    send(misnamed("somebody's computer", entropy));
    send(misnamed(std::string(63, 'a'), entropy));
    auto later = records_of(stranger(47799, entropy), "127.0.0.1");
    later[2].rdata = to_bytes(bytes_of("\x03v=2"));
    send(later);
    auto huge = records_of(stranger(47799, entropy), "127.0.0.1");
    for (int i = 0; i < 30; ++i) {
        huge[2].rdata.push_back(std::byte{200});
        huge[2].rdata.resize(huge[2].rdata.size() + 200, std::byte{'x'});
    }
    send(huge);
    abort_avahi();
}

}  // namespace earshot::contract
