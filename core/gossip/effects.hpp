#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/ids.hpp"
#include "core/gossip/beacons.hpp"
#include "core/gossip/meetings.hpp"
#include "core/gossip/presence.hpp"
#include "core/wire/archive.hpp"

/// What gossip asks for, as values.
namespace earshot::gossip {

struct SendFrame {
    LinkId link{};
    std::uint8_t type = 0;
    Bytes body;

    friend bool operator==(const SendFrame&, const SendFrame&) = default;
};

enum class Parting : std::uint8_t {
    trim,     ///< This link is of no more use.
    refused,  ///< What came on it breaks the rules.
};

struct CloseLink {
    LinkId link{};
    Parting why{};

    friend bool operator==(const CloseLink&, const CloseLink&) = default;
};

/// A link to this device is wanted until it is among the `releases`; these are its addresses, as it
/// says. The answer is `Gossip::on_link_up` or `Gossip::on_unreachable`.
struct Reach {
    DeviceId device;
    std::vector<Endpoint> endpoints;

    friend bool operator==(const Reach&, const Reach&) = default;
};

/// Our dials to this device fail, and the one at the other end of that link reaches it.
struct NoDirect {
    DeviceId device;
    LinkId reached_by{};

    friend bool operator==(const NoDirect&, const NoDirect&) = default;
};

struct Effects {
    std::vector<SendFrame> frames;
    std::vector<CloseLink> closes;
    std::vector<Reach> reaches;
    std::vector<DeviceId> releases;
    std::vector<NoDirect> no_direct;
    std::vector<LinkId> probes;         ///< Whoever is at the other end has to be heard now.
    std::vector<DeviceId> changed;      ///< What people are shown of these may have changed.
    std::vector<Bytes> cards;           ///< Signed cards that were asked for, not checked yet.
    std::vector<Meeting> meetings;      ///< Dial these strangers once.
    std::vector<InstanceId> forgotten;  ///< And these no more.
    std::optional<Search> search;       ///< What discovery does from now on.
    bool is_own_new = false;            ///< Our record has a new version, to be kept.
    bool runs_twice = false;            ///< Somebody else uses our identity.

    template <class Frame>
    void send(LinkId link, std::uint8_t type, const Frame& frame) {
        frames.push_back({link, type, wire::encode(frame)});
    }
};

}  // namespace earshot::gossip
