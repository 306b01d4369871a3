#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/base/ids.hpp"
#include "core/store/envelope_store.hpp"

/// Which envelopes are held for whom and from whom, in memory and without their bytes.
namespace earshot::carrier {

struct Usage {
    std::size_t count = 0;
    std::size_t bytes = 0;
};

class HeldIndex {
public:
    void add(const store::HeldEnvelope& row);
    void remove(const EnvelopeId& id);

    const store::HeldEnvelope* find(const EnvelopeId& id) const;
    std::vector<DeviceId> recipients() const;
    bool holds_for(const DeviceId& recipient) const;
    std::vector<EnvelopeId> of_recipient(const DeviceId& recipient) const;
    std::vector<EnvelopeId> with_hash(const PurgeHash& hash) const;
    Usage of_depositor(const DeviceId& depositor) const;
    std::optional<Duration> first_expiry() const;
    std::vector<EnvelopeId> expired(Duration age) const;
    std::size_t size() const { return rows_.size(); }
    std::size_t bytes() const { return bytes_; }

    /// Which envelopes have to go so that this one can come: nearest to their end first, and of
    /// those whose depositor takes most of the room, be it bytes or number. Nothing: there is no
    /// room, since nobody takes more of it than who asks. Precondition: it fits what one depositor
    /// may have.
    std::optional<std::vector<EnvelopeId>> room_for(const store::HeldEnvelope& row) const;

private:
    struct Bounds {
        std::size_t count = 0;
        std::size_t bytes = 0;
    };
    bool make_room(const store::HeldEnvelope& row, const std::vector<EnvelopeId>& among,
                   const Bounds& bounds, std::set<EnvelopeId>& going) const;

    std::map<EnvelopeId, store::HeldEnvelope> rows_;
    std::set<std::pair<DeviceId, EnvelopeId>> by_recipient_;
    std::set<std::pair<PurgeHash, EnvelopeId>> by_hash_;
    std::set<std::pair<Duration, EnvelopeId>> by_expiry_;
    std::map<DeviceId, Usage> depositors_;
    std::size_t bytes_ = 0;
};

}  // namespace earshot::carrier
