#pragma once

#include <cstdint>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"

/// What stands between an engine and its links: the bad conduct of a computer's owner, or a bug
/// that a test plants. Frames pass it in the clear. It belongs to the computer and outlives its
/// processes.
namespace earshot::sim {

class Meddler {
public:
    virtual ~Meddler() = default;
    /// A frame on its way out, which may be changed. False: it does not leave.
    virtual bool lets_out(LinkId, std::uint8_t /*type*/, Bytes& /*body*/) { return true; }
    /// A frame that came. False: the engine never hears of it.
    virtual bool lets_in(LinkId, std::uint8_t /*type*/, Bytes& /*body*/) { return true; }
};

}  // namespace earshot::sim
