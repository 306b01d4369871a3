#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

#include "core/base/bytes.hpp"
#include "core/base/limits.hpp"
#include "core/base/result.hpp"

/// Bodies too large for one frame travel in FRAGMENT frames: stream u32, type u8, total u32, offset
/// u32, then a part. docs/PROTOCOL.md, "Fragments". Memory is taken as parts arrive, never by the
/// announced total: at most limits::fragment_streams_max * limits::fragmented_body_bytes_max.
namespace earshot::link {

inline constexpr std::size_t fragment_header_bytes = 13;
inline constexpr std::size_t fragment_part_bytes_max =
    limits::frame_body_bytes_max - fragment_header_bytes;

struct FragmentHeader {
    std::uint32_t stream = 0;
    std::uint8_t type = 0;
    std::uint32_t total = 0;
    std::uint32_t offset = 0;
};
std::array<std::byte, fragment_header_bytes> encode_fragment_header(const FragmentHeader& header);

class FragmentJoiner {
public:
    struct Joined {
        std::uint8_t type = 0;
        Bytes body;
    };

    /// A whole body when `fragment` was its last part. `malformed`, or `too_large` when more
    /// streams or bytes are open than allowed.
    Result<std::optional<Joined>> on_fragment(ByteView fragment);

private:
    struct Stream {
        std::uint8_t type = 0;
        std::uint32_t total = 0;
        Bytes body;
    };

    Result<void> open_stream(const FragmentHeader& header);

    std::map<std::uint32_t, Stream> streams_;
    std::uint32_t last_stream_ = 0;  ///< Stream numbers ascend from 1 and are never used again.
};

}  // namespace earshot::link
