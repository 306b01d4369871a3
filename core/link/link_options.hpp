#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/limits.hpp"
#include "core/link/peer.hpp"
#include "crypto/noise/handshake.hpp"

/// What a link is made with, and how it can end.
namespace earshot::link {

using crypto::noise::Role;  ///< initiator: we dialled. responder: we were dialled.

struct VersionRange {
    std::uint8_t min = 1;
    std::uint8_t max = 1;
    friend bool operator==(const VersionRange&, const VersionRange&) = default;
};

/// Whom we mean to reach. Anybody else at that address learns nothing about us.
struct Expected {
    DeviceId device;
    std::optional<crypto::SignPublicKey> account;
    std::optional<crypto::AgreePublicKey> link_key;
};

/// How many frames of one direction a link may see. Smaller in tests.
struct FrameLimits {
    std::uint64_t until_replaced = limits::link_frames_max;
    std::uint64_t most = limits::link_frames_hard_max;
};

struct LinkOptions {
    InstanceId own_instance;
    VersionRange versions;
    std::uint32_t features = 0;
    std::optional<Expected> expected;  ///< Only when dialling.
    /// Dialling: none (open mode) or the one of the team. Dialled: all that are accepted, at most
    /// limits::team_psks_tried_max + limits::invitations_tried_max.
    std::vector<crypto::noise::Psk> psks;
    bool answers_strangers = true;       ///< Dialled: whether open mode gets an answer.
    const PeerPolicy* policy = nullptr;  ///< Outlives the link.
    FrameLimits frame_limits;
};

/// What BYE carries. Unknown numbers count as `none`.
enum class ByeReason : std::uint8_t {
    none = 0,
    duplicate = 1,  ///< Another link of the same pair stays.
    trim = 2,       ///< Too many links.
    aged = 3,       ///< Replaced, or too old.
    shutdown = 4,   ///< The daemon stops.
    refused = 5,    ///< We do not want to talk to you.
};

enum class EndReason : std::uint8_t {
    closed_here,
    closed_by_peer,
    // Before the peer was authenticated.
    not_earshot,       ///< What answers there speaks something else.
    no_answer,         ///< Closed by the other side without a word.
    refused,           ///< Closed by the other side once it knew who we are.
    handshake_failed,  ///< Looked right, but a key, tag or version did not fit.
    handshake_timeout,
    bad_certificate,
    unexpected_device,  ///< Not the device we dialled.
    own_device,         ///< We reached ourselves.
    not_admitted,       ///< By our PeerPolicy.
    // Afterwards.
    cut_off,    ///< The connection ended without CLOSE: something may be missing.
    silent,     ///< Nothing heard for limits::keepalive_lost.
    damaged,    ///< A frame that is not authentic, or not the next one.
    malformed,  ///< Authentic, but against the rules.
    expired,    ///< Older than a link may be.
};

/// A word for logs.
std::string_view text_of(EndReason reason) noexcept;

}  // namespace earshot::link
