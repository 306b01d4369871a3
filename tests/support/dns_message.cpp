#include "tests/support/dns_message.hpp"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace earshot::support {
namespace {

constexpr std::uint16_t mdns_port = 5353;
constexpr const char* mdns_group = "224.0.0.251";
constexpr std::uint16_t class_in = 1;
constexpr std::uint16_t cache_flush = 0x8000;

class Reader {
public:
    explicit Reader(ByteView packet) : packet_(packet) {}

    bool failed() const { return failed_; }
    std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
    Bytes bytes(std::size_t size) {
        if (size > packet_.size() - at_) return fail();
        at_ += size;
        return to_bytes(packet_.subspan(at_ - size, size));
    }
    /// Follows compression, which may only point back.
    std::string name() {
        std::string text;
        std::size_t from = at_;
        std::size_t border = packet_.size();
        bool is_followed = false;
        for (;;) {
            if (from >= packet_.size()) break;
            const auto size = std::to_integer<std::size_t>(packet_[from]);
            if (size >= 0xC0) {
                if (from + 2 > packet_.size()) break;
                const std::size_t target = read_u16(packet_.subspan(from)) & 0x3FFFu;
                if (!is_followed) at_ = from + 2;
                if (target >= std::min(from, border)) break;
                is_followed = true;
                border = from = target;
                continue;
            }
            if (size == 0) {
                if (!is_followed) at_ = from + 1;
                return text;
            }
            if (size > 63 || from + 1 + size > packet_.size()) break;
            if (!text.empty()) text += '.';
            text += text_of(packet_.subspan(from + 1, size));
            from += 1 + size;
        }
        (void)fail();
        return text;
    }

private:
    Bytes fail() {
        failed_ = true;
        at_ = packet_.size();
        return {};
    }
    std::uint64_t number(std::size_t size) {
        std::uint64_t value = 0;
        for (const auto byte : bytes(size)) value = value << 8 | std::to_integer<unsigned>(byte);
        return value;
    }

    ByteView packet_;
    std::size_t at_ = 0;
    bool failed_ = false;
};

}  // namespace

Bytes dns_name(std::string_view name) {
    Bytes wire;
    while (!name.empty()) {
        const auto label = name.substr(0, name.find('.'));
        wire.push_back(static_cast<std::byte>(label.size()));
        append(wire, bytes_of(label));
        name.remove_prefix(std::min(name.size(), label.size() + 1));
    }
    wire.push_back(std::byte{0});
    return wire;
}

Bytes dns_response(std::span<const discovery::DnsRecord> records) {
    Bytes packet;
    append_u16(packet, 0);
    append_u16(packet, 0x8400);  // A response, and with authority.
    append_u16(packet, 0);
    append_u16(packet, static_cast<std::uint16_t>(records.size()));
    append_u32(packet, 0);
    for (const auto& record : records) {
        append(packet, dns_name(record.name));
        append_u16(packet, static_cast<std::uint16_t>(record.type));
        append_u16(packet,
                   static_cast<std::uint16_t>(class_in | (record.is_unique ? cache_flush : 0)));
        append_u32(packet, record.ttl_s);
        append_u16(packet, static_cast<std::uint16_t>(record.rdata.size()));
        append(packet, record.rdata);
    }
    return packet;
}

std::optional<DnsMessage> parse_dns(ByteView packet) {
    Reader reader{packet};
    DnsMessage message;
    (void)reader.u16();
    message.is_response = (reader.u16() & 0x8000) != 0;
    const auto questions = reader.u16();
    auto records = static_cast<unsigned>(reader.u16());
    records += reader.u16();
    records += reader.u16();
    for (unsigned i = 0; i < questions && !reader.failed(); ++i) {
        message.questions.push_back(reader.name());
        (void)reader.u32();
    }
    for (unsigned i = 0; i < records && !reader.failed(); ++i) {
        discovery::DnsRecord record;
        record.name = reader.name();
        record.type = static_cast<discovery::DnsType>(reader.u16());
        record.is_unique = (reader.u16() & cache_flush) != 0;
        record.ttl_s = reader.u32();
        record.rdata = reader.bytes(reader.u16());
        message.records.push_back(std::move(record));
    }
    if (reader.failed()) return std::nullopt;
    return message;
}

MdnsSocket::MdnsSocket() : fd_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    if (fd_ < 0) return;
    const int on = 1;
    (void)::setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    (void)::setsockopt(fd_, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    const unsigned char ttl = 255;
    (void)::setsockopt(fd_, IPPROTO_IP, IP_MULTICAST_TTL, &ttl, sizeof ttl);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(mdns_port);
    ip_mreqn group{};
    group.imr_multiaddr.s_addr = ::inet_addr(mdns_group);
    group.imr_ifindex = static_cast<int>(if_nametoindex("lo"));
    if (::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
        ::setsockopt(fd_, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group) == 0 &&
        ::setsockopt(fd_, IPPROTO_IP, IP_MULTICAST_IF, &group, sizeof group) == 0)
        return;
    ::close(fd_);
    fd_ = -1;
}

MdnsSocket::~MdnsSocket() {
    if (fd_ >= 0) ::close(fd_);
}

void MdnsSocket::send(ByteView packet) const {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(mdns_port);
    to.sin_addr.s_addr = ::inet_addr(mdns_group);
    (void)::sendto(fd_, packet.data(), packet.size(), 0, reinterpret_cast<const sockaddr*>(&to),
                   sizeof to);
}

std::optional<Bytes> MdnsSocket::take() const {
    Bytes packet(9000);
    const auto size = ::recv(fd_, packet.data(), packet.size(), 0);
    if (size < 0) return std::nullopt;
    packet.resize(static_cast<std::size_t>(size));
    return packet;
}

}  // namespace earshot::support
