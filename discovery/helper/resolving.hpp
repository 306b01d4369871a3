#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/base/time.hpp"
#include "discovery/helper/stack.hpp"

/// Which services to look up and when. A lookup of Avahi's gives up after 5 s, and on a busy
/// network many do: it is repeated after 1, 2, 4 ... 30 s until the service vanishes. At most
/// limits::resolvers_max run at one time and none is kept open, for an open one asks for ever.
/// Pure.
namespace earshot::discovery::helper {

class Resolving {
public:
    void on_appeared(const ServiceKey& key, Instant now);
    /// True if it had been resolved, so that somebody must be told.
    bool on_vanished(const ServiceKey& key);
    void on_resolved(const ServiceKey& key);
    void on_unresolved(const ServiceKey& key, Instant now);

    /// Forgets everything, and gives all there was.
    std::vector<ServiceKey> take_all();

    /// Lookups to start now; each is answered by `on_resolved` or `on_unresolved`.
    std::vector<ServiceKey> take_due(Instant now);
    /// When `take_due` next has something, as far as lookups can be started at all.
    std::optional<Instant> next_deadline() const;

private:
    enum class State { waiting, running, resolved };
    struct Entry {
        State state = State::waiting;
        Instant due{};
        Duration backoff{};
    };

    bool make_room();

    std::map<ServiceKey, Entry> entries_;
    std::size_t running_ = 0;
};

}  // namespace earshot::discovery::helper
