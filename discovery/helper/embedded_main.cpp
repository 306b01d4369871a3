/// earshot-mdns: finds other computers with an mDNS stack of its own. Started by the daemon;
/// discovery/helper_pipe.hpp has what can be typed at it.
#include <avahi-core/log.h>

#include "discovery/helper/embedded_stack.hpp"
#include "discovery/helper/process.hpp"

int main() {
    using namespace earshot::discovery::helper;
    // Anybody on the network can make Avahi complain as often as they like.
    avahi_set_log_function([](AvahiLogLevel, const char*) {});
    return run_helper_process([](const boost::asio::any_io_executor& executor) -> MakeStack {
        return [executor](const std::vector<std::string>& interfaces, StackEvents& events) {
            return make_embedded_stack(executor, interfaces, events);
        };
    });
}
