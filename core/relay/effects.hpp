#pragma once

#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"

/// What the relay asks for, as values.
namespace earshot::relay {

struct SendFrame {
    LinkId link{};
    std::uint8_t type = 0;
    Bytes body;

    friend bool operator==(const SendFrame&, const SendFrame&) = default;
};

/// A stream to this device stands: run a link over it, and send limits::relay_window_bytes at most
/// before there is more room.
struct StartStream {
    StreamId stream{};
    DeviceId device;
    LinkId via{};          ///< The link with the one in the middle.
    bool is_ours = false;  ///< We asked for it, so we begin.

    friend bool operator==(const StartStream&, const StartStream&) = default;
};
struct StreamBytes {
    StreamId stream{};
    Bytes bytes;

    friend bool operator==(const StreamBytes&, const StreamBytes&) = default;
};
/// So many bytes more may be sent.
struct StreamRoom {
    StreamId stream{};
    std::size_t bytes = 0;

    friend bool operator==(const StreamRoom&, const StreamRoom&) = default;
};
/// No bytes come nor go any more.
struct EndStream {
    StreamId stream{};

    friend bool operator==(const EndStream&, const EndStream&) = default;
};
using StreamEffect = std::variant<StartStream, StreamBytes, StreamRoom, EndStream>;

struct Effects {
    std::vector<SendFrame> frames;
    std::vector<StreamEffect> streams;
};

/// What the relay has to know of people.
class Guard {
public:
    virtual ~Guard() = default;
    /// Somebody we have written with.
    virtual bool is_contact(const DeviceId& device) const = 0;
    /// Known, believed to be there, and not blocked.
    virtual bool is_welcome(const DeviceId& device) const = 0;
    /// Something waits for it, it is believed to be there, and there is no link with it.
    virtual bool is_sought(const DeviceId& device) const = 0;
};

}  // namespace earshot::relay
