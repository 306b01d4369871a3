#include "core/link/fragments.hpp"

#include <algorithm>

#include "core/link/frame.hpp"

namespace earshot::link {
namespace {

constexpr Error against_rules{ErrorKind::malformed, "fragment breaks the rules"};

}  // namespace

std::array<std::byte, fragment_header_bytes> encode_fragment_header(const FragmentHeader& header) {
    Bytes bytes;
    bytes.reserve(fragment_header_bytes);
    append_u32(bytes, header.stream);
    bytes.push_back(std::byte{header.type});
    append_u32(bytes, header.total);
    append_u32(bytes, header.offset);
    std::array<std::byte, fragment_header_bytes> encoded{};
    std::ranges::copy(bytes, encoded.begin());
    return encoded;
}

Result<std::optional<FragmentJoiner::Joined>> FragmentJoiner::on_fragment(ByteView fragment) {
    if (fragment.size() <= fragment_header_bytes) return against_rules;
    const FragmentHeader header{.stream = read_u32(fragment),
                                .type = std::to_integer<std::uint8_t>(fragment[4]),
                                .total = read_u32(fragment.subspan(5)),
                                .offset = read_u32(fragment.subspan(9))};
    const auto part = fragment.subspan(fragment_header_bytes);
    if (!streams_.contains(header.stream)) EARSHOT_CHECK(open_stream(header));

    auto& stream = streams_[header.stream];
    const bool continues = header.type == stream.type && header.total == stream.total &&
                           header.offset == stream.body.size() &&
                           part.size() <= stream.total - stream.body.size();
    if (!continues) return against_rules;
    append(stream.body, part);
    if (stream.body.size() < stream.total) return std::optional<Joined>{};

    Joined joined{stream.type, std::move(stream.body)};
    streams_.erase(header.stream);
    return std::optional{std::move(joined)};
}

Result<void> FragmentJoiner::open_stream(const FragmentHeader& header) {
    if (header.stream <= last_stream_ || header.offset != 0 ||
        header.type < frame_type::first_of_engine || header.total <= limits::frame_body_bytes_max)
        return against_rules;
    if (header.total > limits::fragmented_body_bytes_max ||
        streams_.size() >= limits::fragment_streams_max)
        return Error{ErrorKind::too_large, "more fragments than a link may hold"};
    last_stream_ = header.stream;
    streams_[header.stream] = Stream{header.type, header.total, {}};
    return {};
}

}  // namespace earshot::link
