#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "core/gossip/frames.hpp"
#include "core/identity/identity.hpp"
#include "tests/sim/plotter.hpp"

/// A computer that breaks the rules of presence (docs/PROTOCOL-gossip.md). The engine behind it is
/// honest; what leaves it is not all that it said, and every few seconds it says what no engine
/// would say. presence.md, 3.4, "Byzantine".
namespace earshot::sim {

enum class Rumour : std::uint8_t {
    replays,       ///< Tells records of long ago.
    equivocates,   ///< Says different things of itself, as one version.
    hurries,       ///< Makes version after version of itself.
    forges,        ///< Tells records of others that they never made.
    invents,       ///< Tells of people that it makes up, properly signed.
    slanders,      ///< Doubts whoever it knows.
    promises,      ///< Announces versions that there never were, and serves none.
    asks,          ///< Wants everything, has everything compared and everybody dialled.
    keeps_silent,  ///< Tells nobody's records but its own, and no doubts.
    babbles,       ///< Says bytes.
};
inline constexpr std::size_t rumours_count = 10;

class GossipLiar final : public Plotter {
public:
    /// Those whom it makes up.
    struct Sybils {
        std::size_t count = 40;  ///< In all.
        std::size_t at_once = 30;
        /// They are said to be anywhere: where it is itself, where others are, and where nobody is.
        bool are_anywhere = false;
        bool contradict = false;  ///< Who doubts them is said to be wrong.
    };
    /// World and peer outlive it.
    GossipLiar(World& world, Peer& peer, std::set<Rumour> rumours, Sybils sybils);
    /// It goes on with others.
    void invent_anew() { invented_.clear(); }

    bool lets_out(LinkId link, std::uint8_t type, Bytes& body) override;
    bool lets_in(LinkId link, std::uint8_t type, Bytes& body) override;

private:
    std::vector<LinkId> links() const override;
    void mischief(LinkId link) override;
    void replay(LinkId link);
    void equivocate();
    void hurry(LinkId link);
    void forge(LinkId link);
    void invent(LinkId link);
    void slander(LinkId link);
    void promise(LinkId link);
    void ask(LinkId link);
    void babble(LinkId link);
    gossip::Presence own_presence() const;
    std::vector<gossip::PublishedEndpoint> anywhere();
    void tell(LinkId link, const gossip::Record& record);
    gossip::Record sign(const gossip::Presence& presence) const;
    std::vector<gossip::Version> known() const;
    bool does(Rumour rumour) { return rumours_.contains(rumour) && chance().rolls(0.7); }

    std::set<Rumour> rumours_;
    Sybils sybils_;
    std::uint64_t hurried_ = 0;
    std::vector<Bytes> heard_;  ///< Records, as they travel.
    std::vector<identity::LocalIdentity> invented_;
};

}  // namespace earshot::sim
