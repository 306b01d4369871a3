#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <set>

#include "core/base/limits.hpp"
#include "core/gossip/gossip.hpp"
#include "tests/fuzz/script.hpp"
#include "tests/support/gossip_computers.hpp"
#include "tests/support/remembering_signatures.hpp"

/// One computer's gossip against neighbours that say whatever the input says: raw bytes in frames
/// of every type, and well-formed frames about those it knows, really signed where they should be.
/// Whatever happens, nothing grows beyond its bound, nothing is sent to links that are not there,
/// the next deadline is ahead, and nobody makes it believe itself gone.
namespace earshot::gossip {
namespace {

using support::require;
using support::Script;

constexpr std::size_t computers_count = 12;
constexpr std::size_t linked_at_first = 4;

const std::vector<Computer>& computers() {
    static const auto made = make_computers(computers_count);
    return made;
}

class Station final : private Contacts {
public:
    Station()
        : self_(99),
          entropy_(99),
          gossip_({self_.identity(), signatures(), entropy_, ears_, *this}, open_network, {}, 0,
                  now_) {
        for (std::size_t i = 0; i < linked_at_first; ++i) link_up(i);
        Effects effects;
        for (const auto& each : computers())
            tell(gossip_.links().all().begin()->first, each.record(5), effects);
        turn(std::move(effects));
    }

    void obey(Script& script) {
        Effects effects;
        switch (script.below(6)) {
            case 0: say_anything(script, effects); break;
            case 1: say_something(script, effects); break;
            case 2: pass(script); break;
            case 3: link_up(script.below(computers_count)); break;
            case 4: link_down(script, effects); break;
            case 5:
                gossip_.on_unreachable(computers()[script.below(computers_count)].device(),
                                       script.below(2) == 0, now_, effects);
                break;
        }
        turn(std::move(effects));
    }

private:
    static const crypto::Signatures& signatures() {
        static const support::RememberingSignatures remembering;
        return remembering;
    }
    bool is_contact(const DeviceId& device) const override {
        return device == computers().front().device();
    }
    const Bytes* find_card(const CardHash& card) const override {
        static const Bytes bytes(100, std::byte{1});
        return card.bytes[0] == std::byte{1} ? &bytes : nullptr;
    }

    /// Perhaps one that is not there.
    LinkId link(Script& script) const {
        const auto& all = gossip_.links().all();
        auto chosen = script.below(all.size() + 1);
        for (const auto& [link, view] : all)
            if (chosen-- == 0) return link;
        return 0;
    }
    void link_up(std::size_t name) {
        Effects effects;
        if (gossip_.links().all().size() > 2 * computers_count) return;
        const LinkUp up{next_link_++, computers()[name].device(), name % 2 == 0};
        ears_.hear(up.link, now_.steady);
        gossip_.on_link_up(up, now_, effects);
        turn(std::move(effects));
    }
    void link_down(Script& script, Effects& effects) {
        constexpr std::array ends{LinkEnd::parted, LinkEnd::silent, LinkEnd::cut};
        const auto ended = link(script);
        gossip_.on_link_down(ended, ends[script.below(3)], now_, effects);
    }
    void pass(Script& script) {
        const auto unit = script.below(2) == 0 ? Duration{100} : Duration{60'000};
        const auto until = now_.steady + static_cast<int>(script.below(64)) * unit;
        const bool is_late = script.below(8) == 0;
        for (int turns = 0; turns < 200 && !is_late; ++turns) {
            const auto deadline = gossip_.next_deadline();
            if (!deadline || *deadline > until) break;
            move_to(*deadline);
            turn({});
        }
        move_to(until);
    }
    void move_to(Instant instant) {
        now_.wall += instant - now_.steady;
        now_.steady = instant;
    }

    void say_anything(Script& script, Effects& effects) {
        static constexpr std::array types{
            card_wanted_frame, foreign_card_frame,  greeting_frame,    have_frame,
            want_frame,        records_frame,       doubts_frame,      digest_frame,
            buckets_frame,     neighbour_frame,     check_frame,       checked_frame,
            call_frame,        cards_missing_frame, std::uint8_t{0x3f}};
        const auto from = link(script);
        const auto type = types[script.below(types.size())];
        const auto size = std::size_t{script.byte()} * (type == digest_frame ? 8 : 1);
        gossip_.on_frame(from, type, script.bytes(size), now_, effects);
    }

    template <class Frame>
    void say(LinkId from, std::uint8_t type, const Frame& frame, Effects& effects) {
        ears_.hear(from, now_.steady);
        gossip_.on_frame(from, type, wire::encode(frame), now_, effects);
    }
    void tell(LinkId from, const Record& record, Effects& effects) {
        say(from, records_frame, RecordsFrame{{{0, record.bytes}}}, effects);
    }

    Sid any_sid(Script& script) const {
        const auto name = script.below(computers_count + 2);
        if (name < computers_count) return computers()[name].sid();
        return name == computers_count ? self_.sid() : Sid{};
    }
    std::uint64_t any_seq(Script& script) const {
        const auto chosen = script.below(16);
        if (chosen == 15) return ~std::uint64_t{0};
        if (chosen == 14) return gossip_.own().record().presence.seq;
        return chosen;
    }
    Doubt any_doubt(Script& script) const {
        static const Computer stranger{98};
        const auto name = script.below(computers_count + 2);
        const auto& subject = name < computers_count    ? computers()[name]
                              : name == computers_count ? self_
                                                        : stranger;
        const auto seq = any_seq(script);
        std::map<crypto::SignPublicKey, Witness> witnesses;
        for (std::size_t i = 0; i <= script.below(limits::witnesses_max); ++i) {
            auto witness = computers()[script.below(computers_count)].witness(
                subject, seq, static_cast<Evidence>(script.below(2)));
            if (script.below(8) == 0) witness.device = self_.identity().certificate().device;
            witnesses.insert_or_assign(witness.device, witness);
        }
        Doubt doubt{subject.sid(), seq, {}};
        for (const auto& [device, witness] : witnesses) doubt.witnesses.push_back(witness);
        return doubt;
    }

    void say_something(Script& script, Effects& effects) {
        const auto from = link(script);
        switch (script.below(10)) {
            case 0: {
                Greeting greeting;
                greeting.table_hash = script.byte();
                greeting.known_seq = any_seq(script);
                greeting.held_against = any_seq(script);
                return say(from, greeting_frame, greeting, effects);
            }
            case 1: return say(from, have_frame, HaveFrame{any_versions(script)}, effects);
            case 2: return say(from, want_frame, WantFrame{{any_sid(script)}}, effects);
            case 3: return tell_something(from, script, effects);
            case 4: {
                const bool is_reconciled = script.below(2) == 0;
                const DoubtsFrame frame{is_reconciled, {any_doubt(script)}};
                return say(from, doubts_frame, frame, effects);
            }
            case 5: {
                BucketsFrame frame{script.below(2) == 0, {}, {}};
                frame.buckets.push_back(script.byte());
                for (const auto& each : any_versions(script))
                    frame.holdings.push_back({each.sid, each.seq, script.byte()});
                return say(from, buckets_frame, frame, effects);
            }
            case 6: {
                const NeighbourFrame frame{static_cast<Neighbourly>(script.below(5))};
                return say(from, neighbour_frame, frame, effects);
            }
            case 7: {
                const auto sid = any_sid(script);
                return say(from, check_frame, CheckFrame{{sid, any_seq(script)}}, effects);
            }
            case 8: {
                const auto doubt = any_doubt(script);
                CheckedFrame frame{{doubt.subject, doubt.seq}, std::nullopt};
                if (script.below(2) == 0) frame.witness = doubt.witnesses.front();
                return say(from, checked_frame, frame, effects);
            }
            default: {
                const auto caller = any_sid(script);
                return say(from, call_frame, CallFrame{caller, any_sid(script)}, effects);
            }
        }
    }
    std::vector<Version> any_versions(Script& script) const {
        std::vector<Version> versions;
        for (auto count = script.below(8); count > 0; --count) {
            const auto sid = any_sid(script);
            versions.push_back({sid, any_seq(script)});
        }
        return versions;
    }
    void tell_something(LinkId from, Script& script, Effects& effects) {
        const auto name = script.below(computers_count + 2);
        const auto& maker = name < computers_count ? computers()[name] : self_;
        auto presence = maker.presence(any_seq(script));
        // Of a seq that is the last there is nothing can be above, and our keys are ours.
        if (name >= computers_count) presence.seq = script.byte();
        presence.state = static_cast<State>(script.below(5));
        presence.footing = static_cast<Footing>(script.below(2));
        const AgedRecord aged{script.byte() * 60u, maker.sign(presence).bytes};
        say(from, records_frame, RecordsFrame{{aged}}, effects);
    }

    void turn(Effects effects) {
        const auto own_seq = gossip_.own().record().presence.seq;
        gossip_.on_time(now_, effects);
        check(effects);
        require(gossip_.own().record().presence.seq <= own_seq + 1);
        for (const auto& close : effects.closes) {
            Effects more;
            gossip_.on_link_down(close.link, LinkEnd::parted, now_, more);
            gossip_.on_time(now_, more);
            check(more);
        }
    }
    void check(const Effects& effects) const {
        for (const auto& frame : effects.frames)
            require(frame.body.size() <= limits::fragmented_body_bytes_max &&
                    is_gossip(frame.type));
        for (const auto& reach : effects.reaches)
            require(gossip_.table().find(reach.device) != nullptr);
        require(gossip_.next_deadline() && *gossip_.next_deadline() > now_.steady);
        const auto sizes = gossip_.sizes();
        require(sizes.entries <= computers_count + 1);
        require(sizes.wants <= computers_count + 2);
        require(sizes.checks <= computers_count + limits::favours_max);
        require(sizes.timers <= computers_count);
        require(sizes.verify <= computers_count);
        require(sizes.accusers <= 2 * (computers_count + 1));
        const auto* const self = gossip_.table().find(self_.sid());
        require(self != nullptr && !self->gone_since && self->witnesses.empty());
    }

    Computer self_;
    support::SeededEntropy entropy_;
    Ears ears_;
    Now now_ = at({});
    Gossip gossip_;
    LinkId next_link_ = 1;
};

}  // namespace
}  // namespace earshot::gossip

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace earshot;
    gossip::Script script{std::as_bytes(std::span{data, std::min<std::size_t>(size, 2000)})};
    gossip::Station station;
    while (!script.is_over()) station.obey(script);
    return 0;
}
