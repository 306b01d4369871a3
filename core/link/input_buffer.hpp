#pragma once

#include <cstddef>
#include <optional>

#include "core/base/bytes.hpp"

/// Takes exactly as many bytes as somebody wants from a stream that arrives in pieces. Holds at
/// most what was asked for, and copies only what is split between two pieces.
namespace earshot::link {

class InputBuffer {
public:
    /// The next `size` bytes, taken off the front of `input`, or nothing if that is not enough:
    /// then all of `input` is kept for the next call, which must ask for the same size. The view is
    /// valid until the next call and while `input` is.
    std::optional<ByteView> take(ByteView& input, std::size_t size);

private:
    static constexpr std::size_t kept_capacity_max = 4096;

    Bytes kept_;
    bool is_taken_ = false;  ///< `kept_` was handed out and is to be forgotten.
};

}  // namespace earshot::link
