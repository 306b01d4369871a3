#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/base/budget.hpp"
#include "core/base/limits.hpp"
#include "core/base/result.hpp"
#include "core/carrier/collector.hpp"
#include "core/carrier/depositor.hpp"
#include "core/carrier/effects.hpp"
#include "core/carrier/holdings.hpp"
#include "core/carrier/links.hpp"

/// Messages for those who are away: what we keep for others, what others keep for us, and what they
/// have for us when we come. docs/PROTOCOL.md, "Envelopes". An Error is the store's and ends the
/// turn. Not thread-safe; what `Places` names outlives it.
namespace earshot::carrier {

class Carriage {
    struct Private {};

public:
    struct Places {
        store::EnvelopeStores stores;
        const Guard& guard;
        crypto::Entropy& entropy;
    };
    static Result<std::unique_ptr<Carriage>> load(const Places& places, Now now);
    /// Use `load`.
    explicit Carriage(Private) {}
    Carriage(const Carriage&) = delete;
    Carriage& operator=(const Carriage&) = delete;

    void on_link_up(const Peer& peer, Now now, Effects& effects);
    void on_link_down(LinkId link, Now now);
    /// False when no Earshot says that: the link must end. Precondition: is_carrier(type).
    Result<bool> on_frame(LinkId link, std::uint8_t type, ByteView body, Now now, Effects& effects);
    Result<void> on_time(Now now, Effects& effects);
    std::optional<Instant> next_deadline() const;

    Depositor& depositor() { return *depositor_; }
    const Depositor& depositor() const { return *depositor_; }
    Collector& collector() { return *collector_; }
    const Collector& collector() const { return *collector_; }
    const Holdings& holdings() const { return *holdings_; }

    /// For checks of their bounds.
    struct Sizes {
        std::size_t held = 0;  ///< Envelopes.
        std::size_t purged = 0;
        std::size_t deposits = 0;
        std::size_t in_flight = 0;  ///< Deposits without a receipt.
        std::size_t offered = 0;
        std::size_t wanted = 0;
    };
    Sizes sizes() const;

private:
    Result<bool> on_ids(const Peer& from, std::uint8_t type, ByteView body, Now now,
                        Effects& effects);
    Result<bool> on_secrets(const Peer& from, std::uint8_t type, ByteView body, Now now,
                            Effects& effects);

    Links links_;
    Budgets<LinkId> asks_{{limits::carrier_asks_burst, limits::carrier_asks_per_second},
                          limits::links_max};
    std::optional<Holdings> holdings_;
    std::optional<Depositor> depositor_;
    std::optional<Collector> collector_;
};

}  // namespace earshot::carrier
