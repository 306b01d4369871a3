#pragma once

#include <sys/types.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

/// A child process with a socket at its standard input and output, and nothing else of ours: no
/// other descriptor, signal mask or terminal.
namespace earshot::discovery {

class HelperProcess {
public:
    static Result<HelperProcess> start(const boost::asio::any_io_executor& executor,
                                       const std::string& program);

    HelperProcess(HelperProcess&& other) noexcept;
    HelperProcess& operator=(HelperProcess&&) = delete;
    /// Kills it, if it still lives.
    ~HelperProcess();

    boost::asio::local::stream_protocol::socket& socket() { return socket_; }

    /// Closes its input and gives it limits::goodbye_max to finish.
    boost::asio::awaitable<void> finish();

private:
    HelperProcess(boost::asio::local::stream_protocol::socket socket, pid_t pid)
        : socket_(std::move(socket)), pid_(pid) {}
    bool has_ended();

    boost::asio::local::stream_protocol::socket socket_;
    pid_t pid_;  ///< 0 when it has ended.
};

/// Where a helper of that name is installed: beside the running program, or in ../libexec/earshot
/// as seen from there.
std::string helper_path(std::string_view name);

}  // namespace earshot::discovery
