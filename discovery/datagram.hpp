#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/bytes.hpp"
#include "core/base/limits.hpp"
#include "core/base/result.hpp"
#include "discovery/announcement.hpp"

/// The datagram of the subnet-broadcast fallback (docs/PROTOCOL.md, section 7): what an mDNS
/// announcement says, in 64 bytes. Question and answer have the same size, so that nobody can be
/// flooded by forging a question in their name. Pure.
namespace earshot::discovery {

enum class DatagramKind : std::uint8_t {
    question = 1,  ///< "I am here; who else?", to everybody.
    answer = 2,    ///< "I am here", to who asked.
};

struct Datagram {
    DatagramKind kind = DatagramKind::question;
    InstanceId instance;
    std::uint16_t port = 0;
    Tags tags{};

    friend bool operator==(const Datagram&, const Datagram&) = default;
};

using DatagramBytes = std::array<std::byte, limits::beacon_datagram_bytes>;

DatagramBytes encode(const Datagram& datagram);
/// Refuses any other size, mark, version or kind. The last four bytes are not looked at.
Result<Datagram> decode_datagram(ByteView bytes);

}  // namespace earshot::discovery
