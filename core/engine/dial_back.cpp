#include "core/engine/dial_back.hpp"

#include <algorithm>
#include <utility>

#include "core/base/limits.hpp"

namespace earshot::engine {

std::optional<Endpoint> DialBack::on_asked(LinkId link, const Endpoint& remote, std::uint16_t port,
                                           Instant now) {
    if (port < limits::dial_port_min) return std::nullopt;
    const auto found = favours_.find(link);
    if (found != favours_.end() && found->second.since + limits::dial_back_interval > now)
        return std::nullopt;
    const auto running =
        std::ranges::count_if(favours_, [](const auto& each) { return each.second.is_running; });
    if (static_cast<std::size_t>(running) >= limits::dial_backs_at_once_max) return std::nullopt;
    favours_[link] = {now, true};
    return Endpoint{remote.address, port};
}

bool DialBack::on_tried(LinkId link) {
    const auto found = favours_.find(link);
    return found != favours_.end() && std::exchange(found->second.is_running, false);
}

bool DialBack::on_answer(LinkId link, Instant now) {
    const auto found = asked_.find(link);
    if (found == asked_.end()) return false;
    const bool is_fresh = now - found->second < limits::dial_back_interval;
    asked_.erase(found);
    return is_fresh;
}

void DialBack::on_link_down(LinkId link) {
    favours_.erase(link);
    asked_.erase(link);
}

}  // namespace earshot::engine
