#pragma once

#include <cstdint>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"

/// The frames that carry payloads and their acknowledgements (docs/PROTOCOL.md, Messages).
namespace earshot::delivery {

inline constexpr std::uint8_t deliver_frame = 0x20;
inline constexpr std::uint8_t acknowledge_frame = 0x21;
inline constexpr std::uint8_t resume_frame = 0x24;  ///< Empty: what was put off is welcome now.

/// One payload on its way, sealed for one device (core/session). Its id, the hash of the payload,
/// is for answers and against repetition.
struct Parcel {
    MessageId id;
    Bytes sealed;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(id, sealed);
    }
    friend bool operator==(const Parcel&, const Parcel&) = default;
};

struct DeliverFrame {
    std::vector<Parcel> parcels;  ///< In the sender's order.

    template <class Archive>
    void serialize(Archive& archive) {
        archive(parcels);
    }
};

/// What became of a parcel. Unknown values are read as `refused` by older peers.
enum class Outcome : std::uint8_t {
    accepted = 0,     ///< Durably stored; repeated for duplicates.
    refused = 1,      ///< Will never be taken: malformed, or not for us.
    unsupported = 2,  ///< Its kind is unknown here.
    unopenable = 3,   ///< The keys it was sealed with are not here: seal it with others.
    later = 4,        ///< Not stored: there is no room for it now. The sender keeps it.
};

struct Acknowledgement {
    MessageId id;
    std::uint8_t outcome = 0;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(id, outcome);
    }
    friend bool operator==(const Acknowledgement&, const Acknowledgement&) = default;
};

/// What an answer means to this version.
constexpr Outcome outcome_of(const Acknowledgement& answer) {
    switch (answer.outcome) {
        case static_cast<std::uint8_t>(Outcome::accepted): return Outcome::accepted;
        case static_cast<std::uint8_t>(Outcome::unsupported): return Outcome::unsupported;
        case static_cast<std::uint8_t>(Outcome::unopenable): return Outcome::unopenable;
        case static_cast<std::uint8_t>(Outcome::later): return Outcome::later;
        default: return Outcome::refused;
    }
}

struct AcknowledgeFrame {
    std::vector<Acknowledgement> acknowledgements;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(acknowledgements);
    }
};

}  // namespace earshot::delivery
