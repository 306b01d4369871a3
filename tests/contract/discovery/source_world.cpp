#include "tests/contract/discovery/source_world.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <exception>

#include "tests/support/catch.hpp"

namespace earshot::contract {

namespace asio = boost::asio;
using discovery::Announcement;

void Heard::on_sighted(const discovery::Sighting& sighting) { sightings.push_back(sighting); }

void Heard::on_lost(std::string_view, const InstanceId& instance) { lost.push_back(instance); }

bool Heard::has(const Announcement& announcement) const {
    return std::ranges::any_of(sightings, [&](const discovery::Sighting& sighting) {
        const bool is_seed = !sighting.instance;
        if (!is_seed && sighting.instance != announcement.instance) return false;
        if (!is_seed && sighting.tags != announcement.tags) return false;
        return std::ranges::any_of(sighting.endpoints, [&](const Endpoint& endpoint) {
            return endpoint.port == announcement.port && endpoint.address.is_loopback();
        });
    });
}

void Computer::start() {
    runs_ = true;
    asio::co_spawn(
        loop_, source_->run(),
        asio::bind_cancellation_slot(cancel_.slot(), [this](const std::exception_ptr& error) {
            runs_ = false;
            // No failure may leave a source as an exception.
            CHECK(error == nullptr);
        }));
}

SourceWorld::~SourceWorld() {
    for (auto& computer : computers_) computer->cancel();
    (void)run_until(
        [&] { return std::ranges::none_of(computers_, [](const auto& c) { return c->runs(); }); });
}

Computer& SourceWorld::add(const MakeSource& make) {
    computers_.push_back(std::make_unique<Computer>(loop, make));
    return *computers_.back();
}

Announcement SourceWorld::announcement(std::uint16_t port) {
    const InstanceId instance{crypto::random_array<16>(entropy_)};
    return discovery::make_announcement(instance, port, {}, entropy_);
}

bool SourceWorld::run_until(const std::function<bool()>& condition,
                            std::chrono::milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (!condition()) {
        if (std::chrono::steady_clock::now() >= end) return false;
        loop.restart();
        loop.run_one_for(std::chrono::milliseconds{20});
    }
    return true;
}

}  // namespace earshot::contract
