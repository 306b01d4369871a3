#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "core/gossip/effects.hpp"
#include "core/gossip/frames.hpp"
#include "core/gossip/gossip.hpp"
#include "core/identity/identity.hpp"
#include "crypto/signatures.hpp"
#include "tests/support/seeded_entropy.hpp"

/// Computers whose records and doubts are really signed, for tests of gossip.
namespace earshot::gossip {

using namespace std::chrono_literals;

inline constexpr Instant start{Duration{1'000'000}};
inline constexpr WallTime noon{Duration{1'700'000'000'000}};
inline constexpr NetworkId open_network{};

inline Now at(Duration later) { return {start + later, noon + later}; }

class Computer {
public:
    explicit Computer(std::uint64_t seed)
        : entropy_(seed), identity_(identity::LocalIdentity::generate(entropy_, noon)) {
        instance_.bytes.fill(static_cast<std::byte>(seed));
    }

    const identity::LocalIdentity& identity() const { return identity_; }
    const DeviceId& device() const { return identity_.device(); }
    Sid sid() const { return sid_of(device()); }

    Presence presence(std::uint64_t seq) const {
        Presence presence;
        presence.device = identity_.certificate().device;
        presence.account = identity_.certificate().account;
        presence.seq = seq;
        presence.instance = instance_;
        return presence;
    }
    Record sign(const Presence& presence, const NetworkId& network = open_network) const {
        return make_record(identity_, network, presence, crypto::ed25519);
    }
    Record record(std::uint64_t seq) const { return sign(presence(seq)); }
    Record record(std::uint64_t seq, Footing footing) const {
        auto changed = presence(seq);
        changed.footing = footing;
        return sign(changed);
    }
    Record record(std::uint64_t seq, State state) const {
        auto changed = presence(seq);
        changed.state = state;
        return sign(changed);
    }

    Witness witness(const Computer& subject, std::uint64_t seq,
                    Evidence evidence = Evidence::silence) const {
        return make_witness(identity_.device_keys(), open_network, {subject.sid(), seq, evidence},
                            crypto::ed25519);
    }

private:
    support::SeededEntropy entropy_;
    identity::LocalIdentity identity_;
    InstanceId instance_;
};

inline std::vector<Computer> make_computers(std::size_t count, std::uint64_t first_seed = 1) {
    std::vector<Computer> computers;
    for (std::size_t i = 0; i < count; ++i) computers.emplace_back(first_seed + i);
    return computers;
}

/// A doubt of all of these, in the order in which doubts travel.
inline Doubt doubt_of(const Computer& subject, std::uint64_t seq, std::vector<Witness> witnesses) {
    std::ranges::sort(witnesses, {}, &Witness::device);
    return {subject.sid(), seq, std::move(witnesses)};
}

/// Came on a link of its own device, or was told by another one.
inline Table::Origin first_hand(const Computer& maker) { return {maker.sid(), true, {}}; }
inline Table::Origin told_by(const Computer& other, Duration age = {}) {
    return {other.sid(), false, age};
}

/// When something last came on each link, as a test says; never otherwise.
class Ears final : public Hearing {
public:
    Instant heard(LinkId link) const override {
        const auto found = heard_.find(link);
        return found == heard_.end() ? Instant::min() : found->second;
    }
    void hear(LinkId link, Instant now) { heard_[link] = now; }

private:
    std::map<LinkId, Instant> heard_;
};

template <class Frame>
struct Sent {
    LinkId link{};
    Frame frame;
};

/// The frames of one type among the effects, decoded.
template <class Frame>
std::vector<Sent<Frame>> sent(const Effects& effects, std::uint8_t type) {
    std::vector<Sent<Frame>> frames;
    for (const auto& each : effects.frames)
        if (each.type == type)
            frames.push_back({each.link, *wire::decode<Frame>(each.body, 1024 * 1024)});
    return frames;
}

}  // namespace earshot::gossip
