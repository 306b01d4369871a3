#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "discovery/source.hpp"
#include "tests/support/seeded_entropy.hpp"

/// Two or more discovery sources on this computer's loopback, and what each has been told.
namespace earshot::contract {

/// Loopback answers within milliseconds, but mDNS may be silent for a second (RFC 6762 6) and a
/// killed helper is started again after one.
inline constexpr std::chrono::seconds patience{15};

struct Heard final : discovery::Sightings {
    void on_sighted(const discovery::Sighting& sighting) override;
    void on_lost(std::string_view source, const InstanceId& instance) override;

    /// Whether that port of this computer has been sighted, as that instance unless seeds found it.
    bool has(const discovery::Announcement& announcement) const;

    std::vector<discovery::Sighting> sightings;
    std::vector<InstanceId> lost;
};

using MakeSource = std::function<std::unique_ptr<discovery::Source>(
    const boost::asio::any_io_executor&, discovery::Sightings&)>;

/// One computer: a source, its listener, and the coroutine that runs it.
class Computer {
public:
    Computer(boost::asio::io_context& loop, const MakeSource& make)
        : loop_(loop), source_(make(loop.get_executor(), heard)) {}

    discovery::Source& source() { return *source_; }
    void start();
    void cancel() { cancel_.emit(boost::asio::cancellation_type::terminal); }
    bool runs() const { return runs_; }

    Heard heard;

private:
    boost::asio::io_context& loop_;
    std::unique_ptr<discovery::Source> source_;
    boost::asio::cancellation_signal cancel_;
    bool runs_ = false;
};

class SourceWorld {
public:
    /// Every source is cancelled and has ended afterwards.
    ~SourceWorld();

    Computer& add(const MakeSource& make);
    /// A fresh instance with that port.
    discovery::Announcement announcement(std::uint16_t port);
    /// False when it has not come true within the time.
    bool run_until(const std::function<bool()>& condition,
                   std::chrono::milliseconds time = patience);

    boost::asio::io_context loop;

private:
    support::SeededEntropy entropy_{std::random_device{}()};
    std::vector<std::unique_ptr<Computer>> computers_;
};

}  // namespace earshot::contract
