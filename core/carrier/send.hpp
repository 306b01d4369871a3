#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/base/limits.hpp"
#include "core/carrier/effects.hpp"
#include "core/carrier/frames.hpp"
#include "core/wire/archive.hpp"

/// Frames as all three sides send them. Only for .cpp files.
namespace earshot::carrier {

template <class Frame>
void send(Effects& effects, LinkId link, std::uint8_t type, const Frame& frame) {
    effects.frames.push_back({link, type, wire::encode(frame)});
}

inline EnvelopeReceipt receipt(const EnvelopeId& id, Receipt outcome) {
    return {id, static_cast<std::uint8_t>(outcome)};
}
inline void send_receipt(Effects& effects, LinkId link, const EnvelopeId& id, Receipt outcome) {
    send(effects, link, receipt_frame, ReceiptFrame{{receipt(id, outcome)}});
}

/// As many frames with lists as it takes; none for nothing.
template <class Frame, class Each>
void send_all(Effects& effects, LinkId link, std::uint8_t type, const std::vector<Each>& all) {
    for (std::size_t sent = 0; sent < all.size(); sent += limits::envelopes_named_max) {
        const auto count = std::min(limits::envelopes_named_max, all.size() - sent);
        const auto first = all.begin() + static_cast<std::ptrdiff_t>(sent);
        send(effects, link, type, Frame{{first, first + static_cast<std::ptrdiff_t>(count)}});
    }
}

}  // namespace earshot::carrier
