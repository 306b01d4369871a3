#pragma once

#include <cstdint>
#include <optional>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

/// What delivery asks of whoever holds the keys: payloads become bytes that one device alone can
/// read, each time other ones. Errors are the store's.
namespace earshot::delivery {

/// Which keys something was sealed with; means nothing else.
using SealTag = std::uint64_t;

class Sealing {
public:
    virtual ~Sealing() = default;

    struct Sealed {
        Bytes bytes;
        /// What `repeat` needs, much smaller than they are. It opens them, and is to be kept no
        /// longer, and nowhere else, than the payload itself.
        Bytes recipe;
    };
    /// Nothing while there is no key of theirs to begin with: ask for one, then try again.
    virtual Result<std::optional<Sealed>> seal(const DeviceId& to, std::uint16_t kind,
                                               ByteView payload, Now now) = 0;
    /// The bytes that this payload was sealed to before. Nothing when that is not possible any
    /// more: seal it anew.
    virtual Result<std::optional<Bytes>> repeat(const DeviceId& to, ByteView recipe,
                                                std::uint16_t kind, ByteView payload) = 0;
    virtual SealTag tag_of(ByteView sealed) const = 0;

    struct Opened {
        std::uint16_t kind = 0;
        Bytes payload;
    };
    /// Nothing when it is not an authentic new message of this device, or of keys that are gone.
    virtual Result<std::optional<Opened>> open(const DeviceId& from, ByteView sealed, Now now) = 0;

    /// The device opened what was sealed so.
    virtual Result<void> on_opened(const DeviceId& by, SealTag which) = 0;
    /// The device could not: these keys are not used again.
    virtual Result<void> on_unopenable(const DeviceId& by, SealTag which) = 0;
};

}  // namespace earshot::delivery
