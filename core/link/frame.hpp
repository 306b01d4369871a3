#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/bytes.hpp"
#include "core/base/limits.hpp"
#include "core/base/result.hpp"
#include "crypto/noise/cipher_state.hpp"

/// One frame of an established link: u16 length, then sealed: type u8, flags u8, body length u16,
/// body, zeros up to one of six sizes. docs/PROTOCOL.md, "Frames". The keys change every
/// limits::rekey_frames frames of a direction.
namespace earshot::link {

namespace frame_type {
inline constexpr std::uint8_t empty = 0x00;  ///< Says only that we are there.
inline constexpr std::uint8_t ping = 0x01;
inline constexpr std::uint8_t pong = 0x02;
inline constexpr std::uint8_t close = 0x03;     ///< Number of frames sent before it, u64.
inline constexpr std::uint8_t fragment = 0x04;  ///< See fragments.hpp.
inline constexpr std::uint8_t bye = 0x05;       ///< Why CLOSE follows, u8.
inline constexpr std::uint8_t first_of_engine = 0x10;
}  // namespace frame_type

/// A received frame. The body is valid until the next frame is opened.
struct Frame {
    std::uint8_t type = 0;
    ByteView body;
};

/// Bytes on the wire of a frame with such a body, length prefix included.
/// Precondition: not above limits::frame_body_bytes_max.
std::size_t frame_bytes(std::size_t body_bytes) noexcept;

/// Whether a frame may announce this length for what follows it.
bool is_sealed_size(std::size_t sealed_bytes) noexcept;

class FrameSealer {
public:
    explicit FrameSealer(crypto::noise::CipherState cipher) noexcept;

    /// Appends a frame whose body is `head` and then `rest`, encrypted in place in `output`.
    /// Precondition: the body is not above limits::frame_body_bytes_max.
    void seal(std::uint8_t type, ByteView head, ByteView rest, Bytes& output);

    std::uint64_t frames() const noexcept { return cipher_.nonce(); }

private:
    crypto::noise::TransportCipher cipher_;
};

class FrameOpener {
public:
    explicit FrameOpener(crypto::noise::CipherState cipher) noexcept;

    /// `sealed` is what follows the length. `unauthenticated` when it is not the peer's next frame,
    /// `malformed` when the peer breaks the rules of the content.
    Result<Frame> open(ByteView sealed);

    std::uint64_t frames() const noexcept { return cipher_.nonce(); }

private:
    crypto::noise::TransportCipher cipher_;
    Bytes plain_;  ///< As large as the largest frame so far.
};

}  // namespace earshot::link
