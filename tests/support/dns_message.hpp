#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "discovery/dns_records.hpp"

/// DNS messages (RFC 1035 section 4) written and read without Avahi, so that tests can say and
/// check what is really on the network.
namespace earshot::support {

/// An mDNS response with these records as answers. Names are not compressed.
Bytes dns_response(std::span<const discovery::DnsRecord> records);

/// A name in the form of RFC 1035 3.1.
Bytes dns_name(std::string_view name);

struct DnsMessage {
    bool is_response = false;
    std::vector<std::string> questions;
    std::vector<discovery::DnsRecord> records;  ///< Of all sections; names in rdata stay as sent.
};
std::optional<DnsMessage> parse_dns(ByteView packet);

/// A socket on the mDNS group of the loopback interface, beside whatever stacks use it too.
class MdnsSocket {
public:
    MdnsSocket();
    MdnsSocket(const MdnsSocket&) = delete;
    MdnsSocket& operator=(const MdnsSocket&) = delete;
    ~MdnsSocket();

    bool is_open() const { return fd_ >= 0; }
    void send(ByteView packet) const;
    /// The next packet that has come, if any.
    std::optional<Bytes> take() const;

private:
    int fd_;
};

}  // namespace earshot::support
