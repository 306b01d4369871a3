#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "tests/sim/event_tail.hpp"
#include "tests/sim/invariants/invariants.hpp"
#include "tests/sim/lost_disks.hpp"

namespace earshot::sim {
namespace {

using State = store::MessageState;

/// Follows the events that each computer tells its clients, all of them, since they are durable and
/// numbered: M1 no message is told of twice, M2 it is what its author wrote, M3 whatever is called
/// delivered has been stored by its recipient, M6 nothing that was decided is undone. Whoever has
/// an older disk again knows of nothing since: its events are followed from the first on, what it
/// wrote since then may be unknown to itself, and what came since then did arrive.
class ToldMessages final : public Invariant {
public:
    void on_second(const World& world, Violations& violations) override {
        followed_.resize(world.peers().size());
        for (const auto& peer : world.peers()) follow(*peer, world, violations);
    }

private:
    struct Followed {
        EventTail tail;
        std::set<MessageId> added;
        std::map<MessageId, State> states;
    };

    void follow(Peer& peer, const World& world, Violations& violations) {
        auto& followed = followed_[peer.number()];
        if (!followed.tail.is_of_disk_of(peer)) followed = {};
        for (const auto& event : followed.tail.next(peer)) {
            if (event.kind == store::EventKind::message_added)
                on_added(peer, MessageId::from_view(event.subject), world, violations);
            if (event.kind == store::EventKind::message_state_changed)
                on_state(peer, MessageId::from_view(event.subject), state_in(event), world,
                         violations);
        }
    }

    void on_added(Peer& peer, const MessageId& id, const World& world, Violations& violations) {
        if (!followed_[peer.number()].added.insert(id).second)
            violations.add("M1", peer.name() + " was told twice of one message", world.now());
        const auto message = find(peer, id);
        if (!message || message->author == peer.person()) return;
        const auto sent = find_of_author(message->author, id, world);
        if (!sent && is_lost_by(message->author, id, world)) return;
        if (!sent || sent->text != message->text)
            violations.add("M2", peer.name() + " has what nobody wrote: " + message->text,
                           world.now());
    }

    void on_state(Peer& peer, const MessageId& id, State state, const World& world,
                  Violations& violations) {
        auto& known = followed_[peer.number()].states.try_emplace(id, State::queued).first->second;
        const auto before = std::exchange(known, state);
        // Carriers may lose what they held: only these two follow each other both ways.
        const bool was_open = before == State::queued || before == State::carried;
        if (!was_open && !(before == State::delivered && state == State::read))
            violations.add("M6",
                           peer.name() + ": a message that was " + number_of(before) + " became " +
                               number_of(state),
                           world.now());
        if (state == State::failed || state == State::unsupported)
            violations.add("M6", peer.name() + ": an honest message was refused", world.now());
        if ((state == State::delivered || state == State::read) && !has_arrived(peer, id, world))
            violations.add("M3", peer.name() + ": delivered, and nobody has it", world.now());
    }

    static std::string number_of(State state) {
        return std::to_string(static_cast<unsigned>(state));
    }
    static std::optional<store::Message> find(Peer& peer, const MessageId& id) {
        const auto found = peer.disk.stores().messages.find_message(id);
        return found ? *found : std::nullopt;
    }
    static std::optional<store::Message> find_of_author(const PersonId& author, const MessageId& id,
                                                        const World& world) {
        for (const auto& peer : world.peers())
            if (peer->person() == author) return find(*peer, id);
        return std::nullopt;
    }
    static bool has_arrived(const Peer& author, const MessageId& id, const World& world) {
        for (const auto& peer : world.peers())
            if (peer.get() != &author && (find(*peer, id) || is_lost(world, *peer, id)))
                return true;
        return false;
    }
    static bool is_lost_by(const PersonId& author, const MessageId& id, const World& world) {
        return std::ranges::any_of(world.peers(), [&](const auto& peer) {
            return peer->person() == author && is_lost(world, *peer, id);
        });
    }

    std::vector<Followed> followed_;
};

}  // namespace

std::unique_ptr<Invariant> told_messages() { return std::make_unique<ToldMessages>(); }

}  // namespace earshot::sim
