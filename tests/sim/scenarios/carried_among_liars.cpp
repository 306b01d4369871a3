#include <algorithm>
#include <set>

#include "core/carrier/frames.hpp"
#include "core/wire/archive.hpp"
#include "tests/sim/canaries.hpp"
#include "tests/sim/checks.hpp"
#include "tests/sim/invariants/invariants.hpp"
#include "tests/sim/liar.hpp"
#include "tests/sim/signatures.hpp"
#include "tests/sim/vigil.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t honest_most = 3;
constexpr std::uint64_t liars_most = 4;
constexpr std::uint64_t rounds_most = 3;
constexpr std::uint64_t texts_most = 6;
constexpr double text_bytes_most = 30'000;

/// Ann and Cid, who are never there together, some who carry for them, and some who only say so.
class Story {
public:
    Story(std::uint64_t seed, std::string_view canary)
        : world_(seed, Seam::frames, signatures_), chance_(seed, "carried among liars") {
        for (auto count = 1 + chance_.below(honest_most); count > 0; --count)
            honest_.push_back(&world_.add_peer("h" + std::to_string(count)));
        for (auto count = chance_.below(liars_most + 1); count > 0; --count) add_liar(count);
        std::set<NodeNumber> liars;
        for (const auto* const each : liars_) liars.insert(each->number());
        vigil_.add(bounded_state());
        vigil_.add(no_busy_loop());
        vigil_.add(told_messages());
        vigil_.add(honest_carriers(std::move(liars)));
        plant(canary, world_);
        note_offers();
    }

    Report tell() {
        befriend();
        for (auto rounds = 1 + chance_.below(rounds_most); rounds > 0 && vigil_.is_well();
             --rounds) {
            pass_on(ann_, cid_);
            if (vigil_.is_well() && chance_.rolls(0.5)) pass_on(cid_, ann_);
        }
        come_together();
        vigil_.end();
        return finish(world_, std::move(report_));
    }

private:
    void add_liar(std::uint64_t number) {
        auto& peer = world_.add_peer("liar" + std::to_string(number));
        std::set<Manner> manners{static_cast<Manner>(chance_.below(manners_count))};
        for (std::size_t i = 0; i < manners_count; ++i)
            if (chance_.rolls(0.3)) manners.insert(static_cast<Manner>(i));
        auto liar = std::make_unique<Liar>(world_, peer, std::move(manners));
        minds_.push_back(liar.get());
        peer.meddler = std::move(liar);
        liars_.push_back(&peer);
    }
    std::vector<Peer*> all() const {
        std::vector<Peer*> all;
        for (const auto& peer : world_.peers()) all.push_back(peer.get());
        return all;
    }

    // The story.

    void befriend() {
        vigil_.require("C0: they know one another", 3min, [&] { return know_one_another(all()); });
        // Some have sessions, and others begin one by what is carried.
        for (auto* const one : all())
            for (auto* const other : all()) {
                if (one == other) continue;
                one->accept(*other);
                if (chance_.rolls(0.5)) one->say(*other, "hello 0");
            }
        vigil_.require("C0: they write to one another", 2min, [&] {
            return std::ranges::all_of(all(),
                                       [](const auto* each) { return each->waiting() == 0; });
        });
        vigil_.pass(10s);
        for (auto* const each : all()) each->said.clear();
        for (auto* const mind : minds_) mind->begin();
    }

    /// `from` writes to `to`, who is off, and goes; `to` comes, and has it from others.
    void pass_on(Peer& from, Peer& to) {
        let_go(to);
        from.start();
        begin_trouble();
        vigil_.pass(chance_.between(10s, 40s));
        for (auto count = 1 + chance_.below(texts_most); count > 0; --count) {
            say(from, to);
            linger(chance_.up_to(5s));
        }
        linger(chance_.between(10s, 2min));
        let_go(from);
        linger(chance_.between(1s, 10min));

        const bool is_calm = chance_.rolls(0.7);
        if (is_calm) end_trouble();
        start_all_but(from, to);
        vigil_.pass(30s);
        const auto carried = carried_to(to);
        const auto offered = offered_to_holders(from, to);
        to.start();
        if (!is_calm) {
            linger(chance_.up_to(2min));
            end_trouble();
            start_all_but(from);
        }
        vigil_.require("C5: what honest carriers held has arrived, though its author is off", 4min,
                       [&] { return has_all(to, carried); });
        vigil_.require("C5: of what has arrived they hold nothing", 2min,
                       [&] { return std::ranges::none_of(carried_to(to), contained_in(carried)); });

        let_go(to);
        vigil_.pass(chance_.between(20s, 1min));
        from.start();
        vigil_.require("C6: its author sees that it arrived, though its recipient is off", 4min,
                       [&] {
                           return std::ranges::all_of(offered, [&](const MessageId& id) {
                               return state_of(from, id) == store::MessageState::delivered;
                           });
                       });
    }

    /// In the end everybody is there and meets everybody.
    void come_together() {
        if (!vigil_.is_well()) return;
        end_trouble();
        for (auto* const each : all()) each->start();
        vigil_.require("M4: nothing waits when both are there", 25min,
                       [&] { return ann_.waiting() + cid_.waiting() == 0; });
        vigil_.require("C4: no honest carrier has a copy", 25min,
                       [&] { return carried_to(ann_).empty() && carried_to(cid_).empty(); });
        if (!vigil_.is_well()) return;
        vigil_.pass(1min);
        check_delivered(ann_, cid_, report_);
        check_delivered(cid_, ann_, report_);
        check_same_order(ann_, cid_, report_);
    }

    // Its parts.

    void say(Peer& from, Peer& to) {
        const auto size = static_cast<std::size_t>(chance_.log_uniform(1, text_bytes_most));
        from.say(to, std::string(size, 'x') + " " + std::to_string(++written_));
    }
    void let_go(Peer& peer) {
        if (chance_.rolls(0.5)) return peer.stop();
        peer.crash(chance_.rolls(0.5));
    }
    void begin_trouble() {
        auto& faults = world_.faults;
        const auto some = [&](double most) {
            return chance_.rolls(0.5) ? chance_.log_uniform(most / 100, most) : 0;
        };
        faults.loss = some(0.2);
        faults.cut = some(0.005);
        faults.crash_in_turn = some(0.005);
        faults.failed_commit = some(0.01);
        faults.resets_are_seen = chance_.rolls(0.7);
        is_radio_bad_ = chance_.rolls(0.5);
    }
    void end_trouble() {
        world_.faults = {};
        is_radio_bad_ = false;
        for (auto* const each : all()) each->disk.heal();
    }
    /// While computers die and come back, disks are full, and radios are silent.
    void linger(Micros time) {
        const auto end = world_.now() + time;
        while (vigil_.is_well() && world_.now() < end) {
            auto& victim = *honest_or_liar();
            if (is_radio_bad_)
                world_.network.spot(victim.number()).silent_until =
                    world_.now() + chance_.up_to(25s);
            if (chance_.rolls(0.2)) victim.crash(chance_.rolls(0.5));
            if (chance_.rolls(0.2)) victim.disk.fail_all_writes(ErrorKind::no_space);
            vigil_.pass(std::min(chance_.up_to(15s), end - world_.now()));
            victim.disk.heal();
            if (chance_.rolls(0.7)) victim.start();
        }
    }
    Peer* honest_or_liar() {
        const auto number = chance_.below(honest_.size() + liars_.size());
        return number < honest_.size() ? honest_[number] : liars_[number - honest_.size()];
    }
    void start_all_but(const Peer& one, const Peer& other) {
        for (auto* const each : all())
            if (each != &one && each != &other) each->start();
    }
    void start_all_but(const Peer& one) { start_all_but(one, one); }

    // What can be seen.

    /// Messages of which somebody honest holds an envelope for this computer, whoever left it.
    std::set<MessageId> carried_to(const Peer& to) {
        std::set<MessageId> messages;
        for (auto* const carrier : honest_) messages.merge(held_by(*carrier, to));
        return messages;
    }
    /// Those of them that lie with somebody to whom their author gave them, in whoever's name.
    std::set<MessageId> offered_to_holders(Peer& author, const Peer& to) {
        std::set<MessageId> messages;
        for (auto* const carrier : honest_)
            for (const auto& message : held_by(*carrier, to))
                if (offered_[author.number()].contains({message, carrier->device()}))
                    messages.insert(message);
        return messages;
    }
    std::set<MessageId> held_by(Peer& carrier, const Peer& to) {
        std::set<MessageId> messages;
        note_copies(&to == &ann_ ? cid_ : ann_);
        const auto rows = carrier.disk.stores().envelopes.held.held();
        for (const auto& row : *rows)
            if (const auto found = messages_.find(row.id);
                found != messages_.end() && row.recipient == to.device())
                messages.insert(found->second);
        return messages;
    }
    /// To whom authors give what, also when it never comes there or is not taken.
    void note_offers() {
        world_.tamper = [this, planted = world_.tamper](NodeNumber from, std::uint8_t type,
                                                        Bytes& body) {
            if (type == carrier::deposit_frame && (from == ann_.number() || from == cid_.number()))
                note_offer(*world_.peers()[from], body);
            return !planted || planted(from, type, body);
        };
    }
    void note_offer(Peer& author, const Bytes& body) {
        const auto frame = wire::decode<carrier::DepositFrame>(body);
        const auto copies = author.disk.stores().envelopes.deposits.copies();
        for (const auto& copy : *copies) {
            if (!frame || copy.envelope != frame->id) continue;
            messages_.insert_or_assign(copy.envelope, copy.message);
            offered_[author.number()].emplace(copy.message, copy.carrier);
        }
    }
    void note_copies(Peer& author) {
        const auto copies = author.disk.stores().envelopes.deposits.copies();
        for (const auto& copy : *copies) messages_.insert_or_assign(copy.envelope, copy.message);
    }
    static std::function<bool(const MessageId&)> contained_in(const std::set<MessageId>& messages) {
        return [&](const MessageId& id) { return messages.contains(id); };
    }
    static bool has_all(Peer& peer, const std::set<MessageId>& messages) {
        return std::ranges::all_of(messages, [&](const MessageId& id) {
            return state_of(peer, id) == store::MessageState::received;
        });
    }
    static std::optional<store::MessageState> state_of(Peer& peer, const MessageId& id) {
        const auto found = peer.disk.stores().messages.find_message(id);
        if (!found || !*found) return std::nullopt;
        return (*found)->state;
    }

    MemoSignatures signatures_;
    World world_;
    Chance chance_;
    Peer& ann_ = world_.add_peer("ann");
    Peer& cid_ = world_.add_peer("cid");
    std::vector<Peer*> honest_;
    std::vector<Peer*> liars_;
    std::vector<Liar*> minds_;  // Their peers own them.
    Report report_;
    Vigil vigil_{world_, report_};
    std::map<EnvelopeId, MessageId> messages_;
    std::map<NodeNumber, std::set<std::pair<MessageId, DeviceId>>> offered_;  ///< By author.
    unsigned written_ = 0;
    bool is_radio_bad_ = false;
};

}  // namespace

/// Ann writes to Cid, who is off, and goes off herself; Cid comes, and has it from others; when Ann
/// comes again and Cid is off, she sees that it arrived. Of those who carry for them some lie, and
/// all of them crash.
Report carried_among_liars(std::uint64_t seed, std::string_view canary) {
    return Story{seed, canary}.tell();
}

Report carried_among_liars(std::uint64_t seed) { return carried_among_liars(seed, {}); }

}  // namespace earshot::sim
