#include "discovery/datagram.hpp"

#include <algorithm>

namespace earshot::discovery {
namespace {

constexpr std::string_view mark = "earshot1";
constexpr std::byte version{1};
constexpr std::size_t kind_at = 8;
constexpr std::size_t version_at = 9;
constexpr std::size_t port_at = 10;
constexpr std::size_t instance_at = 12;
constexpr std::size_t tags_at = 28;
static_assert(tags_at + sizeof(Tags) + 4 == limits::beacon_datagram_bytes);

}  // namespace

DatagramBytes encode(const Datagram& datagram) {
    Bytes bytes = to_bytes(bytes_of(mark));
    bytes.push_back(std::byte{static_cast<std::uint8_t>(datagram.kind)});
    bytes.push_back(version);
    append_u16(bytes, datagram.port);
    append(bytes, datagram.instance.view());
    for (const Tag& tag : datagram.tags) append(bytes, tag);
    DatagramBytes result{};
    std::ranges::copy(bytes, result.begin());
    return result;
}

Result<Datagram> decode_datagram(ByteView bytes) {
    if (bytes.size() != limits::beacon_datagram_bytes)
        return Error{ErrorKind::malformed, "datagram of another size"};
    if (text_of(bytes.first(mark.size())) != mark || bytes[version_at] != version)
        return Error{ErrorKind::malformed, "datagram of another protocol or version"};
    const auto kind = std::to_integer<std::uint8_t>(bytes[kind_at]);
    if (kind != 1 && kind != 2) return Error{ErrorKind::malformed, "datagram of no known kind"};

    Datagram datagram;
    datagram.kind = static_cast<DatagramKind>(kind);
    datagram.port = read_u16(bytes.subspan(port_at));
    if (datagram.port == 0) return Error{ErrorKind::malformed, "datagram without a port"};
    datagram.instance = InstanceId::from_view(bytes.subspan(instance_at, InstanceId::size));
    auto rest = bytes.subspan(tags_at);
    for (Tag& tag : datagram.tags) {
        std::copy_n(rest.begin(), tag.size(), tag.begin());
        rest = rest.subspan(tag.size());
    }
    return datagram;
}

}  // namespace earshot::discovery
