#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "core/link/dialer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

/// A dialer in virtual time, and names for those it may meet.
namespace earshot::link {

inline Endpoint at(std::string_view text) {
    const auto endpoint = Endpoint::parse(text);
    REQUIRE(endpoint);
    return *endpoint;
}
template <class AnyId>
AnyId id(unsigned value) {
    AnyId result;
    result.bytes.fill(static_cast<std::byte>(value));
    return result;
}
inline InstanceId instance(unsigned value) { return id<InstanceId>(value); }
inline DeviceId device(unsigned value) { return id<DeviceId>(value); }

/// A dialer of device 50, instance 50, on 10.0.0.0/24.
struct Desk {
    support::SeededEntropy entropy{7};
    Dialer dialer{device(50), instance(50), entropy};
    Instant now{};
    DialEffects effects;

    Desk() { dialer.on_network_changed({{at("10.0.0.50:1").address, 24}}, now, effects); }
    void sight(const Target& target, std::vector<Endpoint> endpoints) {
        dialer.on_sighted(target, endpoints, now, effects);
    }
    /// Lets time pass, deadline by deadline.
    void run_for(Duration time) {
        const auto end = now + time;
        for (int turns = 0; dialer.next_deadline() && *dialer.next_deadline() <= end; ++turns) {
            REQUIRE(turns < 10'000);
            now = std::max(now, *dialer.next_deadline());
            dialer.on_time(now, effects);
        }
        now = end;
    }
    template <class Effect>
    std::vector<Effect> take() {
        std::vector<Effect> taken;
        for (const auto& effect : std::exchange(effects, {}))
            if (const auto* one = std::get_if<Effect>(&effect)) taken.push_back(*one);
        return taken;
    }
    StartDial only_start() {
        const auto starts = take<StartDial>();
        REQUIRE(starts.size() == 1);
        return starts.front();
    }
    void fail(DialId dial, DialFailure failure = DialFailure::unreachable) {
        dialer.on_dial_failed(dial, failure, now, effects);
    }
    void establish(DialId dial, unsigned peer) {
        dialer.on_connected(dial, now, effects);
        dialer.on_established({dial, device(peer), instance(peer)}, now, effects);
    }
};

}  // namespace earshot::link
