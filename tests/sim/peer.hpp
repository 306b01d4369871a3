#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/engine/host.hpp"
#include "core/identity/identity.hpp"
#include "core/store/memory_store.hpp"
#include "tests/sim/chance.hpp"
#include "tests/sim/channel.hpp"
#include "tests/sim/forgetful_disk.hpp"
#include "tests/sim/meddler.hpp"
#include "tests/sim/network.hpp"
#include "tests/sim/wire.hpp"
#include "tests/support/seeded_entropy.hpp"

/// One simulated computer: a disk that survives, and a process that may not.
namespace earshot::sim {

class Universe;

class Peer final : public engine::LinkPorts {
public:
    /// The peers of a universe are numbered from 0.
    Peer(Universe& universe, NodeNumber number, std::string name, Endpoint endpoint);
    /// A computer with the keys of another one and what is on its disk now.
    Peer(Universe& universe, NodeNumber number, const Peer& original, Endpoint endpoint);
    ~Peer() override;
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    // What a person does.
    /// Says something. `said` has it once the daemon has answered that it is kept.
    void say(const Peer& to, const std::string& text);
    std::vector<std::string> said;
    void choose(gossip::State state);  ///< How others see them.
    void accept(const Peer& other);    ///< As a contact, without a word.
    void forget(const Peer& other);    ///< Keys and all; what was said stays.

    // What happens to the computer.
    void start();
    /// The process dies at this moment, or the whole computer; starts again only by `start`.
    void crash(bool has_lost_power = false);
    void stop();                   ///< Cleanly: links say goodbye.
    void suspend(bool announced);  ///< Announced: links say goodbye first.
    void resume();
    void on_network_changed();        ///< Its cable was plugged in or out.
    void set_hidden(bool is_hidden);  ///< From strangers.
    /// It is where the universe finds it from now on. Its connections break, which both sides hear
    /// of only if that is seen. One address in each network where it stands.
    void move_to(std::vector<Endpoint> endpoints, bool is_seen);
    /// It loses its power, and starts again with what was on its disk when that was copied.
    void put_back(const store::MemoryStore& copy);
    /// For the others at the ends of so many of its connections they end, and it does not know.
    void half_close(double share, bool is_deaf);
    /// On so many nothing comes from it any more, or to it, and nobody is told.
    void half_die(double share, bool is_deaf);
    Duration clock_offset{};                         ///< How wrong its wall clock is.
    void set_drift(int ppm);                         ///< By so much its clocks run too fast.
    std::vector<Endpoint> seeds;                     ///< Addresses that its person gave it.
    gossip::Footing footing = gossip::Footing::hub;  ///< From its next start on.
    store::MemoryStore disk;
    std::unique_ptr<Meddler> meddler;  ///< None with whoever keeps the rules.
    /// Says on a link what no engine of it said.
    void utter(LinkId link, std::uint8_t type, ByteView body);

    // What can be seen from outside.
    NodeNumber number() const { return number_; }
    bool is_up() const { return host_ != nullptr; }
    bool is_asleep() const { return asleep_since_.has_value(); }
    bool is_advertising() const { return is_up() && !is_asleep() && is_shown_ && !is_hidden_; }
    bool is_browsing() const { return is_up() && !is_asleep() && search_.is_looking(); }
    const std::string& name() const { return name_; }
    const PersonId& person() const { return identity_.person(); }
    const DeviceId& device() const { return identity_.device(); }
    const Endpoint& endpoint() const { return endpoints_.front(); }
    const std::vector<Endpoint>& endpoints() const { return endpoints_; }
    const InstanceId& instance() const { return instance_; }
    const identity::LocalIdentity& identity() const { return identity_; }
    /// Null while the process is down or its store broken.
    const engine::Engine* engine() const { return host_ ? host_->engine() : nullptr; }
    std::size_t link_count() const { return host_ ? host_->link_count() : 0; }
    std::size_t connection_count() const { return connections_.size(); }
    bool has_connection(LinkId link) const { return connections_.contains(link); }
    bool is_stranded(LinkId link) const;  ///< It is dead, and nobody was told.
    std::size_t waiting() const;
    bool knows(const Peer& other) const;  ///< By name: its card has come.
    std::vector<store::Message> history(const Peer& with);
    std::vector<std::string> texts_from(const Peer& author);
    std::uint64_t turns() const { return turns_; }
    std::uint64_t life() const { return life_; }            ///< How often it started.
    std::uint64_t sightings() const { return sightings_; }  ///< By multicast.
    /// Turns that failed: after each the engine is a new one, which knows what its store does.
    std::uint64_t failures() const { return failures_; }
    Instant steady() const { return now().steady; }
    /// Last, in this life of its engine.
    std::optional<Moment> woke_at() const { return woke_at_; }
    std::uint64_t moves() const { return moves_; }  ///< Other addresses, so often.
    /// What was on its disk each time before that was put back.
    const std::vector<std::unique_ptr<store::MemoryStore>>& disks_before() const {
        return disks_before_;
    }
    /// Most turns in a row that had no input and after which the engine wanted one at once.
    std::uint64_t eager_turns_most() const { return eager_turns_most_; }

    // For the universe.
    void on_sighted(const InstanceId& instance, std::vector<Endpoint> endpoints);

private:
    /// An end of a wire, or of a stream through somebody else, and the link over it.
    struct Connection final : WireReceiver {
        Connection(Peer& owner, LinkId link, std::shared_ptr<Wire> over,
                   std::unique_ptr<Channel> by)
            : peer(owner), id(link), wire(std::move(over)), channel(std::move(by)) {}
        void on_segment(const Segment& segment) override;
        void on_end() override;
        void on_room() override;
        std::size_t side() const { return dial ? 0 : 1; }

        Peer& peer;  // Owns us.
        LinkId id;
        std::shared_ptr<Wire> wire;      ///< None where there is a stream.
        std::optional<StreamId> stream;  ///< As the engine numbers it.
        Bytes unsent;                    ///< On the stream, for lack of room.
        std::size_t room = limits::relay_window_bytes;
        std::size_t queued = 0;  ///< Bytes of frames that are not on the wire yet.
        bool is_cut = false;     ///< The stream is no more.
        bool is_full = false;    ///< What is to be written waits for room in the socket.
        std::unique_ptr<Channel> channel;
        std::optional<link::DialId> dial;
        Endpoint remote;
        std::optional<Address> local;
        Instant started{};
    };

    // LinkPorts.
    Result<void> send(LinkId link, std::uint8_t type, ByteView body) override;
    void close(LinkId link, link::ByeReason reason) override;
    Instant heard(LinkId link) const override;
    void probe(LinkId link) override;
    void on_stream(const relay::StreamEffect& effect) override;

    // peer.cpp: the process.
    Now now() const;
    /// Since the beginning, by its own steady clock, which stands still while it sleeps.
    Moment lived() const;
    Moment moment_of(Instant instant) const;
    /// Does so unless the process has died meanwhile.
    void later(Micros wait, std::function<void()> happen);
    void start_again_later();
    void obey(gossip::Search search);
    void announce();  ///< And again, as long as it lives.
    void name_seeds();
    void query(Micros next);
    void look_around();
    void push(engine::Input input);
    void request_turn();
    void run_turn();
    void accept_requests();
    void disturb_links();
    void set_alarm();
    void ring_early(Moment due);
    void on_alarm();
    std::optional<Instant> next_deadline() const;

    // peer_links.cpp: its connections.
    Result<void> write(LinkId link, std::uint8_t type, ByteView body);
    void dial(const link::StartDial& order);
    void on_dialled(const link::StartDial& order, Peer* target, std::uint64_t number);
    void connect(std::shared_ptr<Wire> wire, std::optional<link::StartDial> dial,
                 const Endpoint& remote);
    std::unique_ptr<Channel> make_channel(link::Role role, std::optional<link::Expected> expected);
    void record(const Connection& connection, std::string_view what);
    void on_link_events(Connection& connection, const link::Events& events);
    void take_frame(LinkId link, const link::Received& received);
    void flush_connections();
    void drop_connections(bool is_seen);
    std::vector<Connection*> some_with_wires(double share);

    // peer_streams.cpp: links through others.
    void start_stream(const relay::StartStream& start);
    Connection* find_stream(StreamId stream);
    bool flush_stream(Connection& connection);

    Universe& universe_;  // Outlives us.
    NodeNumber number_;
    std::string name_;
    std::vector<Endpoint> endpoints_;
    support::SeededEntropy entropy_;
    Chance trouble_;
    Chance boundary_;  ///< For trouble between engine and host.
    identity::LocalIdentity identity_;
    ForgetfulDisk forgetful_;
    InstanceId instance_;
    std::shared_ptr<const link::Peer> proof_;  ///< Of this life; frames that show it share it.
    std::unique_ptr<engine::Host> host_;
    std::map<LinkId, std::unique_ptr<Connection>> connections_;
    std::set<link::DialId> dials_;
    std::uint64_t next_link_ = 1;
    std::uint64_t dialled_ = 0;  ///< Ever, in all lives.
    std::uint64_t life_ = 0;  ///< Counts starts: what an earlier process ordered does not happen.
    bool turn_requested_ = false;
    gossip::Search search_;
    bool is_shown_ = true;
    bool is_hidden_ = false;
    std::uint64_t looks_ = 0;  ///< Counts times that it began to look.
    std::optional<Moment> alarm_;
    Moment alarm_due_{};  ///< When it was to ring, were it not late.
    std::optional<Moment> asleep_since_;
    std::optional<Moment> woke_at_;
    std::uint64_t moves_ = 0;
    Micros slept_{};  ///< Its steady clock stood still for so long.
    /// How fast it runs, and from when on.
    struct Pace {
        Moment from;   ///< Without sleep.
        Moment shown;  ///< By its clock, at that time.
        int ppm = 0;
    } pace_;
    std::uint64_t turns_ = 0;
    std::uint64_t sightings_ = 0;
    std::uint64_t failures_ = 0;
    std::vector<std::unique_ptr<store::MemoryStore>> disks_before_;
    std::uint64_t eager_turns_ = 0;
    std::uint64_t eager_turns_most_ = 0;
    std::vector<std::string> unconfirmed_;  ///< Said in the turn that has not committed yet.
};

}  // namespace earshot::sim
