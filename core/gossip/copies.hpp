#pragma once

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/base/shared.hpp"
#include "core/gossip/presence.hpp"

/// What others signed, as it is kept. Everybody on a network keeps the same records and cards: a
/// process with one engine needs nothing but `own_copies`, one with a thousand can hand them the
/// same copy of each. Nothing is proven by being kept. As thread-safe as the one who implements it.
namespace earshot::gossip {

class Copies {
public:
    virtual ~Copies() = default;
    /// As `read_record`.
    virtual Result<Shared<Record>> record(ByteView bytes) const {
        EARSHOT_TRY(auto record, read_record(bytes));
        return Shared<Record>{std::move(record)};
    }
    /// A signed card, as it travels.
    virtual Shared<Bytes> card(ByteView bytes) const { return to_bytes(bytes); }
};

/// A copy for each who asks.
inline const Copies own_copies;

}  // namespace earshot::gossip
