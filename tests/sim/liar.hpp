#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/carrier/envelope.hpp"
#include "tests/sim/plotter.hpp"

/// A contact who breaks the rules of carriers (docs/PROTOCOL.md, 6.4). The engine behind it is
/// honest; what passes between that and its links is not, and now and then something is said that
/// no engine would say.
namespace earshot::sim {

enum class Manner : std::uint8_t {
    withholds,  ///< Lists what it holds, and does not hand it over.
    forgets,    ///< Says that it holds what it drops.
    claims,     ///< Lists what it never had.
    alters,     ///< Hands over, and deposits, envelopes with a wrong byte.
    repeats,    ///< Says everything several times.
    replays,    ///< Says what it said or heard long ago, to anybody.
    floods,     ///< Deposits garbage for everybody.
    keeps,      ///< Deletes nothing, and says that it did.
    forges,     ///< Makes up receipts, secrets, and first messages of others.
    leaves,     ///< Leaves with others, in its own name and at once, what it is given.
    betrays,    ///< Keeps what it says, then deletes it, goes on saying so, and hands over others.
};
inline constexpr std::size_t manners_count = 11;

class Liar final : public Plotter {
public:
    /// World and peer outlive it.
    Liar(World& world, Peer& peer, std::set<Manner> manners);

    bool lets_out(LinkId link, std::uint8_t type, Bytes& body) override;
    bool lets_in(LinkId link, std::uint8_t type, Bytes& body) override;

private:
    struct Said {
        std::uint8_t type = 0;
        Bytes body;
    };

    bool does(Manner manner) { return manners_.contains(manner) && chance().rolls(usually); }
    void remember(std::uint8_t type, const Bytes& body);
    void learn_target(const Bytes& body);
    bool takes_deposit(LinkId link, const Bytes& body);
    bool takes_question(LinkId link, const Bytes& body);
    bool takes_purge(LinkId link, const Bytes& body);
    void leave(LinkId giver, const Bytes& body);
    void betray();
    void damage(Bytes& body);
    void exchange(Bytes& body);
    std::vector<LinkId> links() const override;
    void mischief(LinkId link) override;
    void claim(LinkId link);
    void replay(LinkId link);
    void flood(LinkId link);
    void forge(LinkId link);
    void deposit(LinkId link, carrier::Letter letter, const carrier::SealTarget& target);
    Bytes foreign_first_message(const carrier::SealTarget& target);
    template <class Name>
    Name any_name();

    static constexpr double usually = 0.9;

    std::set<Manner> manners_;
    std::vector<Said> said_;  ///< Of carriers, by anybody.
    std::vector<EnvelopeId> ids_;
    std::set<EnvelopeId> betrayed_;                    ///< To be deleted soon.
    std::map<DeviceId, carrier::SealTarget> targets_;  ///< By cards that contacts gave it.
};

}  // namespace earshot::sim
