#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/ids.hpp"
#include "core/gossip/presence.hpp"
#include "crypto/signatures.hpp"
#include "tests/sim/chance.hpp"
#include "tests/sim/common_copies.hpp"
#include "tests/sim/event_queue.hpp"
#include "tests/sim/moment.hpp"
#include "tests/sim/network.hpp"
#include "tests/sim/trace.hpp"
#include "tests/sim/traffic.hpp"

/// Time, chance and trouble, all from one seed: what wires and peers are told and never decide
/// themselves. A run replays byte for byte; `trace` proves it.
namespace earshot::sim {

class Peer;

/// What goes wrong by chance, and how often. Probabilities are per event named.
struct Faults {
    double loss = 0;           ///< Per packet: it comes after a retransmission time-out instead.
    double cut = 0;            ///< Per packet: the connection breaks there.
    double crash_in_turn = 0;  ///< Per turn: the process dies after the commit, before effects.
    double failed_commit = 0;  ///< Per turn: the disk refuses.
    double early_turn = 0;     ///< Per alarm: one more rings before it.
    Micros late_turn{};        ///< So late at most an alarm rings.
    double bandwidth = 0;      ///< Of each connection, bytes a second; 0: there is no bound.
    // Between engines and hosts.
    double trim = 0;              ///< Per turn: the host closes a link.
    double lost_news = 0;         ///< Per announcement of records: it does not leave.
    double miss = 0;              ///< Per question for records or cards: they are not there.
    double compared = 0;          ///< Per turn: a table is compared with somebody's.
    double output_bytes_max = 0;  ///< More may not wait to be written to a link; 0: as usual.
    bool resets_are_seen = true;  ///< Otherwise a dead process looks like a pulled cable.
};

/// Where a network is cut from the real program.
enum class Seam : std::uint8_t {
    bytes,   ///< Everything is real down to the bytes that a socket would carry.
    frames,  ///< Links are pipes of frames: no cryptography of links, thousands of computers.
};

/// A frame on its way out, of the computer with this number. May change the body; false: it is
/// lost.
using Tamper = std::function<bool(NodeNumber, std::uint8_t type, Bytes& body)>;

/// Is told of frames as they leave engines, in the clear, and as they come.
class FrameWatcher {
public:
    virtual ~FrameWatcher() = default;
    virtual void on_sent(NodeNumber from, LinkId link, std::uint8_t type, ByteView body) = 0;
    virtual void on_came(NodeNumber to, LinkId link, std::uint8_t type, ByteView body) = 0;
};

/// Is told what peers show to their people.
class Watcher {
public:
    virtual ~Watcher() = default;
    virtual void on_shown(NodeNumber observer, const PersonId& person, gossip::State state) = 0;
};

class Universe {
public:
    /// `with` outlives it.
    Universe(std::uint64_t number, Seam cut_at, const crypto::Signatures& with)
        : seam(cut_at), signatures(with), seed_(number), chance_(number, "story") {}
    virtual ~Universe() = default;
    Universe(const Universe&) = delete;
    Universe& operator=(const Universe&) = delete;

    const Seam seam;
    const crypto::Signatures& signatures;  ///< The caller's, who knows the price of a thousand.
    const CommonCopies copies;
    bool disks_forget = false;  ///< See ForgetfulDisk. Counts for who starts from now on.
    Faults faults;
    Network network;
    Traffic traffic;
    Watcher* watcher = nullptr;                 ///< The caller's, if there is one.
    std::vector<FrameWatcher*> frame_watchers;  ///< The caller's.
    Micros sighting_again{60'000'000};          ///< So often discovery tells of everybody again.
    Tamper tamper;                              ///< Bugs that a test plants; none when empty.

    std::uint64_t seed() const { return seed_; }
    Moment now() const { return now_; }
    std::string trace() const { return trace_.hash(); }
    const Trace& events() const { return trace_; }
    void record(const Trace::Event& event) { trace_.add(now_, event); }

    void at(Moment when, std::function<void()> happen) {
        queue_.add(std::max(when, now_), std::move(happen));
    }
    void after(Micros wait, std::function<void()> happen) { at(now_ + wait, std::move(happen)); }
    void run_for(Micros time);
    /// Runs until `done`, at most for `longest`. False when time ran out.
    bool run_until(const std::function<bool()>& done, Micros longest);
    std::uint64_t steps() const { return steps_; }

    // For stories; faults have streams of their own.
    bool rolls(double probability) { return chance_.rolls(probability); }
    std::uint64_t below(std::uint64_t bound) { return chance_.below(bound); }

    /// Who listens there; null when nobody ever did.
    virtual Peer* find(const Endpoint& endpoint) const = 0;

    // Multicast: packets that nobody repeats.
    virtual void announce(const Peer& who) = 0;  ///< To everybody who looks around.
    virtual void query(Peer& who) = 0;           ///< Everybody who shows itself answers.

private:
    void step();

    std::uint64_t seed_;
    Chance chance_;
    Moment now_{};
    EventQueue queue_;
    Trace trace_;
    std::uint64_t steps_ = 0;
};

}  // namespace earshot::sim
