#include "discovery/dns_records.hpp"

#include <cassert>

namespace earshot::discovery {
namespace {

// RFC 6762 section 10: records that name a host live 120 s, others 75 min.
constexpr std::uint32_t host_ttl_s = 120;
constexpr std::uint32_t other_ttl_s = 75 * 60;

/// A name in the form of RFC 1035 3.1, uncompressed. Precondition: no label is empty or above 63.
Bytes wire_name(std::string_view name) {
    Bytes wire;
    while (!name.empty()) {
        const auto label = name.substr(0, name.find('.'));
        assert(!label.empty() && label.size() <= 63);
        wire.push_back(static_cast<std::byte>(label.size()));
        append(wire, bytes_of(label));
        name.remove_prefix(std::min(name.size(), label.size() + 1));
    }
    wire.push_back(std::byte{0});
    return wire;
}

Bytes srv_rdata(std::uint16_t port, std::string_view host) {
    Bytes rdata;
    append_u16(rdata, 0);  // Priority.
    append_u16(rdata, 0);  // Weight.
    append_u16(rdata, port);
    append(rdata, wire_name(host));
    return rdata;
}

Bytes txt_rdata(const Tags& tags) {
    Bytes rdata;
    for (const auto& string : txt_strings(tags)) {
        rdata.push_back(static_cast<std::byte>(string.size()));
        append(rdata, bytes_of(string));
    }
    return rdata;
}

}  // namespace

std::vector<DnsRecord> dns_records(const Announcement& announcement,
                                   std::span<const Address> addresses) {
    const std::string domain = "." + std::string{service_domain};
    const std::string type = std::string{service_type} + domain;
    const std::string service = instance_name(announcement.instance) + "." + type;
    const std::string host = announcement.host_label + domain;

    std::vector<DnsRecord> records;
    records.push_back({type, DnsType::ptr, other_ttl_s, false, wire_name(service)});
    records.push_back(
        {service, DnsType::srv, host_ttl_s, true, srv_rdata(announcement.port, host)});
    records.push_back({service, DnsType::txt, other_ttl_s, true, txt_rdata(announcement.tags)});
    for (const auto& address : addresses) {
        const ByteView bytes{address.bytes};
        const bool is_v4 = address.is_v4();
        records.push_back({host, is_v4 ? DnsType::a : DnsType::aaaa, host_ttl_s, true,
                           to_bytes(is_v4 ? bytes.last(4) : bytes)});
    }
    return records;
}

}  // namespace earshot::discovery
