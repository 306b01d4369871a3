/// earshot-avahi: finds other computers through the system's Avahi daemon. Started by the daemon;
/// discovery/helper_pipe.hpp has what can be typed at it.
#include "discovery/helper/client_stack.hpp"
#include "discovery/helper/process.hpp"

int main() {
    using namespace earshot::discovery::helper;
    return run_helper_process([](const boost::asio::any_io_executor& executor) -> MakeStack {
        return [executor](const std::vector<std::string>&, StackEvents& events) {
            return make_client_stack(executor, events);
        };
    });
}
