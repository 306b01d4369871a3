#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/time.hpp"
#include "crypto/hash.hpp"
#include "tests/support/seeded_entropy.hpp"

/// Time, chance and trouble, all from one seed: what wires and peers are told and never decide
/// themselves. A run replays byte for byte; `trace` proves it.
namespace earshot::sim {

class Peer;

/// What goes wrong, and how often. Probabilities are per event named.
struct Faults {
    Duration latency_min{1};
    Duration latency_max{20};
    double loss = 0;              ///< Per chunk: it comes after a retransmission time-out instead.
    double cut = 0;               ///< Per chunk: the connection breaks there.
    double crash_in_turn = 0;     ///< Per turn: the process dies after the commit, before effects.
    double failed_commit = 0;     ///< Per turn: the disk refuses.
    bool resets_are_seen = true;  ///< Otherwise a dead process looks like a pulled cable.
};

class Universe {
public:
    explicit Universe(std::uint64_t seed) : seed_(seed), entropy_(seed) {}
    virtual ~Universe() = default;
    Universe(const Universe&) = delete;
    Universe& operator=(const Universe&) = delete;

    Faults faults;

    /// Who listens there; null when nobody ever did.
    virtual Peer* find(const Endpoint& endpoint) = 0;
    /// Tells everybody who is up about this peer, and it about them, as mDNS would.
    virtual void sight(Peer& peer) = 0;

    Instant now() const { return now_; }
    std::uint64_t seed() const { return seed_; }
    /// Hash over everything that happened so far, in order.
    std::string trace() const;
    void record(std::string_view what, ByteView detail);

    void at(Instant when, std::function<void()> happen);
    void after(Duration wait, std::function<void()> happen) { at(now_ + wait, std::move(happen)); }
    void run_for(Duration time);
    /// Runs until `done`, at most for `longest`. False when time ran out.
    bool run_until(const std::function<bool()>& done, Duration longest);

    bool rolls(double probability);
    std::uint64_t below(std::uint64_t bound);
    Duration latency();

    /// Nothing passes between the two in either direction until `join`; nobody is told.
    void separate(const Peer& one, const Peer& other) { separated_.emplace_back(&one, &other); }
    void join(const Peer& one, const Peer& other);
    bool are_separate(const Peer& one, const Peer& other) const;

private:
    void step();

    std::uint64_t seed_;
    support::SeededEntropy entropy_;
    Instant now_{};
    std::uint64_t order_ = 0;
    std::map<std::pair<Instant, std::uint64_t>, std::function<void()>> queue_;
    std::vector<std::pair<const Peer*, const Peer*>> separated_;
    crypto::Digest trace_{};
};

}  // namespace earshot::sim
