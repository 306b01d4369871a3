#include "discovery/announcement.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "crypto/compare.hpp"
#include "crypto/hash.hpp"

namespace earshot::discovery {
namespace {

constexpr std::string_view tag_label = "earshot1 mdns";
constexpr std::string_view version_key = "v=";
constexpr std::string_view tags_key = "t=";
constexpr std::string_view version = "1";
constexpr std::size_t label_bytes = 16;
constexpr std::size_t label_characters = 26;

/// Uniform below `bound`, which is at most 256.
std::size_t draw_below(std::size_t bound, crypto::Entropy& entropy) {
    const std::size_t fair = 256 - 256 % bound;
    for (;;) {
        const auto drawn = std::to_integer<std::size_t>(crypto::random_array<1>(entropy)[0]);
        if (drawn < fair) return drawn % bound;
    }
}

/// Moves a random choice of `items`, in random order, to the front (Fisher and Yates).
template <class T>
void shuffle(std::span<T> items, crypto::Entropy& entropy) {
    for (std::size_t i = 0; i + 1 < items.size(); ++i) {
        const auto rest = std::min<std::size_t>(items.size() - i, 256);
        std::swap(items[i], items[i + draw_below(rest, entropy)]);
    }
}

}  // namespace

Tag make_tag(const DiscoveryKey& team, const InstanceId& instance) {
    Bytes message = to_bytes(bytes_of(tag_label));
    message.push_back(std::byte{0});
    append(message, instance.view());
    const auto mac = crypto::hmac_sha256(team.expose(), message);
    Tag tag;
    std::copy_n(mac.begin(), tag.size(), tag.begin());
    return tag;
}

bool has_tag(const Tags& tags, const DiscoveryKey& team, const InstanceId& instance) {
    const Tag wanted = make_tag(team, instance);
    bool found = false;
    for (const Tag& tag : tags) found |= crypto::equal(tag, wanted);
    return found;
}

Announcement make_announcement(const InstanceId& instance, std::uint16_t port,
                               std::span<const DiscoveryKey> teams, crypto::Entropy& entropy) {
    Announcement announcement;
    announcement.instance = instance;
    announcement.host_label = to_base32(crypto::random_array<label_bytes>(entropy));
    announcement.port = port;

    std::vector<const DiscoveryKey*> order;
    for (const auto& team : teams) order.push_back(&team);
    shuffle(std::span<const DiscoveryKey*>{order}, entropy);
    for (std::size_t i = 0; i < announcement.tags.size(); ++i) {
        if (i < order.size())
            announcement.tags[i] = make_tag(*order[i], instance);
        else
            entropy.fill(announcement.tags[i]);
    }
    shuffle(std::span<Tag>{announcement.tags}, entropy);
    return announcement;
}

std::string instance_name(const InstanceId& instance) { return instance.text(); }

std::optional<InstanceId> parse_instance_name(std::string_view name) {
    if (name.size() != label_characters) return std::nullopt;
    const auto instance = InstanceId::from_text(name);
    if (!instance || instance->text() != name) return std::nullopt;
    return instance;
}

bool is_host_label(std::string_view label) { return parse_instance_name(label).has_value(); }

std::string tags_text(const Tags& tags) {
    Bytes joined;
    for (const Tag& tag : tags) append(joined, tag);
    return to_base64url(joined);
}

std::optional<Tags> parse_tags(std::string_view text) {
    Tags tags;
    constexpr std::size_t size = std::tuple_size_v<Tags> * std::tuple_size_v<Tag>;
    if (text.size() != (size * 8 + 5) / 6) return std::nullopt;
    const auto joined = from_base64url(text);
    if (!joined || joined->size() != size) return std::nullopt;
    for (std::size_t i = 0; i < size; ++i) tags[i / Tag{}.size()][i % Tag{}.size()] = (*joined)[i];
    return tags;
}

std::vector<std::string> txt_strings(const Tags& tags) {
    return {std::string{version_key} + std::string{version},
            std::string{tags_key} + tags_text(tags)};
}

Result<Tags> parse_txt(std::span<const std::string_view> strings) {
    std::size_t bytes = 0;
    std::optional<std::string_view> version_found;
    std::optional<std::string_view> tags_found;
    for (const auto string : strings) {
        bytes += string.size() + 1;
        if (bytes > limits::mdns_txt_bytes_max)
            return Error{ErrorKind::too_large, "TXT record above its bound"};
        if (string.starts_with(version_key) && !version_found)
            version_found = string.substr(version_key.size());
        if (string.starts_with(tags_key) && !tags_found)
            tags_found = string.substr(tags_key.size());
    }
    if (version_found != version)
        return Error{ErrorKind::malformed, "TXT record of no known version"};
    const auto tags = tags_found ? parse_tags(*tags_found) : std::nullopt;
    if (!tags) return Error{ErrorKind::malformed, "TXT record without tags"};
    return *tags;
}

Result<Tags> parse_txt_rdata(ByteView rdata) {
    if (rdata.size() > limits::mdns_txt_bytes_max)
        return Error{ErrorKind::too_large, "TXT record above its bound"};
    std::vector<std::string_view> strings;
    while (!rdata.empty()) {
        const auto size = std::to_integer<std::size_t>(rdata.front());
        rdata = rdata.subspan(1);
        if (size > rdata.size()) return Error{ErrorKind::malformed, "TXT string beyond its record"};
        strings.push_back(text_of(rdata.first(size)));
        rdata = rdata.subspan(size);
    }
    return parse_txt(strings);
}

}  // namespace earshot::discovery
