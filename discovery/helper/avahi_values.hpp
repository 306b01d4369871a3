#pragma once

#include <avahi-common/address.h>
#include <avahi-common/strlst.h>

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/endpoint.hpp"
#include "discovery/announcement.hpp"
#include "discovery/helper/stack.hpp"

/// Avahi's values as ours and back, for both of its libraries: they share libavahi-common, whose
/// types these are.
namespace earshot::discovery::helper {

inline AvahiProtocol protocol_of(const discovery::Path& path) {
    return path.is_v6 ? AVAHI_PROTO_INET6 : AVAHI_PROTO_INET;
}

/// Nothing for a service that is not named like one of ours.
std::optional<ServiceKey> service_key(AvahiIfIndex interface, AvahiProtocol protocol,
                                      const char* name);

/// A link-local IPv6 address gets the interface it was heard on as its scope.
std::optional<Endpoint> endpoint_of(const AvahiAddress* address, std::uint16_t port,
                                    const discovery::Path& path);

std::optional<discovery::Tags> tags_of(AvahiStringList* txt);

}  // namespace earshot::discovery::helper
