#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

/// Tells when this computer's interfaces, addresses or routes may have changed (rtnetlink(7)).
/// Where the system does not tell, it says so every half minute, so that nobody waits for ever.
namespace earshot::discovery {

class LinkWatch {
public:
    explicit LinkWatch(const boost::asio::any_io_executor& executor);

    /// Returns a moment after a change (changes come in bursts), or when cancelled. Says nothing
    /// about what changed: compare what `list_interfaces` says then and before.
    boost::asio::awaitable<void> changed();

private:
    void drain();

    boost::asio::posix::stream_descriptor socket_;  ///< Closed where there is no rtnetlink.
};

}  // namespace earshot::discovery
