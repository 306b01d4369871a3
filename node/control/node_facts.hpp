#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"

/// What clients may know of the daemon that the engine does not. The node implements it.
namespace earshot::control {

struct InterfaceFacts {
    std::string name;
    std::uint32_t index = 0;
    std::vector<Address> addresses;
    bool up = false;
    bool multicast = false;
    bool loopback = false;
    bool used = false;  ///< People are looked for there.
};

/// A local network that we are in.
struct NetworkFacts {
    std::string interface;
    std::string id;  ///< Empty while its gateway has not answered.
    std::optional<Address> gateway;
    bool is_known = false;
    bool is_visible = false;  ///< Strangers see us there.
};

struct DiscoveryFacts {
    std::string backend;  ///< `avahi-daemon`, `avahi-embedded` or `off`.
    std::string state;
};

class NodeFacts {
public:
    virtual ~NodeFacts() = default;
    virtual std::string version() const = 0;
    virtual std::string profile_folder() const = 0;
    virtual std::uint32_t process_id() const = 0;
    virtual Duration uptime(Instant now) const = 0;
    virtual std::uint16_t port() const = 0;
    virtual DiscoveryFacts discovery() const = 0;
    virtual std::vector<InterfaceFacts> interfaces() const = 0;
    virtual std::vector<NetworkFacts> networks() const = 0;
    /// As last measured; none when the link has just ended.
    virtual std::optional<Duration> round_trip(LinkId link) const = 0;
    /// Addresses to try that the command line gave, for this run only.
    virtual std::vector<std::string> given_seeds() const = 0;
    /// What the command line says about a setting: it wins over what is stored.
    virtual std::optional<std::string> command_line(std::string_view key) const = 0;
    /// A client asked the daemon to end. Comes after the client's answer was queued.
    virtual void request_stop() = 0;
};

}  // namespace earshot::control
