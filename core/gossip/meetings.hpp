#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "crypto/entropy.hpp"

/// Which of those who were sighted are met, that is dialled to find out who they are: a few at once
/// while there are too few links, for these tell of all others; then one now and then of those whom
/// the table does not know to be there, because that may be a mesh that never met ours. At most
/// limits::sightings_max; a pure machine. docs/PROTOCOL-gossip.md, "Beacons".
namespace earshot::gossip {

/// How much meeting somebody is worth just now.
enum class Zeal : std::uint8_t {
    none,    ///< Others see to it.
    steady,  ///< As a beacon.
    fresh,
    lonely,
};

struct Meeting {
    InstanceId instance;
    std::vector<Endpoint> endpoints;

    friend bool operator==(const Meeting&, const Meeting&) = default;
};

class Meetings {
public:
    /// `entropy` outlives this.
    explicit Meetings(crypto::Entropy& entropy) : entropy_(entropy) {}

    void on_sighted(const InstanceId& instance, std::span<const Endpoint> endpoints, Instant now);
    void on_lost(const InstanceId& instance);

    /// Whom to meet now. `is_known`: the table says that it is there.
    using IsKnown = std::function<bool(const InstanceId&, std::span<const Endpoint>)>;
    std::vector<Meeting> take_due(Zeal zeal, const IsKnown& is_known, Instant now);
    /// Who was to be met, and has not been heard of for so long that it is not worth it any more.
    std::vector<InstanceId> take_forgotten() { return std::exchange(forgotten_, {}); }
    std::optional<Instant> next_deadline() const;

    std::size_t size() const { return sights_.size(); }

private:
    struct Sight {
        std::vector<Endpoint> endpoints;
        Instant seen{};
        std::optional<Instant> met{};
    };

    void forget_old(Instant now);
    void make_room();

    crypto::Entropy& entropy_;
    std::map<InstanceId, Sight> sights_;
    std::vector<InstanceId> forgotten_;
    Zeal zeal_ = Zeal::none;
    std::optional<Instant> last_;       ///< When somebody was met.
    Instant look_at_ = Instant::max();  ///< When to go through them again.
};

}  // namespace earshot::gossip
