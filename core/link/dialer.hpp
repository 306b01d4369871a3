#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/flat.hpp"
#include "core/base/ids.hpp"
#include "core/base/limits.hpp"
#include "core/base/time.hpp"
#include "core/link/candidates.hpp"
#include "core/link/endpoint_memory.hpp"
#include "core/link/link_options.hpp"
#include "crypto/entropy.hpp"

/// Decides whom to dial, where and when, from what discovery, people and memory say. All addresses
/// of a target are tried, the next one a quarter of a second after the last (RFC 8305, 5); what
/// failed waits longer each time; what worked is tried first. Nobody who has a link is dialled, and
/// of the devices that are known by their keys only those that are wanted, or all while we are
/// lonely.
/// docs/PROTOCOL.md, "Dialling".
namespace earshot::link {

using DialId = std::uint64_t;

struct Seed {
    std::string text;  ///< `host:port`, as a person gave it.
    friend auto operator<=>(const Seed&, const Seed&) = default;
};
/// Somebody sighted by mDNS or broadcast, an address a person gave, or a device known by its keys.
using Target = std::variant<InstanceId, Seed, DeviceId>;

/// Connect, then run a Link as initiator. `expected`: whom to accept there.
struct StartDial {
    DialId id = 0;
    Endpoint endpoint;
    std::optional<DeviceId> expected;
    friend bool operator==(const StartDial&, const StartDial&) = default;
};
/// Give up a connection attempt; nothing more is to be told about it.
struct CancelDial {
    DialId id = 0;
    friend bool operator==(const CancelDial&, const CancelDial&) = default;
};
/// This device answered here: worth keeping for the next start.
struct RememberAddress {
    DeviceId device;
    Endpoint endpoint;
    friend bool operator==(const RememberAddress&, const RememberAddress&) = default;
};
/// A device was tried at all of its addresses, and none led to it. It is tried again while it is
/// wanted.
struct NotReached {
    DeviceId device;
    bool is_refused = false;  ///< Its computer answered that nobody listens there.
    friend bool operator==(const NotReached&, const NotReached&) = default;
};
using DialEffect = std::variant<StartDial, CancelDial, RememberAddress, NotReached>;
using DialEffects = std::vector<DialEffect>;

enum class DialFailure : std::uint8_t {
    unreachable,        ///< No connection, or one that ended before the handshake did.
    refused,            ///< A computer answered that nobody listens there.
    not_earshot,        ///< Something else listens there.
    own_device,         ///< We reached ourselves.
    unexpected_device,  ///< Somebody else lives there now.
};
/// What the end of a link that we dialled, before it was established, says about the endpoint.
DialFailure dial_failure(EndReason reason);

/// A link was established, whoever dialled.
struct Met {
    std::optional<DialId> dial;  ///< Ours; none when the other side dialled.
    DeviceId device;
    InstanceId instance;  ///< As announced in HELLO.
};

class Dialer {
public:
    /// `entropy` outlives the dialer.
    Dialer(const DeviceId& own_device, const InstanceId& own_instance, crypto::Entropy& entropy)
        : own_device_(own_device), own_instance_(own_instance), entropy_(entropy) {}
    Dialer(const Dialer&) = delete;
    Dialer& operator=(const Dialer&) = delete;

    /// Strangers' hints, or for a Seed what its text resolves to now. Adds to what is known.
    void on_sighted(const Target& target, std::span<const Endpoint> endpoints, Instant now,
                    DialEffects& effects);
    /// Where a device has answered before, newest first.
    void on_remembered(const DeviceId& device, std::span<const Endpoint> endpoints, Instant now,
                       DialEffects& effects);
    /// It spoke on the network just now. If it was met, and has no link, nobody waits until it is
    /// its turn again, and attempts that hang are started anew: it may have slept, and lost them.
    /// Whoever goes on speaking has it tried limits::dial_backoff_first after the last try.
    void on_sign_of_life(const InstanceId& instance, Instant now, DialEffects& effects);
    /// No longer announced, or no longer wanted. Running dials go on, links are not touched.
    void on_lost(const Target& target, Instant now, DialEffects& effects);

    /// The TCP connection stands and the handshake begins.
    void on_connected(DialId id, Instant now, DialEffects& effects);
    void on_dial_failed(DialId id, DialFailure failure, Instant now, DialEffects& effects);
    void on_established(const Met& met, Instant now, DialEffects& effects);
    /// The last link to this device has ended.
    void on_link_down(const DeviceId& device, Instant now, DialEffects& effects);
    /// Whether somebody here wants a link with it. Wanting it begins a round at once, and the next
    /// ones come as often as if it were there.
    void set_wanted(const DeviceId& device, bool is_wanted, Instant now, DialEffects& effects);
    /// With too few links everybody who was ever met is worth a dial.
    void set_lonely(bool is_lonely, Instant now, DialEffects& effects);
    /// Gossip tells of it, so that a seed that leads to it need not be dialled.
    void set_present(const DeviceId& device, bool is_present, Instant now, DialEffects& effects);
    /// Gossip says which device an announced instance is: nobody has to dial to learn that.
    /// It has to be at one of `endpoints`, or it would be somebody else's word about a stranger.
    void on_identified(const InstanceId& instance, const DeviceId& device,
                       std::span<const Endpoint> endpoints, Instant now);
    /// Link's Aging: dial once more although there is a link.
    void on_link_aging(const DeviceId& device, Instant now, DialEffects& effects);
    /// Interfaces or addresses have changed, or the computer woke up: everything is worth a try.
    void on_network_changed(std::vector<Subnet> own, Instant now, DialEffects& effects);

    /// The computer is about to sleep: nobody is dialled until the network changes, which a wake
    /// counts as, but at most for limits::rest_max.
    void on_sleep(Instant now, DialEffects& effects);
    bool is_resting(Instant now) const { return now < rests_until_; }

    void on_time(Instant now, DialEffects& effects);
    std::optional<Instant> next_deadline() const { return next_deadline_; }

    bool is_linked(const DeviceId& device) const { return linked_.contains(device); }
    std::size_t targets() const noexcept { return targets_.size(); }
    std::size_t dials() const noexcept { return dials_.size(); }
    /// How often a target was looked at so far: what an event costs, whatever the clock says.
    std::uint64_t looks() const noexcept { return looks_; }

private:
    /// Targets by the time when something is to be done about them.
    using Plan = std::set<std::pair<Instant, Target>>;
    /// One try of all addresses of a target.
    struct Round {
        std::vector<Candidate> queue;  ///< Still to try, best last.
        Instant next_start{};
        Instant began{};  ///< Or was begun anew.
    };
    struct State {
        Candidates candidates;
        std::optional<DeviceId> device;  ///< Who it is, or turned out to be.
        Instant due{};                   ///< When the next round may start.
        unsigned failures = 0;           ///< Rounds in a row, and links that did not last.
        std::optional<Round> round;
        bool is_lost = false;             ///< To be forgotten once its dials are over.
        bool is_sighted = false;          ///< A device that is announced.
        unsigned refused = 0;             ///< Of the dials of this round,
        unsigned unanswered = 0;          ///< and how the others ended.
        bool is_refused_at_home = false;  ///< Where it has answered before.
        bool is_alive = false;            ///< It spoke since its last round was begun.
        Instant tried{};                  ///< When its last round ended.
        std::optional<std::pair<Plan*, Instant>> planned;  ///< Where to find it in a plan.
    };
    struct Dial {
        Target target;
        Candidate candidate;
        Instant deadline{};
        bool is_connected = false;
    };
    struct Linked {
        Instant since{};
        bool is_aging = false;
    };
    struct Meeting {
        DeviceId device;
        Instant when{};
    };

    // dialer.cpp: what is known.
    void add_endpoints(const Target& target, std::span<const Endpoint> endpoints, bool is_proven,
                       Instant now);
    State* find_or_add(const Target& target, Instant now);
    bool make_room();
    Instant first_due(const Target& target, Instant now);
    void resolve(const Target& target, const DeviceId& device);
    void remember_meeting(const InstanceId& instance, const DeviceId& device, Instant now);
    std::map<Target, State>::iterator find_met(const InstanceId& instance);
    Duration our_turn(const DeviceId& device) const;
    Duration random_up_to(Duration most);
    Duration backoff(unsigned failures, Duration most);
    template <class Each>
    void for_each_of(const DeviceId& device, Each&& each);

    // dial_rounds.cpp: what is done about it.
    void pump(Instant now, DialEffects& effects);
    void forget_lost();
    void make_plans();
    std::optional<Target> take_due(Instant now);
    std::optional<Instant> wake_time(const Target& target, const State& state) const;
    void unplan(const Target& target, State& state);
    void forget(std::map<Target, State>::iterator target);
    void expire_dials(Instant now, DialEffects& effects);
    void start_round(const Target& target, State& state, Instant now, DialEffects& effects);
    void continue_round(const Target& target, State& state, Instant now, DialEffects& effects);
    void start_dial(const Target& target, const State& state, const Candidate& candidate,
                    Instant now, DialEffects& effects);
    void end_dial(DialId id, DialFailure failure, Instant now, DialEffects& effects);
    void end_round_if_over(const Target& target, State& state, Instant now, DialEffects& effects);
    void tell_not_reached(const Target& target, const State& state, DialEffects& effects) const;
    void cancel_unconnected(const Target& target, DialEffects& effects);
    std::optional<Instant> earliest_deadline(Instant now) const;
    bool is_wanted(const Target& target, const State& state) const;
    bool is_allowed(const Candidate& candidate, Instant now) const;
    bool has_dial(const Target& target, bool connected_only) const;

    DeviceId own_device_;
    InstanceId own_instance_;
    crypto::Entropy& entropy_;  // The caller's; outlives us.
    std::vector<Subnet> own_subnets_;
    std::map<Target, State> targets_;
    Plan rounds_;              ///< Of the targets in a round.
    Plan waiting_;             ///< Of the others that want one.
    std::set<Target> edited_;  ///< Whose place in the plans may be out of date.
    std::set<Target> lost_;
    std::uint64_t looks_ = 0;
    std::map<DialId, Dial> dials_;
    DialId next_id_ = 1;
    std::map<DeviceId, Linked> linked_;
    std::set<DeviceId> wanted_;
    FlatSet<DeviceId> present_;
    bool is_lonely_ = true;
    std::map<InstanceId, Meeting> met_;
    EndpointMemory memory_;
    Instant rests_until_{};
    std::optional<Instant> next_deadline_;
};

}  // namespace earshot::link
