#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "cli/descriptor.hpp"
#include "core/base/limits.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/control/json_rpc.hpp"
#include "core/control/lines.hpp"
#include "core/control/paths.hpp"

/// One connection to the daemon: blocking calls with a deadline, and the events that arrive between
/// them. Knows the control socket and nothing about verbs; prints nothing.
namespace earshot::cli {

using Deadline = std::chrono::steady_clock::time_point;

Deadline deadline_in(Duration duration);

/// The connection is of no more use.
enum class Lost : std::uint8_t {
    closed,     ///< The daemon went away.
    timeout,    ///< No answer in time; one that comes later cannot be told from the next.
    malformed,  ///< What came is not the protocol.
};

using Reply = std::variant<control::Object, control::Failure, Lost>;

/// Why no event came.
enum class Silence : std::uint8_t {
    timeout,
    interrupted,  ///< The descriptor given for it became readable.
    unread,       ///< Nobody reads standard output any more.
    lost,
};

using Heard = std::variant<control::Object, Silence>;

/// The daemon's end is ours, too. `not_found` when nobody listens, `refused` when it is not ours or
/// may not be opened.
Result<Descriptor> connect_socket(const control::ProfilePlaces& places, Deadline deadline);

class Client {
public:
    /// As connect_socket.
    static Result<Client> connect(const control::ProfilePlaces& places, Deadline deadline);
    /// The same, `not_found` also where only a supervisor listens, who would start a daemon.
    static Result<Client> connect_running(const control::ProfilePlaces& places, Deadline deadline);

    /// Params by name; the result is always an object.
    Reply call(std::string_view method, const control::Object& params, Deadline deadline);

    /// The params of the next event. `interrupt` is a descriptor or -1.
    Heard next_event(std::optional<Deadline> deadline, int interrupt);

    /// Until the daemon closes the connection; false when the deadline comes first.
    bool wait_for_end(Deadline deadline);

    int descriptor() const noexcept { return socket_.value(); }
    /// For who speaks over it without us. Precondition: nothing was called yet.
    Descriptor take_descriptor() && { return std::move(socket_); }

private:
    explicit Client(Descriptor socket) : socket_(std::move(socket)) {}

    bool send(std::string_view text, Deadline deadline);
    /// Reads once; false when the connection has ended.
    bool receive();
    /// The next message that is there already.
    std::variant<std::monostate, control::Message, Lost> take_message();

    Descriptor socket_;
    control::LineSplitter lines_{limits::control_line_bytes_max};
    std::deque<control::Object> events_;  ///< Came while an answer was awaited.
    std::int64_t last_id_ = 0;
};

}  // namespace earshot::cli
