#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/engine/event.hpp"
#include "core/link/candidates.hpp"
#include "crypto/entropy.hpp"
#include "discovery/interfaces.hpp"
#include "discovery/mdns_source.hpp"
#include "discovery/seed_source.hpp"
#include "discovery/source.hpp"
#include "node/control/node_facts.hpp"
#include "node/presentation.hpp"
#include "node/runtime/log.hpp"
#include "node/runtime/task_group.hpp"
#include "node/visibility.hpp"

/// The network around this computer: its own interfaces, and all sources that find others. What
/// they say becomes inputs of the engine. One thread.
namespace earshot::node {

namespace asio = boost::asio;

class Neighbourhood final : public discovery::Sightings {
public:
    struct Wishes {
        std::vector<std::string> interfaces;  ///< Empty: all that are fit.
        bool mdns = true;
        bool broadcast = true;
        std::vector<std::string> seeds;  ///< Stored and given ones; broken ones are logged.
    };
    /// References outlive this.
    struct Places {
        crypto::Entropy& entropy;
        runtime::Log& log;
        std::function<void(engine::Input)> push;
        std::function<std::size_t()> link_count;
        Visibility::Places visibility;
    };

    Neighbourhood(const asio::any_io_executor& executor, Places places, const Wishes& wishes);

    /// Begins to look, and to be seen at `doorway` as `instance`.
    void start(const InstanceId& instance, const Doorway& doorway);
    /// Says goodbye and looks no more.
    asio::awaitable<void> stop();

    /// The computer slept: looks at everything anew.
    void on_woke();

    void set_on_battery(bool is_on_battery);

    /// Who shows itself, and looks for others, when is for gossip to say.
    void set_search(const gossip::Search& search);
    /// The settings of networks were written.
    void on_visibility_changed();
    const Visibility& visibility() const noexcept { return visibility_; }

    void set_seeds(const std::vector<std::string>& seeds);
    /// Whether an address is in a prefix of one of our interfaces.
    bool is_on_link(const Address& address) const;
    control::DiscoveryFacts discovery() const;
    std::vector<control::InterfaceFacts> interfaces() const;

private:
    void on_sighted(const discovery::Sighting& sighting) override;
    void on_lost(std::string_view source, const InstanceId& instance) override;
    asio::awaitable<void> watch_interfaces();
    void list_interfaces();
    std::vector<discovery::Interface> usable() const;
    void tell_network();
    void tell_footing();
    asio::awaitable<void> tell_networks_apart(std::vector<discovery::Interface> before);
    bool look_at_networks(std::span<const std::string> fresh, bool is_last_try);
    void show();
    void show_mdns();
    std::vector<discovery::Source*> sources() const;

    asio::any_io_executor executor_;
    Places places_;
    Wishes wishes_;
    Doorway doorway_;
    std::vector<discovery::Interface> interfaces_;
    bool is_on_battery_ = false;
    gossip::Footing footing_{};  ///< As it was told last.
    Visibility visibility_;
    discovery::Audience shown_;
    gossip::Search search_;
    std::unique_ptr<discovery::MdnsSource> mdns_;   // Null when it is switched off.
    std::unique_ptr<discovery::Source> broadcast_;  // The same.
    discovery::SeedSource seeds_;
    runtime::TaskGroup tasks_;
};

}  // namespace earshot::node
