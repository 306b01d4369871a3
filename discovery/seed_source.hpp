#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/result.hpp"
#include "discovery/source.hpp"
#include "discovery/wakeup.hpp"

/// Computers that a person named: "host:port", where the host is a name or an address. Names are
/// looked up at the start, when the network changes, and every few minutes. What a person names
/// is dialled wherever it is: this is how two networks are joined.
namespace earshot::discovery {

struct Seed {
    std::string host;  ///< A name, or an address without brackets.
    std::uint16_t port = 0;

    friend auto operator<=>(const Seed&, const Seed&) = default;

    /// "name:47700", "10.0.0.7:47700" or "[fe80::1%3]:47700".
    static Result<Seed> parse(std::string_view text);
    std::string text() const;
    /// The host as an address, if it is one.
    std::optional<Endpoint> endpoint() const;
};

class SeedSource final : public Source {
public:
    /// `sightings` outlives this.
    SeedSource(const boost::asio::any_io_executor& executor, Sightings& sightings);

    /// `busy` beyond limits::seeds_max. Adding one twice changes nothing.
    Result<void> add(const Seed& seed);
    /// False if there was none.
    bool remove(const Seed& seed);
    std::vector<Seed> seeds() const;

    std::string_view name() const override { return "seed"; }
    void announce(const Announcement&) override {}
    void show_on(const Audience&) override {}
    boost::asio::awaitable<void> run() override;
    void look_again() override {
        hurry();
        changed_.notify();
    }
    SourceState state() const override;

private:
    using Clock = std::chrono::steady_clock;
    struct Plan {
        Clock::time_point due{};
        Clock::duration failure_gap{};
    };

    boost::asio::awaitable<void> look_up_due(Seed seed);
    std::optional<Seed> find_due() const;
    Clock::time_point next_due() const;
    void hurry();

    Sightings& sightings_;
    std::map<Seed, Plan> seeds_;
    Wakeup changed_;
    bool is_running_ = false;
};

}  // namespace earshot::discovery
