#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/base/budget.hpp"
#include "core/base/limits.hpp"
#include "core/gossip/effects.hpp"
#include "core/gossip/frames.hpp"
#include "core/gossip/links.hpp"
#include "core/gossip/table.hpp"
#include "crypto/entropy.hpp"

/// Finds out whether a computer that fell silent is gone: dials it again and has a few neighbours
/// try too. Whoever is reached by one of them is there; otherwise all that failed are witnesses.
/// Does the same as a favour for others. docs/PROTOCOL-gossip.md, "Doubts".
namespace earshot::gossip {

class Checks {
public:
    /// References outlive this.
    struct Places {
        const Table& table;
        const Links& links;
        const identity::LocalIdentity& identity;
        const crypto::Signatures& signatures;
        crypto::Entropy& entropy;
        const NetworkId& network;
    };
    explicit Checks(const Places& places) : places_(places) {}

    /// Not earlier than `begin`: we may be the one who is cut off.
    void start(const Sid& sid, Instant begin, Instant now, Effects& effects);
    void on_link_up(LinkId link, Instant now, Effects& effects);
    void on_link_down(LinkId link);
    void on_unreachable(const Sid& sid, bool is_refused, Instant now, Effects& effects);
    /// There is somebody to ask again: what was tried without does not count.
    void begin_again(Instant now);
    /// A newer version of its record exists: it is there.
    void on_news(const Sid& sid);

    /// Another computer asks us to try.
    void on_asked(LinkId link, const Version& version, Instant now, Effects& effects);
    /// What another computer found out for us.
    void on_answer(LinkId link, const CheckedFrame& answer, Instant now);

    void on_time(Instant now, Effects& effects);
    std::optional<Instant> next_deadline() const;

    struct Finding {
        Sid sid;
        std::uint64_t seq = 0;
        std::vector<Witness> witnesses;
        std::optional<LinkId> reached_by;  ///< Who reaches it, but not we; then there are none.
        bool is_unheard = false;           ///< Of those that we asked nobody answered.
    };
    std::vector<Finding> take_findings() { return std::exchange(findings_, {}); }

    /// Whom a link is wanted with.
    std::vector<Sid> reaching() const;
    bool is_checking(const Sid& sid) const { return checks_.contains(sid); }
    /// Somebody else wants to know.
    bool is_favour(const Sid& sid) const;
    std::size_t size() const { return checks_.size() + favours_.size(); }

private:
    struct Check {
        std::uint64_t seq = 0;
        Instant begin{};
        Instant deadline{};
        bool has_begun = false;
        std::optional<Witness> own;  ///< Our own try failed.
        std::vector<Witness> others;
        std::set<LinkId> asked;   ///< Who has not answered yet.
        bool is_unheard = false;  ///< Somebody was asked, and nobody has answered.
        std::optional<LinkId> reached_by;
    };
    struct Favour {
        Version version;
        Instant asked{};
        Instant deadline{};
        Instant look{};  ///< Where there is a link: when to see whether it was heard.
    };

    void begin(const Sid& sid, Check& check, Instant now, Effects& effects);
    void ask_helpers(const Sid& sid, Check& check, Effects& effects);
    bool is_over(const Check& check, Instant now) const;
    void conclude(std::map<Sid, Check>::iterator check);
    Witness testify(const Version& version, bool is_refused) const;
    void answer(LinkId link, const Favour& favour, std::optional<Witness> witness,
                Effects& effects) const;
    bool is_probed(const Sid& sid) const;
    bool is_settled(LinkId asker, Favour& favour, Instant now, Effects& effects) const;

    Places places_;
    std::map<Sid, Check> checks_;
    std::multimap<LinkId, Favour> favours_;
    Budgets<LinkId> favours_per_link_{
        {limits::favours_per_link_burst, limits::favours_per_link_second}, limits::links_max};
    std::vector<Finding> findings_;
};

}  // namespace earshot::gossip
