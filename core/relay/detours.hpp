#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>

#include "core/relay/effects.hpp"
#include "core/relay/ends.hpp"
#include "core/relay/neighbours.hpp"
#include "crypto/entropy.hpp"

/// Computers that we do not reach ourselves, though others do: which neighbour to ask for a stream
/// to them, and when. Nothing tells who has a link with whom, so they are asked one after the
/// other; whoever has none says so at once.
namespace earshot::relay {

class Detours {
public:
    /// References outlive this.
    struct Places {
        Neighbours& neighbours;
        Ends& ends;
        const Guard& guard;
        crypto::Entropy& entropy;
    };
    explicit Detours(const Places& places) : places_(places) {}

    /// Our dials to it failed, `by` reaches it, and it was called: it may dial us.
    void on_no_direct(const DeviceId& device, LinkId by, Instant now);
    /// There is a direct link with it.
    void on_direct(const DeviceId& device) { detours_.erase(device); }
    /// Dials may succeed again.
    void on_network_changed() { detours_.clear(); }
    void on_neighbour_up(Instant now);
    /// Something waits for it now.
    void on_sought(const DeviceId& device, Instant now);
    /// The link over a stream of ours was established.
    void on_established(StreamId stream, Instant now);

    void on_time(Instant now, Effects& effects);
    std::optional<Instant> next_deadline() const;
    std::size_t size() const { return detours_.size(); }

private:
    struct Detour {
        Instant ready{};    ///< Not before: it may dial.
        Instant expires{};  ///< When to believe that dials may succeed again.
        std::optional<Instant> due;
        LinkId reached_by{};     ///< To be asked first.
        std::set<LinkId> asked;  ///< In this round.
        unsigned rounds = 0;     ///< In a row that came to nothing.
        std::optional<StreamId> stream;
        std::optional<Instant> linked_since;  ///< Over that stream.
    };

    void take_over(Instant now);
    void ask_next(const DeviceId& device, Detour& detour, Instant now, Effects& effects);
    std::optional<LinkId> choose(const DeviceId& device, const Detour& detour) const;
    void back_off(Detour& detour, Instant now) const;
    void make_room();

    Places places_;
    std::map<DeviceId, Detour> detours_;
};

}  // namespace earshot::relay
