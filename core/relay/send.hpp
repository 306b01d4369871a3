#pragma once

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/relay/effects.hpp"
#include "core/relay/frames.hpp"
#include "core/wire/archive.hpp"

/// Frames as both the ends and the middle of a stream send them. Only for .cpp files.
namespace earshot::relay {

template <class Frame>
void send(Effects& effects, LinkId link, std::uint8_t type, const Frame& frame) {
    effects.frames.push_back({link, type, wire::encode(frame)});
}

inline void send_refusal(Effects& effects, LinkId link, std::uint32_t number, Refusal reason) {
    send(effects, link, refused_frame, RefusedFrame{number, static_cast<std::uint8_t>(reason)});
}

/// In parts of limits::relay_part_bytes_max.
inline void send_data(Effects& effects, LinkId link, std::uint32_t number, ByteView bytes) {
    while (!bytes.empty()) {
        const auto part = bytes.first(std::min(bytes.size(), limits::relay_part_bytes_max));
        send(effects, link, data_frame, DataFrame{number, to_bytes(part)});
        bytes = bytes.subspan(part.size());
    }
}

/// Once half the window has come: what is owed is less than a frame of its own is worth before.
inline void send_credit(Effects& effects, LinkId link, std::uint32_t number, std::size_t& owed) {
    if (owed < limits::relay_window_bytes / 2) return;
    send(effects, link, credit_frame, CreditFrame{number, static_cast<std::uint32_t>(owed)});
    owed = 0;
}

}  // namespace earshot::relay
