#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "discovery/audience.hpp"
#include "discovery/interfaces.hpp"
#include "discovery/lans.hpp"
#include "node/control/node_facts.hpp"

/// Where strangers may see us. A network is known once its person said so, and the first one that
/// there ever was is; in others Earshot only looks for people it knows. What is known is kept in
/// the settings, under the network's name.
namespace earshot::node {

class Visibility {
public:
    struct Places {
        std::function<std::string(std::string_view key)> setting;
        std::function<void(std::string_view key, std::string_view value)> store;
        /// We are in a network for the first time, and not seen there.
        std::function<void(const control::NetworkFacts&)> on_unknown;
    };

    explicit Visibility(Places places) : places_(std::move(places)) {}

    /// What is around now, or the same once more after a setting changed.
    void update(std::vector<discovery::Interface> interfaces, std::vector<discovery::Lan> lans);
    void update();
    /// Somebody else wrote the settings.
    void on_settings_changed();

    const discovery::Audience& audience() const noexcept { return audience_; }
    /// Whether who is there may learn who we are. Addresses that are in none of our networks count
    /// as strangers unless every network is a known one.
    bool includes(const Address& address) const;
    std::vector<control::NetworkFacts> networks() const { return networks_; }

private:
    void meet_first_networks();
    std::string stored(std::string_view key) const;
    void store(std::string_view key, std::string_view value);

    Places places_;
    std::map<std::string, std::string, std::less<>> written_;  ///< By us; may not be stored yet.
    std::vector<discovery::Interface> interfaces_;
    std::vector<discovery::Lan> lans_;
    std::vector<control::NetworkFacts> networks_;
    discovery::Audience audience_;
};

}  // namespace earshot::node
