#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.hpp"

/// Identifiers: fixed-size values that cannot be mixed up with another kind of identifier.
/// How each is computed: docs/PROTOCOL.md, "Identifiers".
namespace earshot {

template <class Tag, std::size_t Size = 32>
struct Id {
    static constexpr std::size_t size = Size;
    std::array<std::byte, Size> bytes{};

    friend bool operator==(const Id&, const Id&) = default;
    /// As of the bytes one after another, eight at a time: every map of the program compares them.
    friend std::strong_ordering operator<=>(const Id& one, const Id& other) noexcept {
        constexpr std::size_t in_words = Size / 8 * 8;
        for (std::size_t i = 0; i < in_words; i += 8) {
            const auto order = word(one, i) <=> word(other, i);
            if (order != 0) return order;
        }
        for (std::size_t i = in_words; i < Size; ++i) {
            const auto order = one.bytes[i] <=> other.bytes[i];
            if (order != 0) return order;
        }
        return std::strong_ordering::equal;
    }

    ByteView view() const noexcept { return bytes; }
    /// The text form people and scripts see: base32, lower case.
    std::string text() const { return to_base32(bytes); }
    /// The first eight characters, for logs.
    std::string short_text() const { return text().substr(0, 8); }

    /// Precondition: `view` has exactly `Size` bytes.
    static Id from_view(ByteView view) {
        assert(view.size() == Size);
        Id id;
        std::ranges::copy(view, id.bytes.begin());
        return id;
    }
    static std::optional<Id> from_text(std::string_view text) {
        const auto bytes = from_base32(text);
        if (!bytes || bytes->size() != Size) return std::nullopt;
        return from_view(*bytes);
    }

private:
    static std::uint64_t word(const Id& id, std::size_t at) noexcept {
        std::uint64_t word = 0;
        std::memcpy(&word, id.bytes.data() + at, sizeof word);
        return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
    }
};

using PersonId = Id<struct PersonTag>;              ///< Of the account key: who somebody is.
using DeviceId = Id<struct DeviceTag, 16>;          ///< Of the device key: which computer.
using ConversationId = Id<struct ConversationTag>;  ///< Of the two account keys, or a group.
using MessageId = Id<struct MessageTag>;            ///< Of everything in the message.
using CardHash = Id<struct CardTag>;                ///< Of a signed card's bytes.
using EnvelopeId = Id<struct EnvelopeTag>;          ///< Of a sealed envelope's bytes.
using MailboxId = Id<struct MailboxTag, 16>;        ///< Random; where envelopes for a device go.
using PurgeHash = Id<struct PurgeHashTag>;          ///< What a carrier may be told to delete by:
using PurgeSecret = Id<struct PurgeSecretTag>;      ///< its preimage, once the envelope is open.
using InstanceId = Id<struct InstanceTag, 16>;      ///< Random; one run of one daemon.

/// A connection of this process, numbered by the node. Never reused within a run.
using LinkId = std::uint64_t;

/// A stream of bytes to another computer through a third one; its end here. Never reused.
using StreamId = std::uint64_t;

}  // namespace earshot
