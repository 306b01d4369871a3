#pragma once

#include <avahi-common/watch.h>

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <memory>

/// Avahi's event loop on Asio, for libavahi-core and libavahi-client alike: needs no library of
/// Avahi, only its table of functions. One thread.
namespace earshot::discovery {

class AvahiPoll {
public:
    /// Sockets for datagrams get at least this receive buffer, as far as the system allows: Avahi
    /// leaves the default, which a burst of 300 answers overruns.
    AvahiPoll(const boost::asio::any_io_executor& executor, std::size_t receive_buffer_bytes);
    AvahiPoll(const AvahiPoll&) = delete;
    AvahiPoll& operator=(const AvahiPoll&) = delete;
    /// Whatever was made with `api()` must be gone.
    ~AvahiPoll();

    /// Valid while this lives.
    const ::AvahiPoll* api() const;

private:
    struct Loop;
    std::shared_ptr<Loop> loop_;  ///< Shared with handlers that are still queued when this dies.
};

}  // namespace earshot::discovery
