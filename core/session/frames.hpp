#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/limits.hpp"
#include "core/session/prekey_card.hpp"

/// The frames in which two devices give each other keys to begin sessions with.
/// docs/PROTOCOL.md, "Prekeys".
namespace earshot::session {

inline constexpr std::uint8_t ask_prekeys_frame = 0x22;  ///< Without a body: the other side answers
inline constexpr std::uint8_t prekeys_frame = 0x23;      ///< with this, or sends it of itself.

/// At most limits::prekeys_frame_bytes_max. True because the link is: its sender's certificate says
/// whose keys they are.
struct PrekeysFrame {
    Prekey prekey;
    /// Unused and meant for the receiving device only, each for one session. At most
    /// limits::one_time_keys_reserved.
    std::vector<Prekey> one_time;
    std::optional<SignedPrekeyCard> card;  ///< For contacts only; names the same `prekey`.

    template <class Archive>
    void serialize(Archive& archive) {
        archive(prekey, one_time, card);
    }
    friend bool operator==(const PrekeysFrame&, const PrekeysFrame&) = default;
};
inline bool is_valid(const PrekeysFrame& frame) {
    return frame.prekey.id != 0 && frame.one_time.size() <= limits::one_time_keys_reserved &&
           std::ranges::none_of(frame.one_time, [](const Prekey& key) { return key.id == 0; });
}

}  // namespace earshot::session
