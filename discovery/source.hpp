#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/ids.hpp"
#include "discovery/announcement.hpp"
#include "discovery/audience.hpp"

/// Where other computers are found: mDNS, subnet broadcast, seeds. A source tells where somebody
/// may listen, never who is there: whatever it says is a stranger's hint until a link's handshake
/// has proven the device. Everything here runs on one executor.
namespace earshot::discovery {

/// Somebody may be listening at these endpoints. Each sighting of an instance is complete: it
/// replaces the endpoints that the same source gave for it before.
struct Sighting {
    std::string source;                  ///< The source's `name()`.
    std::optional<InstanceId> instance;  ///< Seeds do not know one.
    std::vector<Endpoint> endpoints;     ///< 1 to limits::addresses_per_candidate_max.
    Tags tags{};                         ///< Which teams it may belong to; noise from seeds.

    friend bool operator==(const Sighting&, const Sighting&) = default;
};

/// Who wants to know. Called from within `Source::run`; must not destroy the source.
class Sightings {
public:
    virtual ~Sightings() = default;

    /// May come again with the same content: that is how a source says "still there".
    virtual void on_sighted(const Sighting& sighting) = 0;

    /// The source no longer hears of this instance. It says nothing about a connection, which
    /// lives and dies by its own keepalives: a cable pulled for a second loses every instance.
    virtual void on_lost(std::string_view source, const InstanceId& instance) = 0;
};

/// For `status`: both are words that scripts may rely on.
struct SourceState {
    std::string backend;  ///< "avahi-daemon", "avahi-embedded", "broadcast", "seed" or "off".
    std::string state;    ///< "off", "starting", "announced", "listening" or "restarting".

    friend bool operator==(const SourceState&, const SourceState&) = default;
};

class Source {
public:
    virtual ~Source() = default;

    virtual std::string_view name() const = 0;

    /// What others shall see of us from now on; before the first call a source only listens.
    /// Sources that tell nobody about us ignore it.
    virtual void announce(const Announcement& announcement) = 0;

    /// Where others shall see us from now on: everywhere, before the first call.
    virtual void show_on(const Audience& audience) = 0;

    /// Looks for others until it is cancelled; then says goodbye, within limits::goodbye_max, and
    /// returns. Failures outside (no network, no daemon, a crashed helper) never end it. May be
    /// run again afterwards. The caller keeps the source alive until it has returned.
    virtual boost::asio::awaitable<void> run() = 0;

    /// Announces and asks at once, as after a start: the computer woke up, and what others and we
    /// knew before may be long past.
    virtual void look_again() = 0;

    virtual SourceState state() const = 0;
};

}  // namespace earshot::discovery
