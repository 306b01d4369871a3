#include "node/neighbourhood.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <utility>

#include "discovery/broadcast_source.hpp"
#include "discovery/link_watch.hpp"

namespace earshot::node {
namespace {

using std::chrono_literals::operator""ms;

/// With so many neighbours nobody needs to be asked for more by broadcast.
constexpr std::size_t links_enough = 2;

constexpr auto gateway_pause = 200ms;
constexpr unsigned gateway_tries = 10;
constexpr unsigned route_tries = 5;

}  // namespace

Neighbourhood::Neighbourhood(const asio::any_io_executor& executor, Places places,
                             const Wishes& wishes)
    : executor_(executor),
      places_(std::move(places)),
      wishes_(wishes),
      visibility_(places_.visibility),
      seeds_(executor, *this),
      tasks_(executor, [this](std::string_view task, const std::exception_ptr&) {
          places_.log.error("task failed", {{"task", task}});
      }) {
    if (wishes_.mdns) {
        discovery::MdnsOptions options;
        options.interfaces = wishes_.interfaces;
        mdns_ = std::make_unique<discovery::MdnsSource>(executor_, options, *this);
    }
    if (wishes_.broadcast) {
        discovery::BroadcastOptions options;
        options.interfaces = wishes_.interfaces;
        options.wants_more = [this] { return places_.link_count() < links_enough; };
        broadcast_ =
            std::make_unique<discovery::BroadcastSource>(executor_, std::move(options), *this);
    }
    list_interfaces();
}

void Neighbourhood::start(const InstanceId& instance, const Doorway& doorway) {
    doorway_ = doorway;
    const auto announcement =
        discovery::make_announcement(instance, doorway.port, {}, places_.entropy);
    (void)look_at_networks({}, false);
    for (auto* source : sources()) {
        source->announce(announcement);
        tasks_.start(std::string{source->name()}, source->run());
    }
    set_seeds(wishes_.seeds);
    tasks_.start("seed", seeds_.run());
    tasks_.start("interfaces", watch_interfaces());
    tell_network();
}

std::vector<discovery::Interface> Neighbourhood::usable() const {
    return discovery::usable_interfaces(interfaces_, wishes_.interfaces);
}

void Neighbourhood::tell_network() {
    places_.push(present(interfaces_, usable(), visibility_.audience(), doorway_));
    tell_footing();
}

void Neighbourhood::tell_footing() {
    const auto footing = footing_of(usable(), is_on_battery_);
    if (std::exchange(footing_, footing) != footing) places_.push(engine::FootingChanged{footing});
}

void Neighbourhood::set_on_battery(bool is_on_battery) {
    is_on_battery_ = is_on_battery;
    tell_footing();
}

asio::awaitable<void> Neighbourhood::stop() {
    tasks_.cancel();
    co_await tasks_.join();
}

void Neighbourhood::on_woke() {
    const auto before = std::move(interfaces_);
    list_interfaces();
    if (interfaces_ != before) tell_network();
    places_.push(engine::Woke{});
    for (auto* source : sources()) source->look_again();
}

void Neighbourhood::set_seeds(const std::vector<std::string>& seeds) {
    std::vector<discovery::Seed> wanted;
    for (const auto& text : seeds) {
        const auto seed = discovery::Seed::parse(text);
        if (!seed) {
            places_.log.warning("seed is not HOST:PORT", {{"seed", text}});
            continue;
        }
        wanted.push_back(*seed);
        if (const auto added = seeds_.add(*seed); !added)
            places_.log.warning("seed left out", {{"seed", text}, {"why", added.error()}});
    }
    for (const auto& known : seeds_.seeds())
        if (std::ranges::find(wanted, known) == wanted.end()) {
            seeds_.remove(known);
            if (const auto endpoint = known.endpoint())
                places_.push(engine::Lost{link::Seed{endpoint->text()}});
        }
}

void Neighbourhood::on_sighted(const discovery::Sighting& sighting) {
    if (sighting.instance) {
        places_.push(engine::Sighted{*sighting.instance, sighting.endpoints});
        return;
    }
    // A name may stand for several computers: each of its addresses is a place of its own.
    for (const auto& endpoint : sighting.endpoints)
        places_.push(engine::Sighted{link::Seed{endpoint.text()}, {endpoint}});
}

void Neighbourhood::on_lost(std::string_view, const InstanceId& instance) {
    places_.push(engine::Lost{instance});
}

asio::awaitable<void> Neighbourhood::watch_interfaces() {
    discovery::LinkWatch watch(executor_);
    auto before = interfaces_;
    for (;;) {
        co_await tell_networks_apart(std::move(before));
        co_await watch.changed();
        before = std::move(interfaces_);
        list_interfaces();
        if (interfaces_ == before) continue;
        places_.log.info("network changed", {{"interfaces", interfaces_.size()}});
        tell_network();
    }
}

/// A gateway may have to be asked for its name, and the way to it comes a moment after an address.
asio::awaitable<void> Neighbourhood::tell_networks_apart(std::vector<discovery::Interface> before) {
    std::vector<std::string> fresh;
    for (const auto& interface : interfaces_)
        if (std::ranges::find(before, interface) == before.end()) fresh.push_back(interface.name);
    asio::steady_timer timer{executor_};
    for (unsigned tries = 1; tries <= gateway_tries; ++tries) {
        if (tries > route_tries) fresh.clear();
        if (look_at_networks(fresh, tries == gateway_tries)) co_return;
        timer.expires_after(gateway_pause);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

/// True once it is clear which they are. A fresh interface has no gateway yet, rather than none.
bool Neighbourhood::look_at_networks(std::span<const std::string> fresh, bool is_last_try) {
    const auto usable = this->usable();
    const auto listed = discovery::list_gateways();
    const auto gateways = listed ? *listed : std::vector<discovery::Gateway>{};
    auto lans = is_last_try ? discovery::lans_by_prefix(usable, gateways)
                            : discovery::lans_of(usable, gateways);
    for (auto& lan : lans)
        if (!lan.gateway && std::ranges::find(fresh, lan.interface) != fresh.end()) lan.id.reset();
    const bool is_clear =
        std::ranges::all_of(lans, [](const auto& lan) { return lan.id.has_value(); });
    if (!is_clear) discovery::ask_for(gateways);
    visibility_.update(usable, std::move(lans));
    show();
    return is_clear;
}

void Neighbourhood::show() {
    // What everybody is told of us by others must not say more than we do.
    const auto before = std::exchange(shown_, visibility_.audience());
    if (before != shown_) tell_network();
    if (broadcast_) broadcast_->show_on(visibility_.audience());
    show_mdns();
}

void Neighbourhood::show_mdns() {
    if (!mdns_) return;
    mdns_->show_on(narrowed(visibility_.audience(), search_.segments));
    mdns_->look(search_.is_looking());
}

void Neighbourhood::set_search(const gossip::Search& search) {
    search_ = search;
    show_mdns();
}

std::vector<discovery::Source*> Neighbourhood::sources() const {
    std::vector<discovery::Source*> all;
    if (mdns_) all.push_back(mdns_.get());
    if (broadcast_) all.push_back(broadcast_.get());
    return all;
}

void Neighbourhood::on_visibility_changed() {
    visibility_.on_settings_changed();
    show();
}

void Neighbourhood::list_interfaces() {
    auto listed = discovery::list_interfaces();
    if (listed) interfaces_ = *std::move(listed);
}

bool Neighbourhood::is_on_link(const Address& address) const {
    return std::ranges::any_of(interfaces_, [&](const auto& interface) {
        return discovery::is_on_link(address, interface);
    });
}

control::DiscoveryFacts Neighbourhood::discovery() const {
    if (!mdns_) return {"off", "off"};
    const auto state = mdns_->state();
    return {state.backend, state.state};
}

std::vector<control::InterfaceFacts> Neighbourhood::interfaces() const {
    const auto usable = this->usable();
    std::vector<control::InterfaceFacts> facts;
    for (const auto& interface : interfaces_) {
        control::InterfaceFacts fact;
        fact.name = interface.name;
        fact.index = interface.index;
        for (const auto& own : interface.addresses) fact.addresses.push_back(own.address);
        fact.up = interface.is_running;
        fact.multicast = interface.has_multicast;
        fact.loopback = interface.is_loopback;
        fact.used = std::ranges::find(usable, interface.index, &discovery::Interface::index) !=
                    usable.end();
        facts.push_back(std::move(fact));
    }
    return facts;
}

}  // namespace earshot::node
