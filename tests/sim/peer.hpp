#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/engine/host.hpp"
#include "core/identity/identity.hpp"
#include "core/link/link.hpp"
#include "core/store/memory_store.hpp"
#include "tests/sim/wire.hpp"
#include "tests/support/seeded_entropy.hpp"

/// One simulated computer: a disk that survives, and a process that may not.
namespace earshot::sim {

class Universe;

class Peer final : public engine::LinkPorts {
public:
    Peer(Universe& universe, std::string name, Endpoint endpoint, std::uint64_t seed);
    ~Peer() override;
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    // What a person does.
    /// Says something. `said` has it once the daemon has answered that it is kept.
    void say(const Peer& to, const std::string& text);
    std::vector<std::string> said;

    // What happens to the computer.
    void start();
    void crash();             ///< The process dies at this moment; starts again only by `start`.
    void stop();              ///< Cleanly: links say goodbye.
    Duration clock_offset{};  ///< How wrong its wall clock is.
    store::MemoryStore disk;

    // What can be seen from outside.
    bool is_up() const { return host_ != nullptr; }
    const std::string& name() const { return name_; }
    const PersonId& person() const { return identity_.person(); }
    const DeviceId& device() const { return identity_.device(); }
    const Endpoint& endpoint() const { return endpoint_; }
    const InstanceId& instance() const { return instance_; }
    std::size_t link_count() const { return host_ ? host_->link_count() : 0; }
    std::size_t waiting() const;
    bool knows(const Peer& other) const;  ///< By name: its card has come.
    std::vector<store::Message> history(const Peer& with);
    std::vector<std::string> texts_from(const Peer& author);

    // For the universe.
    void on_sighted(const InstanceId& instance, const Endpoint& endpoint);
    void accept(const std::shared_ptr<Wire>& wire, const Endpoint& from);

private:
    struct Port;

    Result<void> send(LinkId link, std::uint8_t type, ByteView body) override;
    void close(LinkId link, link::ByeReason reason) override;
    Instant heard(LinkId link) const override;

    Now now() const;
    void announce(std::uint64_t life);
    void push(engine::Input input);
    void request_turn();
    void run_turn();
    void dial(const link::StartDial& order);
    void on_dialled(const link::StartDial& order, Peer* target);
    void add_port(std::shared_ptr<Wire> wire, link::LinkOptions options, const Endpoint& remote,
                  std::optional<link::DialId> dial);
    void on_link_events(Port& port, const link::Events& events);
    void flush_ports();
    void set_alarm();

    Universe& universe_;
    std::string name_;
    Endpoint endpoint_;
    support::SeededEntropy entropy_;
    identity::LocalIdentity identity_;
    InstanceId instance_;
    std::unique_ptr<engine::Host> host_;
    std::map<LinkId, std::unique_ptr<Port>> ports_;
    std::uint64_t next_link_ = 1;
    std::uint64_t life_ = 0;  ///< Counts starts: what an earlier process ordered does not happen.
    bool turn_requested_ = false;
    std::optional<Instant> alarm_;
    std::vector<std::string> unconfirmed_;  ///< Said in the turn that has not committed yet.
};

}  // namespace earshot::sim
