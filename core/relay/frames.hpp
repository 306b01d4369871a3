#pragma once

#include <cstdint>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/wire/extensions.hpp"

/// What is said about streams that a third computer carries. A stream has a number on each of the
/// two links it passes: odd where the side that dialled the link opened it there, even otherwise,
/// and never one twice. docs/PROTOCOL.md, "Relay".
namespace earshot::relay {

inline constexpr std::uint8_t open_frame = 0x50;
inline constexpr std::uint8_t offer_frame = 0x51;
inline constexpr std::uint8_t opened_frame = 0x52;
inline constexpr std::uint8_t refused_frame = 0x53;
inline constexpr std::uint8_t data_frame = 0x54;
inline constexpr std::uint8_t credit_frame = 0x55;
inline constexpr std::uint8_t close_frame = 0x56;
inline constexpr bool is_relay(std::uint8_t type) {
    return type >= open_frame && type <= close_frame;
}

/// As `open_frame`: carry a stream to this computer. As `offer_frame`: this one asked for you.
struct OpenFrame {
    std::uint32_t stream = 0;
    DeviceId device;
    wire::Extensions extensions;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(stream, device, extensions);
    }
};

/// As `opened_frame`: bytes may come. As `close_frame`: none will come any more.
struct StreamFrame {
    std::uint32_t stream = 0;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(stream);
    }
};

enum class Refusal : std::uint8_t {
    no_link = 0,    ///< Of the one in the middle with the other.
    busy = 1,       ///< Too many already.
    unwanted = 2,   ///< The other does not want it.
    no_answer = 3,  ///< Of the other.
};

struct RefusedFrame {
    std::uint32_t stream = 0;
    std::uint8_t reason = 0;  ///< A Refusal, or a number of a newer Earshot.

    template <class Archive>
    void serialize(Archive& archive) {
        archive(stream, reason);
    }
};

struct DataFrame {
    std::uint32_t stream = 0;
    Bytes bytes;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(stream, bytes);
    }
};

/// So many bytes more may be sent.
struct CreditFrame {
    std::uint32_t stream = 0;
    std::uint32_t bytes = 0;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(stream, bytes);
    }
};

}  // namespace earshot::relay
