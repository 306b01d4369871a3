#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "core/base/bytes.hpp"
#include "core/base/endpoint.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/wire/extensions.hpp"

/// Whether others reach us: one of them tries and says how it went. Only the address that a link
/// already leads to is ever dialled, so nobody can aim us at somebody else. A pure machine.
/// docs/PROTOCOL.md, "Dialling back".
namespace earshot::engine {

inline constexpr std::uint8_t dial_back_frame = 0x13;
inline constexpr std::uint8_t dialled_back_frame = 0x14;

/// Please connect to this port of mine.
struct DialBackFrame {
    std::uint16_t port = 0;
    wire::Extensions extensions;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(port, extensions);
    }
};

/// How it went.
struct DialledBackFrame {
    bool is_reached = false;
    wire::Extensions extensions;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(is_reached, extensions);
    }
};

class DialBack {
public:
    /// Where to try, for a peer that asks; nothing when it asks too often or for what no Earshot
    /// listens at.
    std::optional<Endpoint> on_asked(LinkId link, const Endpoint& remote, std::uint16_t port,
                                     Instant now);
    /// It was tried. False when the peer was not waiting for it.
    bool on_tried(LinkId link);

    void on_ask(LinkId link, Instant now) { asked_[link] = now; }
    /// Whether this peer was asked, and not long ago.
    bool on_answer(LinkId link, Instant now);
    void on_link_down(LinkId link);

private:
    struct Favour {
        Instant since{};
        bool is_running = false;
    };
    std::map<LinkId, Favour> favours_;  ///< We did; no more than links.
    std::map<LinkId, Instant> asked_;   ///< We asked for; no more than links.
};

}  // namespace earshot::engine
