#include "tests/contract/discovery/source_kinds.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <random>

#include "discovery/broadcast_source.hpp"
#include "discovery/helper_source.hpp"
#include "discovery/mdns_source.hpp"
#include "discovery/seed_source.hpp"
#include "tests/contract/discovery/hostile_mdns.hpp"

namespace earshot::contract {
namespace {

namespace asio = boost::asio;
using discovery::Announcement;
using discovery::Datagram;
using discovery::DatagramKind;
using discovery::Sightings;
using discovery::Source;

/// Not the real port: another test may be running beside this one.
std::uint16_t broadcast_port() {
    static const auto port = static_cast<std::uint16_t>(30'000 + std::random_device{}() % 10'000);
    return port;
}

std::unique_ptr<Source> make_helper(const asio::any_io_executor& executor, Sightings& sightings,
                                    const std::string& backend, const std::string& program) {
    const discovery::HelperOptions options{backend, discovery::helper_path(program), {"lo"}};
    return std::make_unique<discovery::HelperSource>(executor, options, sightings);
}

template <class Kind>
void look_of(Source& source, bool is_on) {
    dynamic_cast<Kind&>(source).look(is_on);
}

void send_broadcast(ByteView bytes) {
    const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    (void)::setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(broadcast_port());
    to.sin_addr.s_addr = ::inet_addr("127.255.255.255");
    (void)::sendto(fd, bytes.data(), bytes.size(), 0, reinterpret_cast<const sockaddr*>(&to),
                   sizeof to);
    ::close(fd);
}

void attack_broadcast() {
    support::SeededEntropy entropy{std::random_device{}()};
    Bytes junk(64);
    for (int i = 0; i < 20; ++i) {
        entropy.fill(junk);
        send_broadcast(junk);
        send_broadcast(ByteView{junk}.first(static_cast<std::size_t>(i)));
    }
    send_broadcast(Bytes(60'000));
    Datagram forged{DatagramKind::question, InstanceId{crypto::random_array<16>(entropy)}, 22, {}};
    send_broadcast(discovery::encode(forged));
    forged.port = 47799;
    auto later = discovery::encode(forged);
    later[9] = std::byte{2};
    send_broadcast(later);
}

}  // namespace

SourceKind embedded_mdns() {
    SourceKind kind;
    kind.name = "embedded mDNS";
    kind.make = [](const auto& executor, Sightings& sightings) {
        return make_helper(executor, sightings, "avahi-embedded", "earshot-mdns");
    };
    kind.says_goodbye = true;
    kind.look = look_of<discovery::HelperSource>;
    kind.attack = attack_mdns;
    return kind;
}

SourceKind daemon_mdns() {
    SourceKind kind;
    kind.name = "mDNS of the system's daemon";
    kind.make = [](const auto& executor, Sightings& sightings) {
        return make_helper(executor, sightings, "avahi-daemon", "earshot-avahi");
    };
    kind.says_goodbye = true;
    kind.look = look_of<discovery::HelperSource>;
    kind.attack = attack_mdns;
    return kind;
}

SourceKind chosen_mdns() {
    SourceKind kind;
    kind.name = "chosen mDNS";
    kind.make = [](const auto& executor, Sightings& sightings) {
        discovery::MdnsOptions options;
        options.interfaces = {"lo"};
        return std::make_unique<discovery::MdnsSource>(executor, options, sightings);
    };
    kind.says_goodbye = true;
    kind.look = look_of<discovery::MdnsSource>;
    kind.attack = attack_mdns;
    return kind;
}

SourceKind broadcast() {
    SourceKind kind;
    kind.name = "broadcast";
    kind.make = [](const auto& executor, Sightings& sightings) {
        discovery::BroadcastOptions options;
        options.interfaces = {"lo"};
        options.port = broadcast_port();
        options.wants_more = [] { return true; };
        return std::make_unique<discovery::BroadcastSource>(executor, options, sightings);
    };
    kind.attack = attack_broadcast;
    return kind;
}

SourceKind seeds() {
    SourceKind kind;
    kind.name = "seeds";
    kind.make = [](const auto& executor, Sightings& sightings) {
        return std::make_unique<discovery::SeedSource>(executor, sightings);
    };
    kind.point_at = [](Source& source, const Announcement& announcement) {
        discovery::Seed seed;
        seed.host = "127.0.0.1";
        seed.port = announcement.port;
        (void)dynamic_cast<discovery::SeedSource&>(source).add(seed);
    };
    kind.attack = [] {};
    return kind;
}

}  // namespace earshot::contract
