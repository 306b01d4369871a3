#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/base/budget.hpp"
#include "core/base/limits.hpp"
#include "core/base/result.hpp"
#include "core/carrier/effects.hpp"
#include "core/carrier/frames.hpp"
#include "core/carrier/links.hpp"
#include "core/store/envelope_store.hpp"

/// Collects the envelopes that carriers have for us: asks contacts for those never seen, as many as
/// an honest one may hold at once and then few, opens each with the one key that it names, hands up
/// what is inside, and has it deleted everywhere once its owner says that it is stored. Not
/// thread-safe; what `Places` names outlives it.
namespace earshot::carrier {

class Collector {
public:
    struct Places {
        store::CollectedStore& store;
        const Guard& guard;
        const Links& links;
    };
    explicit Collector(const Places& places) : places_(places) {}

    Result<void> on_list(const Peer& from, const std::vector<EnvelopeId>& ids, Now now,
                         Effects& effects);
    /// What the carrier has not any more is had from another one, or was had from it.
    void on_receipts(const Peer& from, const std::vector<EnvelopeReceipt>& receipts, Now now,
                     Effects& effects);
    Result<void> on_envelope(const Peer& from, const EnvelopeFrame& frame, Now now,
                             Effects& effects);
    void on_link_down(LinkId link);
    void on_time(Now now, Effects& effects);
    std::optional<Instant> next_deadline() const;

    // What became of the content of a Collected; once for each.
    /// It is stored in this turn, or was before: nobody needs to keep it any more.
    Result<void> on_stored(const EnvelopeId& id, Effects& effects);
    /// Nobody can read it here. It is not asked for again, and nobody is told that it was read.
    Result<void> on_unreadable(const EnvelopeId& id);
    /// There is no room for it now. It is asked for again when somebody lists it again.
    void on_put_off(const EnvelopeId& id);

    std::size_t offered_count() const;
    std::size_t wanted_count() const { return wanted_.size(); }

private:
    struct Wanted {
        LinkId link{};
        Instant until{};
    };
    struct Open {
        PurgeSecret secret;
        std::set<DeviceId> carriers;  ///< Who gave it, and those named inside.
    };

    void pump(const Peer& carrier, Now now, Effects& effects);
    void pump_all(Now now, Effects& effects);
    bool may_ask(const DeviceId& carrier, Now now);
    void forget(const EnvelopeId& id);

    Places places_;
    std::map<LinkId, std::set<EnvelopeId>> offers_;
    std::map<EnvelopeId, Wanted> wanted_;
    std::map<EnvelopeId, Open> open_;
    /// Of whom lately; reconnecting resets none.
    Budgets<DeviceId> asked_{{limits::collected_burst, limits::collected_per_second},
                             limits::carriers_asked_max};
    std::optional<Instant> refill_;  ///< When somebody may be asked again who was asked much.
};

}  // namespace earshot::carrier
