#include "core/link/frame.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <utility>

namespace earshot::link {
namespace {

constexpr std::size_t length_bytes = 2;
constexpr std::size_t header_bytes = 4;
constexpr std::array<std::size_t, 6> buckets{64, 256, 1024, 4096, 16384, 65519};
static_assert(buckets.back() + crypto::aead_tag_bytes == limits::noise_message_bytes_max);
static_assert(buckets.back() - header_bytes == limits::frame_body_bytes_max);

std::size_t plain_bytes(std::size_t body_bytes) noexcept {
    assert(body_bytes <= limits::frame_body_bytes_max);
    return *std::ranges::lower_bound(buckets, body_bytes + header_bytes);
}

void put_u16(std::byte* target, std::size_t value) noexcept {
    target[0] = static_cast<std::byte>(value >> 8);
    target[1] = static_cast<std::byte>(value & 0xFF);
}

void put(std::byte* target, ByteView bytes) noexcept {
    if (!bytes.empty()) std::memcpy(target, bytes.data(), bytes.size());
}

/// Eight bytes at a time, because most of a large frame can be padding.
bool is_zero(ByteView bytes) noexcept {
    std::uint64_t seen = 0;
    for (; bytes.size() >= sizeof seen; bytes = bytes.subspan(sizeof seen)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), sizeof word);
        seen |= word;
    }
    for (const auto byte : bytes) seen |= std::to_integer<std::uint64_t>(byte);
    return seen == 0;
}

}  // namespace

bool is_sealed_size(std::size_t sealed_bytes) noexcept {
    return sealed_bytes >= crypto::aead_tag_bytes &&
           std::ranges::binary_search(buckets, sealed_bytes - crypto::aead_tag_bytes);
}

std::size_t frame_bytes(std::size_t body_bytes) noexcept {
    return length_bytes + plain_bytes(body_bytes) + crypto::aead_tag_bytes;
}

FrameSealer::FrameSealer(crypto::noise::CipherState cipher) noexcept
    : cipher_(std::move(cipher), limits::rekey_frames) {}

void FrameSealer::seal(std::uint8_t type, ByteView head, ByteView rest, Bytes& output) {
    const auto body_bytes = head.size() + rest.size();
    const auto plain_size = plain_bytes(body_bytes);
    const auto start = output.size();
    output.resize(start + frame_bytes(body_bytes));  // The new bytes are zero: the padding.

    std::byte* const frame = output.data() + start;
    put_u16(frame, plain_size + crypto::aead_tag_bytes);
    std::byte* const plain = frame + length_bytes;
    plain[0] = std::byte{type};
    put_u16(plain + 2, body_bytes);
    put(plain + header_bytes, head);
    put(plain + header_bytes + head.size(), rest);

    const std::span sealed{plain, plain_size + crypto::aead_tag_bytes};
    [[maybe_unused]] const bool encrypted = cipher_.encrypt(sealed.first(plain_size), sealed);
    assert(encrypted);
}

FrameOpener::FrameOpener(crypto::noise::CipherState cipher) noexcept
    : cipher_(std::move(cipher), limits::rekey_frames) {}

Result<Frame> FrameOpener::open(ByteView sealed) {
    if (!is_sealed_size(sealed.size()))
        return Error{ErrorKind::malformed, "frame is of a size that is not used"};
    const auto plain_size = sealed.size() - crypto::aead_tag_bytes;
    if (plain_.size() < plain_size) plain_.resize(plain_size);
    const auto plain = std::span{plain_}.first(plain_size);
    if (!cipher_.decrypt(sealed, plain))
        return Error{ErrorKind::unauthenticated, "frame is not the peer's next one"};

    const ByteView content = plain;
    const std::size_t body_bytes = read_u16(content.subspan(2));
    if (content[1] != std::byte{0} || body_bytes > content.size() - header_bytes)
        return Error{ErrorKind::malformed, "frame header breaks the rules"};
    const auto padding = content.subspan(header_bytes + body_bytes);
    if (!is_zero(padding)) return Error{ErrorKind::malformed, "padding is not zero"};
    return Frame{std::to_integer<std::uint8_t>(content[0]),
                 content.subspan(header_bytes, body_bytes)};
}

}  // namespace earshot::link
