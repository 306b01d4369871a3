#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/time.hpp"
#include "core/delivery/effects.hpp"
#include "core/delivery/frames.hpp"

/// What a feature provides to be delivered to. Adding a feature is one folder and one registration
/// in core/engine; delivery itself knows no feature.
namespace earshot::delivery {

/// A payload that arrived, from a device that proved itself. `payload` is valid during the call.
struct Arrival {
    PersonId from;
    DeviceId device;
    MessageId id;
    ByteView payload;
    store::Route route = store::Route::direct;
};

/// The recipient's answer to a payload of ours.
struct Answer {
    PersonId from;
    DeviceId device;
    MessageId id;
    Outcome outcome = Outcome::accepted;
};

class App {
public:
    virtual ~App() = default;

    /// Whether something of this size may come from this person. Asked before it is opened, which
    /// cannot be taken back: what is put off must be able to come again.
    virtual bool has_room(const PersonId& from, std::size_t sealed_bytes) const = 0;

    /// Takes a payload that was not seen before, storing what it needs in the turn's transaction.
    /// An Error is about the store and drops the turn; a bad payload is `Outcome::refused`.
    virtual Result<Outcome> on_payload(const Arrival& arrival, Now now, Effects& effects) = 0;

    /// Once for each payload.
    virtual Result<void> on_answered(const Answer& answer, Now now, Effects& effects) = 0;
};

/// Which feature a payload is for. Stored and sent: never renumber.
inline constexpr std::uint16_t conversation_kind = 1;
inline constexpr std::uint16_t read_mark_kind = 2;

}  // namespace earshot::delivery
