#include "tests/sim/rarities.hpp"

#include <algorithm>
#include <string>

#include "tests/sim/mesh.hpp"

namespace earshot::sim {

using State = store::MessageState;

void Rarities::on_second(const World& world, Violations&) {
    for (const auto& peer : world.peers()) {
        look_at_messages(*peer);
        if (peer->engine() == nullptr) continue;
        if (peer->engine()->gossip().is_held(peer->steady())) seen_.insert("judgement held");
        const auto links = peer->engine()->links();
        if (std::ranges::any_of(links, [](const auto& link) { return link.through.has_value(); }))
            seen_.insert("through another");
        for (const auto& other : world.peers())
            if (other != peer) look_at(world, *peer, *other);
    }
}

void Rarities::look_at(const World& world, const Peer& viewer, const Peer& subject) {
    const auto* const entry = viewer.engine()->gossip().table().find(subject.device());
    if (entry == nullptr) return;
    auto& opinion = opinions_[{viewer.number(), subject.number()}];
    const auto seq = entry->record->presence.seq;
    if (entry->is_elsewhere) seen_.insert("elsewhere");
    if (!is_well(world, subject.number())) {
        if (entry->gone_since) seen_.insert("silence");
        opinion = {};
        return;
    }
    if (!entry->witnesses.empty()) {
        seen_.insert("doubted");
        opinion.doubted_seq = seq;
    } else if (opinion.doubted_seq != 0 && seq > opinion.doubted_seq) {
        seen_.insert("refuted");
        opinion.doubted_seq = 0;
    }
    if (entry->gone_since) {
        seen_.insert("taken for gone");
        opinion.life = subject.life();
    } else if (opinion.life && entry->is_online()) {
        if (opinion.life == subject.life()) seen_.insert("back again");
        opinion.life.reset();
    }
}

void Rarities::look_at_messages(Peer& peer) {
    auto& told = told_[peer.number()];
    const auto events = peer.disk.stores().events.events_since(told, SIZE_MAX);
    if (!events) return;
    for (const auto& event : *events) {
        told = event.seq;
        if (event.kind != store::EventKind::message_state_changed) continue;
        const auto message = MessageId::from_view(event.subject);
        const auto state = static_cast<State>(std::stoi(event.detail));
        if (state == State::carried) {
            seen_.insert("carried");
            carried_.insert(message);
        } else if ((state == State::delivered || state == State::read) &&
                   carried_.contains(message)) {
            seen_.insert("handed over");
        }
    }
}

}  // namespace earshot::sim
