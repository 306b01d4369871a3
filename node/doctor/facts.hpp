#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/time.hpp"
#include "node/secrets/session_keyring.hpp"

/// All that the checks may look at: gathered first, all at once, and judged afterwards.
namespace earshot::doctor {

enum class Reached : std::uint8_t {
    connected,
    refused,      ///< A computer is there, and nothing listens.
    no_answer,    ///< Nothing came back: a firewall, or nobody.
    unreachable,  ///< The network says that there is no way, or nobody of that address.
    not_tried,
};

struct Dialled {
    Endpoint endpoint;
    bool is_on_link = false;  ///< In one of our own networks, and not this computer.
    Reached reached = Reached::not_tried;
    bool is_expected = true;  ///< Whose it is was here a moment ago.

    friend bool operator==(const Dialled&, const Dialled&) = default;
};

enum class InterfaceKind : std::uint8_t { lan, loopback, inside, tunnel };

struct InterfaceFacts {
    std::string name;
    InterfaceKind kind = InterfaceKind::lan;
    bool is_running = false;
    bool has_address = false;
    bool is_used = false;
    std::size_t mtu = 0;  ///< 0: not known.
};

struct GatewayFacts {
    Address address;
    bool answers = false;
};

struct FirewallFacts {
    enum class Sight : std::uint8_t { read, forbidden, absent };
    Sight sight = Sight::absent;
    std::string program;  ///< "ufw", "firewalld", "nftables"; empty when none is seen.
    std::string chain;    ///< Which keeps others out.
    bool keeps_out = false;
    bool knows_earshot = false;  ///< It has a profile of that name, which opens the usual port.
};

struct MulticastFacts {
    bool is_probed = false;  ///< Else there was nowhere to probe, or no right to.
    bool hears_itself = false;
    std::size_t others = 0;      ///< Computers heard.
    std::size_t responders = 0;  ///< Programs on this computer that speak mDNS, beside us.
};

/// Whether others reach us, as one of them tried.
enum class DialledBack : std::uint8_t {
    not_asked,  ///< There was nobody to ask.
    no_word,    ///< Who was asked did not answer in time.
    reached,
    not_reached,
};

struct PersonFacts {
    std::string name;
    bool is_blocked = false;
    bool is_linked = false;
    std::string through;   ///< Whose computer carries that link; empty: it is direct, or none.
    bool is_seen = false;  ///< By somebody on this network, ourselves perhaps.
    std::optional<WallTime> last_seen;
    std::vector<Dialled> dialled;
    std::size_t asked = 0;                ///< Others, whether they reach this person,
    std::vector<std::string> reached_by;  ///< and the names of those who said so.
};

/// Sizes of packets in bytes: what goes through everywhere, and what an Ethernet carries.
inline constexpr std::size_t packet_small = 1200;
inline constexpr std::size_t packet_usual = 1500;

/// To somebody who was reached.
struct PathFacts {
    Address address;
    std::size_t mtu = 0;      ///< As far as this computer has learned it; 0: not known.
    std::size_t largest = 0;  ///< Of the packets that came through, in bytes; 0: not known.
};

struct Facts {
    // This computer.
    bool is_profile_private = true;
    std::optional<secrets::Sight> keyring;  ///< Of the profile's key; none: it has no such key.
    bool does_store_work = true;
    std::optional<std::uint64_t> disk_free_bytes;
    bool runs_twice = false;
    std::vector<Duration> clock_offsets;  ///< How far others are ahead of us.
    std::string version;
    std::optional<std::string> program_version;  ///< Of who asks.
    bool is_service = false;                     ///< systemd, or its like, started the daemon.
    bool has_systemd = false;
    bool has_system_bus = false;  ///< D-Bus, of the whole computer.

    // Its network.
    std::vector<InterfaceFacts> interfaces;
    std::vector<std::string> hidden_on;  ///< Interfaces where strangers do not see us.
    std::uint16_t port = 0;
    std::uint16_t wished_port = 0;
    std::string port_holder;  ///< Who has the wished one, if not we.
    std::vector<GatewayFacts> gateways;
    FirewallFacts firewall;

    // Others.
    std::string discovery_backend;
    bool is_mdns_on = true;
    std::string publishing = "no";  ///< Why others can see us by mDNS,
    std::string looking = "no";     ///< and why we look for them: words of net.status.
    MulticastFacts multicast;
    std::size_t links_in = 0;
    std::size_t links_out = 0;
    std::size_t links_on_link = 0;  ///< Of both, with others in our own networks.
    std::vector<Dialled> dialled;
    std::vector<PathFacts> paths;
    DialledBack dialled_back = DialledBack::not_asked;
    std::optional<PersonFacts> person;
};

}  // namespace earshot::doctor
