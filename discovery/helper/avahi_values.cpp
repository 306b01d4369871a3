#include "discovery/helper/avahi_values.hpp"

#include <cstring>
#include <string_view>
#include <vector>

namespace earshot::discovery::helper {

std::optional<ServiceKey> service_key(AvahiIfIndex interface, AvahiProtocol protocol,
                                      const char* name) {
    if (name == nullptr || interface <= 0) return std::nullopt;
    if (protocol != AVAHI_PROTO_INET && protocol != AVAHI_PROTO_INET6) return std::nullopt;
    const auto instance = discovery::parse_instance_name(name);
    if (!instance) return std::nullopt;
    const discovery::Path path{static_cast<std::uint32_t>(interface),
                               protocol == AVAHI_PROTO_INET6};
    return ServiceKey{path, *instance};
}

std::optional<Endpoint> endpoint_of(const AvahiAddress* address, std::uint16_t port,
                                    const discovery::Path& path) {
    if (address == nullptr || port == 0) return std::nullopt;
    if (address->proto == AVAHI_PROTO_INET) {
        std::array<std::byte, 4> bytes;
        std::memcpy(bytes.data(), &address->data.ipv4.address, bytes.size());
        return Endpoint{Address::v4(bytes), port};
    }
    if (address->proto != AVAHI_PROTO_INET6) return std::nullopt;
    Address v6;
    std::memcpy(v6.bytes.data(), address->data.ipv6.address, v6.bytes.size());
    if (v6.is_v4()) return std::nullopt;  // Would be a second name for an IPv4 address.
    if (v6.is_link_local()) v6.scope = path.interface;
    return Endpoint{v6, port};
}

std::optional<discovery::Tags> tags_of(AvahiStringList* txt) {
    std::vector<std::string_view> strings;
    for (auto* item = txt; item != nullptr; item = avahi_string_list_get_next(item)) {
        const auto* text = reinterpret_cast<const char*>(avahi_string_list_get_text(item));
        strings.emplace_back(text, avahi_string_list_get_size(item));
    }
    const auto tags = discovery::parse_txt(strings);
    if (!tags) return std::nullopt;
    return *tags;
}

}  // namespace earshot::discovery::helper
