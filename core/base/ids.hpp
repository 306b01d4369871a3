#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <compare>
#include <cstddef>
#include <cstdint>
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

    friend auto operator<=>(const Id&, const Id&) = default;

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
};

using PersonId = Id<struct PersonTag>;              ///< Of the account key: who somebody is.
using DeviceId = Id<struct DeviceTag, 16>;          ///< Of the device key: which computer.
using ConversationId = Id<struct ConversationTag>;  ///< Of the two account keys, or a group.
using MessageId = Id<struct MessageTag>;            ///< Of everything in the message.
using CardHash = Id<struct CardTag>;                ///< Of a signed card's bytes.
using InstanceId = Id<struct InstanceTag, 16>;      ///< Random; one run of one daemon.

/// A connection of this process, numbered by the node. Never reused within a run.
using LinkId = std::uint64_t;

}  // namespace earshot
