#pragma once

#include <algorithm>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/core/gossip/station.hpp"

namespace earshot::gossip {

/// A computer that has known some others for a while; the first `linked` of them have links to it,
/// numbered from 1.
struct Acquainted {
    std::vector<Computer> others;
    Station station{};

    explicit Acquainted(std::size_t linked, std::size_t count = 6) : others(make_computers(count)) {
        for (std::size_t i = 0; i < linked; ++i) {
            station.link_up(i + 1, others[i]);
            station.say(i + 1, neighbour_frame, NeighbourFrame{Neighbourly::begs});
        }
        for (std::size_t i = 0; i < others.size(); ++i) {
            station.tell(i < linked ? i + 1 : 1, others[i].record(5));
        }
        station.pass(10s);
    }

    /// Whoever was asked to reach somebody says that it could not either.
    void fail_to_reach(const Effects& asked) {
        for (const auto& each : sent<CheckFrame>(asked, check_frame)) {
            const auto subject = std::ranges::find(others, each.frame.version.sid, &Computer::sid);
            const auto& helper = others[each.link - 1];
            station.say(
                each.link, checked_frame,
                CheckedFrame{each.frame.version, helper.witness(*subject, each.frame.version.seq)});
        }
    }
};

}  // namespace earshot::gossip
