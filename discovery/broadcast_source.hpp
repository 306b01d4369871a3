#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "discovery/datagram.hpp"
#include "discovery/interfaces.hpp"
#include "discovery/source.hpp"
#include "discovery/throttle.hpp"
#include "discovery/wakeup.hpp"

/// Finds computers where multicast is blocked: a question to the broadcast address of every IPv4
/// network this computer is on, at once, after 2 s, after 8 s, then every minute while somebody is
/// missing; everybody who hears one answers the asker.
///
/// Several people on one computer all hear each question, for the system gives every socket on
/// the port a copy of a broadcast. Of a datagram to one computer it would give only one socket a
/// copy, so questions leave from a socket of their own, where the answers then arrive.
namespace earshot::discovery {

struct BroadcastOptions {
    std::vector<std::string> interfaces;  ///< The only ones to use; empty means all.
    std::uint16_t port = 47700;           ///< Where everybody listens for questions.
    std::function<bool()> wants_more;     ///< Whether questions are still worth asking.
};

class BroadcastSource final : public Source {
public:
    /// `sightings` outlives this.
    BroadcastSource(const boost::asio::any_io_executor& executor, BroadcastOptions options,
                    Sightings& sightings);

    std::string_view name() const override { return "broadcast"; }
    void announce(const Announcement& announcement) override { announcement_ = announcement; }
    void show_on(const Audience& audience) override;
    boost::asio::awaitable<void> run() override;
    void look_again() override { again_.notify(); }
    SourceState state() const override;

private:
    struct Received;

    boost::asio::awaitable<void> keep_receiving(boost::asio::ip::udp::socket& socket,
                                                bool (BroadcastSource::*open)());
    boost::asio::awaitable<void> receive(boost::asio::ip::udp::socket& socket);
    boost::asio::awaitable<void> ask();
    boost::asio::awaitable<void> told_to_ask_again(bool& is_told);
    bool open_listener();
    bool open_asker();
    void refresh_interfaces();
    void ask_everywhere();
    void on_datagram(boost::asio::ip::udp::socket& socket, const Received& received);
    void send(boost::asio::ip::udp::socket& socket, DatagramKind kind, const Endpoint& to,
              std::uint32_t interface);

    BroadcastOptions options_;
    Sightings& sightings_;
    std::optional<Announcement> announcement_;
    Audience audience_;
    std::vector<Interface> interfaces_;
    boost::asio::ip::udp::socket listener_;
    boost::asio::ip::udp::socket asker_;
    Wakeup again_;
    Throttle<Address> answers_;
    Throttle<InstanceId> sighted_;
    bool is_running_ = false;
};

}  // namespace earshot::discovery
