#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/control/json.hpp"
#include "core/engine/engine.hpp"
#include "node/control/node_facts.hpp"

/// Tells subscribers what the engine announced: durable events once their turn is committed, and
/// ephemeral ones. Each is rendered once, whoever listens, and not at all when nobody does.
/// Confined to one thread.
namespace earshot::control {

class EventFeed {
public:
    class Subscriber {
    public:
        virtual ~Subscriber() = default;
        /// Whether it has everything up to `last_seq` and takes lines directly. Who does not reads
        /// the log.
        virtual bool is_live(std::uint64_t last_seq) const = 0;
        virtual bool wants(std::string_view event) const = 0;
        /// `line` is empty when what the event is about is gone.
        virtual void on_durable(std::uint64_t seq, std::string_view event,
                                std::string_view line) = 0;
        /// There is more in the log.
        virtual void on_behind() = 0;
        /// Only the last one of each key matters.
        virtual void on_ephemeral(std::string_view event, const std::string& key,
                                  std::string_view line) = 0;
    };

    void add(Subscriber& subscriber);  ///< Until `remove`.
    void remove(Subscriber& subscriber);

    /// What a turn announced, which may be nothing; after its commit, with the engine as it is now.
    void publish(const engine::Engine& engine, std::span<const store::Event> events);
    void publish_presence(const engine::Engine& engine,
                          std::span<const engine::PresenceChanged> changes);
    void publish_typing(std::span<const typing::Change> changes);
    void publish_notices(const engine::Engine& engine, std::span<const notify::Change> changes);
    void publish_drafts(const engine::Engine& engine, std::span<const ConversationId> changed);
    void publish_network_changed();
    void publish_network_unknown(const NetworkFacts& network);
    void publish_stopping();

    std::uint64_t last_seq() const noexcept { return last_seq_; }

private:
    void publish_ephemeral(std::string_view event, const std::string& key, const Object& fields);
    bool anybody_wants(std::string_view event) const;

    std::vector<Subscriber*> subscribers_;
    std::size_t waiting_ = 0;     ///< In the outbox, as last published.
    std::uint64_t last_seq_ = 0;  ///< Of what was published; 0 before the first.
};

}  // namespace earshot::control
