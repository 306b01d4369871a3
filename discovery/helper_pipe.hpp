#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "discovery/announcement.hpp"
#include "discovery/audience.hpp"

/// What the daemon and its mDNS helpers say to each other on a socket: short lines of words, so
/// that a helper can be tried by hand. Neither side trusts the other: an mDNS stack that a packet
/// took over must not get further. Pure.
///
///     interfaces [NAME...]                              only on these; none named means all
///     announce INSTANCE HOST PORT TAGS                  from now on, in place of what was before
///     show everywhere | show on [NAME...]               where to announce; everywhere, if not said
///     look on|off                                       whether to look for others; on, if not
///     said
///
///     hello 1                                           first, so that versions cannot mix
///     state absent|starting|announced|listening
///     found INTERFACE 4|6 INSTANCE ENDPOINT TAGS
///     lost INTERFACE 4|6 INSTANCE
namespace earshot::discovery {

struct UseInterfaces {
    std::vector<std::string> names;
    friend bool operator==(const UseInterfaces&, const UseInterfaces&) = default;
};
struct Look {
    bool is_on = true;
    friend bool operator==(const Look&, const Look&) = default;
};
using Command = std::variant<UseInterfaces, Announcement, Audience, Look>;

enum class StackState {
    absent,     ///< No system daemon; the helper waits for one.
    starting,   ///< The first state.
    announced,  ///< Works, and others can see us.
    listening,  ///< Works, and tells nobody of us: there is nothing to tell, or it is not allowed.
};

/// One way a service is seen: the same instance comes up once for each of them.
struct Path {
    std::uint32_t interface = 0;
    bool is_v6 = false;
    friend auto operator<=>(const Path&, const Path&) = default;
};
struct Hello {
    friend bool operator==(const Hello&, const Hello&) = default;
};
struct Found {
    Path path;
    InstanceId instance;
    Endpoint endpoint;
    Tags tags{};
    friend bool operator==(const Found&, const Found&) = default;
};
struct Lost {
    Path path;
    InstanceId instance;
    friend bool operator==(const Lost&, const Lost&) = default;
};
using Report = std::variant<Hello, StackState, Found, Lost>;

/// With their line ends.
std::string to_line(const Command& command);
std::string to_line(const Report& report);
/// Without line ends. Anything but one of the lines above is malformed.
Result<Command> parse_command(std::string_view line);
Result<Report> parse_report(std::string_view line);

/// Cuts a stream into lines. One longer than limits::helper_line_bytes_max ends the stream.
class LineSplitter {
public:
    Result<void> add(std::string_view bytes);
    /// The next complete line, without its end.
    std::optional<std::string> take_line();

private:
    std::string pending_;
};

}  // namespace earshot::discovery
