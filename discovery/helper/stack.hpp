#pragma once

#include <compare>
#include <span>

#include "core/base/endpoint.hpp"
#include "core/base/ids.hpp"
#include "discovery/announcement.hpp"
#include "discovery/dns_records.hpp"
#include "discovery/helper_pipe.hpp"

/// What a helper asks of an mDNS stack, whichever of Avahi's two libraries it stands on.
namespace earshot::discovery::helper {

struct ServiceKey {
    discovery::Path path;
    InstanceId instance;
    friend auto operator<=>(const ServiceKey&, const ServiceKey&) = default;
};

/// Called from the event loop, never from within a call to the stack, except that the very first
/// `on_usable` may come while it is made.
class StackEvents {
public:
    virtual ~StackEvents() = default;

    /// The stack can publish and browse from now on.
    virtual void on_usable() = 0;
    virtual void on_appeared(const ServiceKey& key) = 0;
    virtual void on_vanished(const ServiceKey& key) = 0;
    virtual void on_resolved(const ServiceKey& key, const Endpoint& endpoint,
                             const discovery::Tags& tags) = 0;
    /// No answer within 5 s, or one that is not ours.
    virtual void on_unresolved(const ServiceKey& key) = 0;
    /// It works no more: the helper ends and is started again.
    virtual void on_broken() = 0;
};

class Stack {
public:
    virtual ~Stack() = default;

    /// Whether services are looked for; at first they are not. Asked for ever while it is on. False
    /// when it cannot be. Precondition: usable.
    virtual bool browse(bool is_on) = 0;
    /// Publishes on one interface and family, at once and without probing; false when it is not
    /// allowed or fails. Precondition: usable, and nothing is published on that path.
    virtual bool publish(const discovery::Path& path,
                         std::span<const discovery::DnsRecord> records) = 0;
    /// With a goodbye. Nothing happens if nothing is published there.
    virtual void withdraw(const discovery::Path& path) = 0;
    /// Ends in one `on_resolved` or `on_unresolved`, unless it is abandoned.
    virtual void resolve(const ServiceKey& key) = 0;
    virtual void abandon(const ServiceKey& key) = 0;
};

}  // namespace earshot::discovery::helper
