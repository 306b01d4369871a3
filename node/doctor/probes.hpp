#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/time.hpp"
#include "discovery/interfaces.hpp"
#include "node/doctor/facts.hpp"

/// Looks at the computer and its network for the doctor. What takes time ends by itself within
/// `examination_max`.
namespace earshot::doctor {

namespace asio = boost::asio;

/// Whoever was here so long ago has hardly gone home: that all of them are silent has a cause here.
inline constexpr Duration seen_lately = std::chrono::minutes{10};
inline constexpr Duration probe_max = std::chrono::milliseconds{3500};
inline constexpr Duration examination_max = std::chrono::seconds{5};

/// Connects and says nothing.
asio::awaitable<Reached> dial(Endpoint endpoint);

/// Asks all mDNS responders of these networks for themselves and listens to who says anything.
asio::awaitable<MulticastFacts> listen_for_mdns(std::vector<discovery::Interface> interfaces);

/// What the firewall of this computer does with strangers' connections to a port.
asio::awaitable<FirewallFacts> look_at_firewall(std::uint16_t port);

/// Standard output of a program, at most `output_bytes_max` of it. Nothing when it cannot be run,
/// fails or takes longer than a second.
inline constexpr std::size_t output_bytes_max = 4 * 1024 * 1024;
asio::awaitable<std::optional<std::string>> output_of(std::vector<std::string> command);

std::optional<std::uint64_t> free_bytes(const std::string& folder);
/// Only its owner gets in.
bool is_private(const std::string& folder);
/// Whether systemd runs this computer, sd_booted(3).
bool has_systemd();
/// Whether D-Bus of the whole computer can be reached: Avahi's daemon and logind are behind it.
bool has_system_bus();
/// "name (pid)" of who listens there; empty when it cannot be told.
std::string holder_of(std::uint16_t tcp_port);
/// Sockets at a UDP port of this computer.
std::size_t sockets_at(std::uint16_t udp_port);
std::size_t mtu_of(const std::string& interface);
/// Packets of `packet_small` and `packet_usual` bytes to a port at which nobody listens, whole or
/// not at all: a computer that gets one says so, unless it has a firewall. Within two seconds.
inline constexpr std::size_t packet_small = 1200;
inline constexpr std::size_t packet_usual = 1500;
asio::awaitable<PathFacts> look_at_path(Address address);

}  // namespace earshot::doctor
