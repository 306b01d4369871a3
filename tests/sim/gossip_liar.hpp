#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "core/gossip/frames.hpp"
#include "core/identity/identity.hpp"
#include "tests/sim/chance.hpp"
#include "tests/sim/meddler.hpp"
#include "tests/sim/world.hpp"
#include "tests/support/seeded_entropy.hpp"

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

class GossipLiar final : public Meddler {
public:
    /// World and peer outlive it.
    GossipLiar(World& world, Peer& peer, std::set<Rumour> rumours);

    /// From then on, until `end`; before and after it is like anybody.
    void begin();
    void end() { lies_ = false; }
    bool lets_out(LinkId link, std::uint8_t type, Bytes& body) override;
    bool lets_in(LinkId link, std::uint8_t type, Bytes& body) override;

private:
    void plot();
    void mischief(LinkId link);
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
    void tell(LinkId link, const gossip::Record& record);
    gossip::Record sign(const gossip::Presence& presence) const;
    std::vector<gossip::Version> known() const;
    std::vector<LinkId> links() const;
    template <class Frame>
    void say(LinkId link, std::uint8_t type, const Frame& frame);
    bool does(Rumour rumour) { return rumours_.contains(rumour) && chance_.rolls(0.7); }
    template <class Thing>
    const Thing& any(const std::vector<Thing>& things) {
        return things[chance_.below(things.size())];
    }

    World& world_;
    Peer& peer_;
    std::set<Rumour> rumours_;
    Chance chance_;
    support::SeededEntropy entropy_;
    bool lies_ = false;
    std::uint64_t hurried_ = 0;
    std::vector<Bytes> heard_;  ///< Records, as they travel.
    std::vector<identity::LocalIdentity> invented_;
};

}  // namespace earshot::sim
