#pragma once

#include <avahi-common/address.h>
#include <avahi-common/defs.h>
#include <avahi-common/strlst.h>

#include <map>

#include "discovery/announcement.hpp"
#include "discovery/dns_records.hpp"
#include "discovery/helper/avahi_values.hpp"
#include "discovery/helper/stack.hpp"

/// Lookups of services, by either of Avahi's two libraries: they differ only in names. `start` is
/// the library's `..._service_resolver_new`, `end` its `..._service_resolver_free`. What still runs
/// dies with the library's client or server.
namespace earshot::discovery::helper {

template <class Resolver, auto start, auto end>
class Lookups {
public:
    /// `events` outlives this.
    explicit Lookups(StackEvents& events) : events_(events) {}
    Lookups(const Lookups&) = delete;
    Lookups& operator=(const Lookups&) = delete;

    /// `avahi` is the library's client or server.
    void resolve(auto* avahi, const ServiceKey& key) {
        abandon(key);
        auto& lookup = lookups_.emplace(key, Lookup{this, key, nullptr}).first->second;
        lookup.resolver =
            start(avahi, static_cast<AvahiIfIndex>(key.path.interface), protocol_of(key.path),
                  discovery::instance_name(key.instance).c_str(), discovery::service_type.data(),
                  discovery::service_domain.data(), protocol_of(key.path), AvahiLookupFlags{},
                  &Lookups::on_resolver, &lookup);
        if (lookup.resolver != nullptr) return;
        lookups_.erase(key);
        events_.on_unresolved(key);
    }

    void abandon(const ServiceKey& key) {
        const auto it = lookups_.find(key);
        if (it == lookups_.end()) return;
        end(it->second.resolver);
        lookups_.erase(it);
    }

private:
    struct Lookup {
        Lookups* all;
        ServiceKey key;
        Resolver* resolver;
    };

    static void on_resolver(Resolver*, AvahiIfIndex, AvahiProtocol, AvahiResolverEvent event,
                            const char*, const char*, const char*, const char*,
                            const AvahiAddress* address, std::uint16_t port, AvahiStringList* txt,
                            AvahiLookupResultFlags, void* lookup) {
        const auto* found = static_cast<Lookup*>(lookup);
        auto& all = *found->all;
        const auto key = found->key;
        const auto endpoint = endpoint_of(address, port, key.path);
        const auto tags = tags_of(txt);
        all.abandon(key);
        if (event == AVAHI_RESOLVER_FOUND && endpoint && tags)
            all.events_.on_resolved(key, *endpoint, *tags);
        else
            all.events_.on_unresolved(key);
    }

    StackEvents& events_;
    std::map<ServiceKey, Lookup> lookups_;
};

}  // namespace earshot::discovery::helper
