#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "crypto/entropy.hpp"
#include "crypto/secret.hpp"

/// What a computer says about itself to the whole network, and how to read what others say
/// (docs/PROTOCOL.md, section 7). Nothing in it names a person, a device, a key or a computer
/// (RFC 8882), and nothing stays the same from one run to the next. Pure.
namespace earshot::discovery {

inline constexpr std::string_view service_type = "_earshot._tcp";
inline constexpr std::string_view service_domain = "local";

/// Recognised by those who hold the team's discovery key, random bytes to everybody else.
using Tag = std::array<std::byte, 8>;
using Tags = std::array<Tag, 4>;
using DiscoveryKey = crypto::Secret<struct DiscoveryKeyTag>;

struct Announcement {
    InstanceId instance;
    std::string host_label;  ///< 26 random characters: never the system's host name.
    std::uint16_t port = 0;  ///< Where links are accepted.
    Tags tags{};

    friend bool operator==(const Announcement&, const Announcement&) = default;
};

/// Tags for up to four of `teams`, random bytes in the other places, in random order. With more
/// teams than places, chance chooses, so that over time everybody can be found.
Announcement make_announcement(const InstanceId& instance, std::uint16_t port,
                               std::span<const DiscoveryKey> teams, crypto::Entropy& entropy);

Tag make_tag(const DiscoveryKey& team, const InstanceId& instance);
/// Whether one of the tags was made with this key for this instance: a hint worth a handshake.
bool has_tag(const Tags& tags, const DiscoveryKey& team, const InstanceId& instance);

/// 26 characters of base32: the service instance name of DNS-SD.
std::string instance_name(const InstanceId& instance);
/// Exactly what `instance_name` makes.
std::optional<InstanceId> parse_instance_name(std::string_view name);

/// The same form for a host label, without its domain.
bool is_host_label(std::string_view label);

/// 43 characters of base64url for all four.
std::string tags_text(const Tags& tags);
std::optional<Tags> parse_tags(std::string_view text);

/// The strings of the TXT record: "v=1" and "t=...".
std::vector<std::string> txt_strings(const Tags& tags);
/// Unknown keys are skipped and of a repeated key the first counts (RFC 6763, 6.4).
Result<Tags> parse_txt(std::span<const std::string_view> strings);
/// The same from a TXT record's data: strings that begin with their length.
Result<Tags> parse_txt_rdata(ByteView rdata);

}  // namespace earshot::discovery
