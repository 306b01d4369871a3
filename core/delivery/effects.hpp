#pragma once

#include <cstdint>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/store/store.hpp"

/// What delivery and the features above it ask for. Nothing of it happens before the turn's commit.
namespace earshot::delivery {

/// A frame for a link; the link splits, pads and seals it.
struct SendFrame {
    LinkId link{};
    std::uint8_t type = 0;
    Bytes body;

    friend bool operator==(const SendFrame&, const SendFrame&) = default;
};

struct Effects {
    std::vector<SendFrame> frames;
    std::vector<store::Event> events;  ///< Already in the log; clients are told after the commit.
};

/// Numbers a durable event and keeps it for the clients.
inline Result<void> announce(store::EventLog& log, Effects& effects, store::Event event) {
    EARSHOT_TRY(event.seq, log.append_event(event));
    effects.events.push_back(std::move(event));
    return {};
}

}  // namespace earshot::delivery
