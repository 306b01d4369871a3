#include "discovery/seed_source.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <charconv>

#include "core/base/limits.hpp"
#include "discovery/interfaces.hpp"
#include "discovery/link_watch.hpp"
#include "discovery/name_lookup.hpp"

namespace earshot::discovery {
namespace {

namespace asio = boost::asio;
using asio::experimental::awaitable_operators::operator||;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""s;

constexpr auto address_gap = 1min;
constexpr auto name_gap = 5min;
constexpr auto failure_gap_first = 5s;
constexpr auto failure_gap_max = 5min;

bool is_host_name(std::string_view host) {
    const auto is_allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.' || c == '_';
    };
    return !host.empty() && host.size() <= limits::host_name_bytes_max && host.front() != '-' &&
           host.front() != '.' && std::ranges::all_of(host, is_allowed);
}

}  // namespace

Result<Seed> Seed::parse(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return Error{ErrorKind::malformed, "a seed is written host:port"};
    auto host = text.substr(0, colon);
    const auto digits = text.substr(colon + 1);
    Seed seed;
    const auto* const last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, seed.port);
    if (error != std::errc{} || end != last || seed.port == 0)
        return Error{ErrorKind::malformed, "a seed's port is a number from 1 to 65535"};

    const bool is_bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (is_bracketed) host = host.substr(1, host.size() - 2);
    const auto address = Address::parse(host);
    const bool is_v6 = address && !address->is_v4();
    if (is_v6 != is_bracketed || (!address && !is_host_name(host)))
        return Error{ErrorKind::malformed, "a seed's host is a name, an address or [an IPv6 one]"};
    seed.host = host;
    return seed;
}

std::string Seed::text() const {
    const bool is_v6 = host.find(':') != std::string::npos;
    return (is_v6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

std::optional<Endpoint> Seed::endpoint() const {
    const auto address = Address::parse(host);
    if (!address) return std::nullopt;
    return Endpoint{*address, port};
}

SeedSource::SeedSource(const asio::any_io_executor& executor, Sightings& sightings)
    : sightings_(sightings), changed_(executor) {}

Result<void> SeedSource::add(const Seed& seed) {
    if (!seeds_.contains(seed) && seeds_.size() >= limits::seeds_max)
        return Error{ErrorKind::busy, "no more seeds can be remembered"};
    seeds_.try_emplace(seed, Plan{Clock::now(), failure_gap_first});
    changed_.notify();
    return {};
}

bool SeedSource::remove(const Seed& seed) { return seeds_.erase(seed) > 0; }

std::vector<Seed> SeedSource::seeds() const {
    std::vector<Seed> all;
    for (const auto& [seed, plan] : seeds_) all.push_back(seed);
    return all;
}

SourceState SeedSource::state() const {
    return {std::string{name()}, is_running_ ? "listening" : "off"};
}

asio::awaitable<void> SeedSource::run() {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto stop = co_await asio::this_coro::cancellation_state;
    is_running_ = true;
    LinkWatch links{co_await asio::this_coro::executor};
    hurry();
    std::vector<Interface> before;
    if (auto now = list_interfaces()) before = *std::move(now);
    while (!is_cancelled(stop)) {
        if (const auto seed = find_due()) {
            co_await look_up_due(*seed);
            continue;
        }
        const auto wait = next_due() - Clock::now();
        co_await (pause_for(wait) || changed_.wait() || links.changed());
        auto now = list_interfaces();
        if (!now || *now == before) continue;
        before = *std::move(now);
        hurry();
    }
    is_running_ = false;
}

/// Parameters by value: the seed may be removed meanwhile.
asio::awaitable<void> SeedSource::look_up_due(Seed seed) {
    const auto stop = co_await asio::this_coro::cancellation_state;
    Sighting sighting;
    sighting.source = name();
    if (const auto endpoint = seed.endpoint())
        sighting.endpoints.push_back(*endpoint);
    else
        sighting.endpoints = co_await look_up(seed.host, seed.port);

    if (is_cancelled(stop)) co_return;
    const auto plan = seeds_.find(seed);
    if (plan == seeds_.end()) co_return;
    if (sighting.endpoints.empty()) {
        plan->second.due = Clock::now() + plan->second.failure_gap;
        plan->second.failure_gap =
            std::min<Clock::duration>(plan->second.failure_gap * 2, failure_gap_max);
        co_return;
    }
    plan->second.due = Clock::now() + (seed.endpoint() ? address_gap : name_gap);
    plan->second.failure_gap = failure_gap_first;
    sightings_.on_sighted(sighting);
}

/// Addresses before names, which may take long.
std::optional<Seed> SeedSource::find_due() const {
    std::optional<Seed> due;
    for (const auto& [seed, plan] : seeds_) {
        if (plan.due > Clock::now()) continue;
        if (seed.endpoint()) return seed;
        if (!due) due = seed;
    }
    return due;
}

SeedSource::Clock::time_point SeedSource::next_due() const {
    auto earliest = Clock::now() + name_gap;
    for (const auto& [seed, plan] : seeds_) earliest = std::min(earliest, plan.due);
    return earliest;
}

void SeedSource::hurry() {
    for (auto& [seed, plan] : seeds_) plan = Plan{Clock::now(), failure_gap_first};
}

}  // namespace earshot::discovery
