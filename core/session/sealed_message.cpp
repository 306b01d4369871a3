#include "core/session/sealed_message.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "core/base/limits.hpp"
#include "core/wire/archive.hpp"

namespace earshot::session {
namespace {

constexpr std::array<std::size_t, 5> sizes{256, 1024, 4096, 16 * 1024, 66 * 1024};
constexpr std::size_t kind_bytes = 2;
constexpr std::size_t length_bytes = 4;   // Of `message`, whose header starts with the session.
constexpr std::byte padding_start{0x80};  // ISO/IEC 7816-4, as of libsodium's sodium_pad.

static_assert(limits::payload_bytes_max == sizes.back() - kind_bytes - 1);

}  // namespace

Result<SealedMessage> decode_sealed(ByteView bytes) {
    return wire::decode<SealedMessage>(bytes, limits::sealed_bytes_max);
}

crypto::SessionId session_of(ByteView sealed) {
    crypto::SessionId id{};
    if (sealed.size() >= length_bytes + id.size())
        std::ranges::copy(sealed.subspan(length_bytes, id.size()), id.begin());
    return id;
}

Bytes pad(std::uint16_t kind, ByteView payload) {
    const auto needed = kind_bytes + payload.size() + 1;
    const auto size = std::ranges::find_if(sizes, [&](auto each) { return each >= needed; });
    assert(size != sizes.end());
    Bytes padded;
    padded.reserve(*size);
    append_u16(padded, kind);
    padded.insert(padded.end(), payload.begin(), payload.end());
    padded.push_back(padding_start);
    padded.resize(*size);
    return padded;
}

std::optional<Unpadded> unpad(ByteView padded) {
    if (std::ranges::find(sizes, padded.size()) == sizes.end()) return std::nullopt;
    const auto last = std::find_if(padded.rbegin(), padded.rend(),
                                   [](std::byte byte) { return byte != std::byte{}; });
    if (last == padded.rend() || *last != padding_start) return std::nullopt;
    const auto size = static_cast<std::size_t>(padded.rend() - last) - 1;
    if (size < kind_bytes) return std::nullopt;
    return Unpadded{read_u16(padded), to_bytes(padded.subspan(kind_bytes, size - kind_bytes))};
}

}  // namespace earshot::session
