#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/endpoint.hpp"
#include "discovery/announcement.hpp"

/// An announcement as the resource records of DNS-SD (RFC 6763) over mDNS (RFC 6762). They are
/// published one by one and not as Avahi's "service", because a service is always probed for
/// 0.8 s, and its host always has a reverse record that two responders on one computer fight
/// over. Names of 128 random bits need neither. Pure.
namespace earshot::discovery {

enum class DnsType : std::uint16_t { a = 1, ptr = 12, txt = 16, aaaa = 28, srv = 33 };

struct DnsRecord {
    std::string name;  ///< With its domain, without a final dot.
    DnsType type = DnsType::a;
    std::uint32_t ttl_s = 0;
    bool is_unique = false;  ///< Nobody else answers for this name (cache flush).
    Bytes rdata;

    friend bool operator==(const DnsRecord&, const DnsRecord&) = default;
};

/// PTR, SRV, TXT, and A or AAAA for each address.
std::vector<DnsRecord> dns_records(const Announcement& announcement,
                                   std::span<const Address> addresses);

}  // namespace earshot::discovery
