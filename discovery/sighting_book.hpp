#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "discovery/helper_pipe.hpp"
#include "discovery/source.hpp"

/// Makes one sighting of the many ways a computer is seen: every interface and both families bring
/// the same instance again. Bounded by limits::sightings_max: beyond it the instance whose last
/// news is oldest is forgotten. Pure.
namespace earshot::discovery {

class SightingBook {
public:
    explicit SightingBook(std::string source) : source_(std::move(source)) {}

    /// Everything known of that instance now, as it shall be passed on; nothing if it is known.
    std::optional<Sighting> on_found(const Found& found);
    /// The instance, if that was the last way it was seen.
    std::optional<InstanceId> on_lost(const Lost& lost);
    bool contains(const InstanceId& instance) const { return seen_.contains(instance); }
    /// Forgets everybody and says whom.
    std::vector<InstanceId> take_all();

private:
    struct Seen {
        std::map<Path, Endpoint> endpoints;
        Tags tags{};
        std::uint64_t news = 0;
    };

    void make_room();

    std::string source_;
    std::map<InstanceId, Seen> seen_;
    std::map<std::uint64_t, InstanceId> by_news_;
    std::uint64_t next_news_ = 0;
};

}  // namespace earshot::discovery
