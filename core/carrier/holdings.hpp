#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/base/budget.hpp"
#include "core/base/limits.hpp"
#include "core/base/result.hpp"
#include "core/carrier/age_clock.hpp"
#include "core/carrier/effects.hpp"
#include "core/carrier/frames.hpp"
#include "core/carrier/held_index.hpp"
#include "core/carrier/links.hpp"
#include "core/store/envelope_store.hpp"

/// The envelopes that are kept here for others: taken from contacts, for contacts, within bounds
/// that are looked at before anything is computed; handed over to their recipient when it comes;
/// deleted when somebody knows their secret, or their life is over. A receipt is an effect, so it
/// leaves after what it promises is durable. Not thread-safe; what `Places` names outlives it.
namespace earshot::carrier {

class Holdings {
public:
    struct Places {
        store::HeldStore& store;
        const Guard& guard;
        const Links& links;
    };
    static Result<Holdings> load(const Places& places, Now now);

    void on_link_up(const Peer& peer, Now now, Effects& effects);
    void on_link_down(const Peer& peer, Now now);
    Result<void> on_deposit(const Peer& from, const DepositFrame& frame, Now now, Effects& effects);
    void on_ask(const Peer& from, const std::vector<EnvelopeId>& ids, Effects& effects) const;
    Result<void> on_want(const Peer& from, const std::vector<EnvelopeId>& ids, Now now,
                         Effects& effects);
    Result<void> on_purge(const Peer& from, const std::vector<PurgeSecret>& secrets, Now now,
                          Effects& effects);
    Result<void> on_time(Now now, Effects& effects);
    std::optional<Instant> next_deadline() const;

    /// For whom something is held of which they were not told lately: perhaps they cannot read it,
    /// and come to no link for it.
    std::vector<DeviceId> untold(Now now) const;
    std::size_t size() const { return index_.size(); }
    std::size_t bytes() const { return index_.bytes(); }
    std::size_t purged_count() const { return purged_.size(); }

private:
    Holdings(const Places& places, AgeClock clock) : places_(places), clock_(clock) {}

    struct Verdict {
        Receipt receipt{};
        store::HeldEnvelope row;
        std::vector<EnvelopeId> going;      ///< To make room.
        std::optional<PurgeSecret> secret;  ///< It was purged already.
    };
    Verdict judge(const Peer& from, const DepositFrame& frame, Now now);
    const store::PurgedEnvelope* find_purged(const EnvelopeId& id, const PurgeHash& hash) const;
    Result<void> drop(const EnvelopeId& id, Effects& effects);
    Result<void> remove(const store::HeldEnvelope& row);
    Result<void> remember_purged(const store::PurgedEnvelope& row);
    Result<void> forget_purged(const EnvelopeId& id);
    void index_purged(const store::PurgedEnvelope& row);

    Places places_;
    AgeClock clock_;
    HeldIndex index_;
    std::map<EnvelopeId, store::PurgedEnvelope> purged_;
    std::set<std::pair<PurgeHash, EnvelopeId>> purged_hashes_;
    std::set<std::pair<Duration, EnvelopeId>> purged_expiry_;
    /// Of who deposited lately; reconnecting resets none.
    Budgets<DeviceId> deposits_{{limits::deposits_burst, limits::deposits_per_second},
                                limits::depositors_max};
    /// Bytes.
    Budgets<LinkId> handed_over_{{limits::hand_over_burst, limits::hand_over_per_second},
                                 limits::links_max};
    std::map<DeviceId, Instant> told_;  ///< For whom something is held: when of all of it.
};

}  // namespace earshot::carrier
