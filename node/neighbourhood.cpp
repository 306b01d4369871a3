#include "node/neighbourhood.hpp"

#include <algorithm>

#include "discovery/broadcast_source.hpp"
#include "discovery/link_watch.hpp"
#include "discovery/mdns_source.hpp"

namespace earshot::node {
namespace {

/// With so many neighbours nobody needs to be asked for more by broadcast.
constexpr std::size_t links_enough = 2;

std::vector<link::Subnet> subnets_of(const std::vector<discovery::Interface>& interfaces) {
    std::vector<link::Subnet> subnets;
    for (const auto& interface : interfaces)
        for (const auto& own : interface.addresses)
            subnets.push_back({.address = own.address, .prefix_bits = own.prefix_bits});
    return subnets;
}

}  // namespace

Neighbourhood::Neighbourhood(const asio::any_io_executor& executor, Places places,
                             const Wishes& wishes)
    : executor_(executor),
      places_(std::move(places)),
      wishes_(wishes),
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
    for (auto* source : {mdns_.get(), broadcast_.get()}) {
        if (source == nullptr) continue;
        source->announce(announcement);
        tasks_.start(std::string{source->name()}, source->run());
    }
    set_seeds(wishes_.seeds);
    tasks_.start("seed", seeds_.run());
    tasks_.start("interfaces", watch_interfaces());
    places_.push(network());
}

engine::NetworkChanged Neighbourhood::network() const {
    engine::NetworkChanged network{subnets_of(interfaces_), {}};
    if (doorway_.address) {
        network.reachable_at.push_back({*doorway_.address, doorway_.port});
        return network;
    }
    for (const auto& interface : discovery::usable_interfaces(interfaces_, wishes_.interfaces))
        for (const auto& own : interface.addresses)
            if (!own.address.is_link_local())
                network.reachable_at.push_back({own.address, doorway_.port});
    // Others cannot reach our loopback; where there is nothing else, our own other profiles can.
    const auto is_loopback = [](const Endpoint& each) { return each.address.is_loopback(); };
    if (!std::ranges::all_of(network.reachable_at, is_loopback))
        std::erase_if(network.reachable_at, is_loopback);
    return network;
}

asio::awaitable<void> Neighbourhood::stop() {
    tasks_.cancel();
    co_await tasks_.join();
}

void Neighbourhood::on_woke() {
    const auto before = std::move(interfaces_);
    list_interfaces();
    if (interfaces_ != before) places_.push(engine::NetworkChanged{subnets_of(interfaces_)});
    places_.push(engine::Woke{});
    for (auto* source : {mdns_.get(), broadcast_.get()})
        if (source != nullptr) source->look_again();
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
    for (;;) {
        co_await watch.changed();
        const auto before = std::move(interfaces_);
        list_interfaces();
        if (interfaces_ == before) continue;
        places_.log.info("network changed", {{"interfaces", interfaces_.size()}});
        places_.push(network());
    }
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
    const auto usable = discovery::usable_interfaces(interfaces_, wishes_.interfaces);
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
