#pragma once

#include <optional>

#include "core/gossip/gossip.hpp"
#include "tests/support/gossip_computers.hpp"

/// One computer's gossip, alone in the hand of a test: what others say is said frame by frame, and
/// after everything that happens it has its turn.
namespace earshot::gossip {

class Station final : private Contacts {
public:
    explicit Station(std::uint64_t seed = 1000)
        : self(seed),
          entropy_(seed),
          gossip({self.identity(), crypto::ed25519, entropy_, ears, *this}, open_network, {}, 0,
                 at({})) {}

    Effects link_up(LinkId link, const Computer& peer, bool is_dialled = false,
                    std::optional<Address> address = {}) {
        ears.hear(link, now.steady);
        return turn([&](Effects& effects) {
            gossip.on_link_up({link, peer.device(), is_dialled, address}, now, effects);
        });
    }
    Effects link_down(LinkId link, LinkEnd how) {
        return turn([&](Effects& effects) { gossip.on_link_down(link, how, now, effects); });
    }
    template <class Frame>
    Effects say(LinkId link, std::uint8_t type, const Frame& frame) {
        return say_bytes(link, type, wire::encode(frame));
    }
    Effects say_bytes(LinkId link, std::uint8_t type, const Bytes& body) {
        ears.hear(link, now.steady);
        return turn([&](Effects& effects) { gossip.on_frame(link, type, body, now, effects); });
    }
    Effects tell(LinkId link, const Record& record) {
        return say(link, records_frame, RecordsFrame{{{0, record.bytes}}});
    }
    Effects doubt(LinkId link, const Doubt& doubt, bool is_reconciled = false) {
        return say(link, doubts_frame, DoubtsFrame{is_reconciled, {doubt}});
    }
    Effects unreachable(const Computer& peer, bool is_refused) {
        return turn([&](Effects& effects) {
            gossip.on_unreachable(peer.device(), is_refused, now, effects);
        });
    }

    /// Turns at every deadline until then; links are heard, dials answered by nobody.
    Effects pass(Duration time) {
        const auto until = now.steady + time;
        Effects all;
        while (const auto deadline = gossip.next_deadline()) {
            if (*deadline > until) break;
            move_to(std::max(*deadline, now.steady));
            append(all, turn([](Effects&) {}));
        }
        move_to(until);
        append(all, turn([](Effects&) {}));
        return all;
    }
    /// Time passes without a turn.
    void oversleep(Duration time) { move_to(now.steady + time); }

    bool sees(const Computer& other) const {
        const auto* const entry = gossip.table().find(other.sid());
        return entry != nullptr && entry->is_online();
    }
    std::size_t witnesses_against(const Computer& other) const {
        const auto* const entry = gossip.table().find(other.sid());
        return entry == nullptr ? 0 : entry->witnesses.size();
    }
    std::uint64_t own_seq() const { return gossip.own().record().presence.seq; }

    Computer self;
    Ears ears;
    Now now = at({});
    std::map<CardHash, Bytes> cards;
    std::set<DeviceId> contacts;

private:
    support::SeededEntropy entropy_;

public:
    Gossip gossip;

private:
    bool is_contact(const DeviceId& device) const override { return contacts.contains(device); }
    const Bytes* find_card(const CardHash& card) const override {
        const auto found = cards.find(card);
        return found == cards.end() ? nullptr : &found->second;
    }
    template <class What>
    Effects turn(What what) {
        Effects effects;
        what(effects);
        gossip.on_time(now, effects);
        return effects;
    }
    void move_to(Instant instant) {
        now.wall += instant - now.steady;
        now.steady = instant;
        for (const auto& [link, view] : gossip.links().all())
            if (!deaf.contains(link)) ears.hear(link, instant);
    }
    static void append(Effects& all, Effects more) {
        const auto move = [](auto& target, auto& source) {
            target.insert(target.end(), source.begin(), source.end());
        };
        move(all.frames, more.frames);
        move(all.closes, more.closes);
        move(all.reaches, more.reaches);
        move(all.releases, more.releases);
        move(all.changed, more.changed);
        move(all.cards, more.cards);
        all.is_own_new |= more.is_own_new;
        all.runs_twice |= more.runs_twice;
    }

public:
    std::set<LinkId> deaf;  ///< Links on which nothing comes.
};

/// Whether it ends this link for what was said on it.
inline bool is_refused(const Effects& effects, LinkId link) {
    return std::ranges::find(effects.closes, CloseLink{link, Parting::refused}) !=
           effects.closes.end();
}

inline bool reaches(const Effects& effects, const Computer& computer) {
    return std::ranges::any_of(effects.reaches,
                               [&](const auto& each) { return each.device == computer.device(); });
}

}  // namespace earshot::gossip
