#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/base/budget.hpp"
#include "core/base/limits.hpp"
#include "core/gossip/accusers.hpp"
#include "core/gossip/audits.hpp"
#include "core/gossip/beacons.hpp"
#include "core/gossip/card_fetch.hpp"
#include "core/gossip/checks.hpp"
#include "core/gossip/copies.hpp"
#include "core/gossip/effects.hpp"
#include "core/gossip/faults.hpp"
#include "core/gossip/health.hpp"
#include "core/gossip/inquiries.hpp"
#include "core/gossip/links.hpp"
#include "core/gossip/meetings.hpp"
#include "core/gossip/newcomers.hpp"
#include "core/gossip/overlay.hpp"
#include "core/gossip/own_presence.hpp"
#include "core/gossip/reconciler.hpp"
#include "core/gossip/spread.hpp"
#include "core/gossip/suspicion.hpp"
#include "core/gossip/table.hpp"

/// Presence by gossip: everybody on a network keeps the same table of signed records, exchanged
/// with a few neighbours, who also notice when somebody is gone. Routes what happened to its parts
/// and holds the rules that need several of them. A pure machine; not thread-safe.
/// docs/PROTOCOL-gossip.md, "Gossip".
namespace earshot::gossip {

/// What those know who know people.
class Contacts {
public:
    virtual ~Contacts() = default;
    /// Whether it belongs to a contact of ours: its place in the table is safe.
    virtual bool is_contact(const DeviceId& device) const = 0;
    /// A card to be handed on, as it travels; null when it is not here.
    virtual const Bytes* find_card(const CardHash& card) const = 0;
};

/// How a link ended, as far as it says something about the other side.
enum class LinkEnd : std::uint8_t {
    parted,  ///< One side said goodbye.
    silent,  ///< Nothing was heard for too long.
    cut,     ///< Its computer says that the connection is no more.
};

class Gossip {
public:
    /// References outlive this.
    struct Places {
        const identity::LocalIdentity& identity;
        const crypto::Signatures& signatures;
        crypto::Entropy& entropy;
        const Hearing& hearing;
        const Contacts& contacts;
        const Copies& copies = own_copies;
    };
    /// `seq_before`: the last version that any run is known to have made.
    Gossip(const Places& places, const NetworkId& network, OwnPresence::Content content,
           std::uint64_t seq_before, Now now);
    Gossip(const Gossip&) = delete;
    Gossip& operator=(const Gossip&) = delete;

    // What happened.
    void on_link_up(const LinkUp& up, Now now, Effects& effects);
    void on_link_down(LinkId link, LinkEnd how, Now now, Effects& effects);
    void on_frame(LinkId link, std::uint8_t type, ByteView body, Now now, Effects& effects);
    /// All addresses of a device failed, whoever wanted to reach it. `is_refused`: a computer
    /// answered there and refused.
    void on_unreachable(const DeviceId& device, bool is_refused, Now now, Effects& effects);
    /// `segments`: where we are, and are seen.
    void on_network_changed(std::vector<Segment> segments, Now now);
    /// We are in another network than before, or strangers see us anew. Nobody there is told of
    /// those who were only heard of elsewhere; at the next turn all that we have links with are
    /// asked whom they know here.
    void on_moved() {
        table_.on_moved(own_.sid());
        compare_all_at_ = Instant::min();
    }
    void on_woke(Now now);
    /// Discovery saw somebody there.
    void on_sighted(const InstanceId& instance, std::span<const Endpoint> endpoints, Now now);
    void on_lost(const InstanceId& instance) { meetings_.on_lost(instance); }
    /// Somebody wants to know who is new.
    void look(Now now) { beacons_.look(now.steady); }
    void set_content(OwnPresence::Content content, Now now);
    /// Somebody wants to know who reaches this computer: others are asked.
    void inquire(const DeviceId& about, Now now, Effects& effects) {
        inquiries_.start(sid_of(about), now.steady, effects);
    }
    /// This card is wanted; `device` has it.
    void want_card(const CardHash& card, const DeviceId& device);
    void forget_card(const CardHash& card) { cards_.forget(card); }

    void on_time(Now now, Effects& effects);
    std::optional<Instant> next_deadline() const;

    // Views.
    const Table& table() const { return table_; }
    const Links& links() const { return links_; }
    const Overlay& overlay() const { return overlay_; }
    const OwnPresence& own() const { return own_; }
    const Search& search() const { return beacons_.search(); }
    /// Who reaches it, as far as those who were asked have said.
    Inquiries::View inquiry(const DeviceId& about) const { return inquiries_.find(sid_of(about)); }
    bool is_neighbour(LinkId link) const { return overlay_.is_neighbour(link); }
    bool is_held(Instant now) const { return health_.is_held(now); }
    /// How far the clocks of those we have links to are ahead of ours.
    std::vector<Duration> clock_offsets() const;
    /// Sizes of what grows with what others say, for checks of their bounds.
    struct Sizes {
        std::size_t entries = 0;
        std::size_t wants = 0;
        std::size_t pending = 0;
        std::size_t checks = 0;
        std::size_t timers = 0;
        std::size_t verify = 0;
        std::size_t accusers = 0;
        std::size_t tombstones = 0;
        std::size_t calls = 0;
        std::size_t callers = 0;
        std::size_t cards = 0;
        std::size_t sightings = 0;
        std::size_t faults = 0;
    };
    Sizes sizes() const;

private:
    // gossip_frames.cpp: what others say.
    bool dispatch(const LinkView& from, std::uint8_t type, ByteView body, Now now,
                  Effects& effects);
    bool dispatch_requests(const LinkView& from, std::uint8_t type, ByteView body, Now now,
                           Effects& effects);
    bool on_greeting(const LinkView& from, const Greeting& greeting, Now now, Effects& effects);
    bool on_records(const LinkView& from, const RecordsFrame& frame, Now now, Effects& effects);
    bool on_record(const LinkView& from, const AgedRecord& aged, Now now, Effects& effects);
    bool may_come_in(const Record& record, const LinkView& from, Now now);
    void hear(const Version& version, LinkId from, Now now);
    void take(Shared<Record> shared, const Table::Origin& origin, LinkId from, Now now,
              Effects& effects);
    bool on_doubts(const LinkView& from, const DoubtsFrame& frame, Now now, Effects& effects);
    bool on_doubt(const LinkView& from, const Doubt& doubt, bool is_reconciled, Now now,
                  Effects& effects);
    bool believe(const Doubt& doubt, std::optional<LinkId> from, Now now, Effects& effects);
    bool is_listened_to(const Doubt& doubt, const Witness& witness, Now now);
    bool on_card_wanted(LinkId link, const CardWantedFrame& frame, Effects& effects) const;
    void on_foreign_card(ByteView body, Effects& effects);
    void on_call(const LinkView& from, const CallFrame& call, Now now, Effects& effects);

    // gossip.cpp: what follows.
    void greet(LinkId link, bool is_doubted, Now now, Effects& effects) const;
    void send_record(LinkId link, const Entry& entry, Now now, Effects& effects) const;
    void tell_own(Now now, Effects& effects);
    void settle(Now now, Effects& effects);
    void settle_findings(Now now, Effects& effects);
    void settle_comparisons(Now now, Effects& effects);
    void meet(Now now, Effects& effects);
    bool knows(const InstanceId& instance, std::span<const Endpoint> endpoints) const;
    void expire_wanted(Now now, Effects& effects);
    void update_wanted(Now now, Effects& effects);
    void unreachable(const Sid& sid, bool is_refused, Now now, Effects& effects);
    bool audit_failed(const Sid& sid, Now now);
    void take_for_gone(const Sid& sid, Now now, Effects& effects);
    void call(const Sid& sid, LinkId first, Effects& effects) const;
    void vindicate(const Entry& entry, Now now);
    void check(const Sid& sid, Now now, Effects& effects);
    void mark_changed(const Sid& sid, Effects& effects) const;

    Places places_;
    NetworkId network_;
    OwnPresence own_;
    Links links_;
    Table table_;
    Spread spread_;
    Reconciler reconciler_;
    Overlay overlay_;
    Checks checks_;
    Inquiries inquiries_;
    Suspicion suspicion_;
    Audits audits_;
    Accusers accusers_;
    Newcomers newcomers_;
    Faults faults_;
    CardFetch cards_;
    Beacons beacons_;
    Meetings meetings_;
    Health health_;
    /// Whoever ends links as they begin, its disk full perhaps, must not have us ask and dial in a
    /// loop.
    Budgets<Sid> hasty_checks_{{limits::hasty_checks_burst, limits::hasty_checks_per_second},
                               limits::links_max};
    struct Wanted {
        DeviceId device;
        Instant deadline{};
    };
    std::map<Sid, Wanted> wanted_;  ///< Whom we asked to be reached.
    std::map<LinkId, Duration> clock_offsets_;
    std::set<Sid> calls_;  ///< Whom we were asked to dial.
    Budgets<LinkId> calls_per_link_{{limits::calls_per_link_burst, limits::calls_per_link_second},
                                    limits::links_max};
    /// Followed, or passed on: one in an interval.
    Budgets<Sid> calls_per_caller_{
        {1, 1 / std::chrono::duration<double>(limits::call_interval).count()}, limits::calls_max};
    std::optional<Instant> compare_all_at_;  ///< Tables, with all that we have links with.
    std::set<Sid> looked_for_;               ///< Of those checked: whom one other says to be gone.
    std::optional<Instant> expected_at_;     ///< When `on_time` should have come.
    Instant sync_at_;
};

}  // namespace earshot::gossip
