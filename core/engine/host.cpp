#include "core/engine/host.hpp"

namespace earshot::engine {

gossip::LinkEnd link_end(const link::Ended& ended) {
    using link::ByeReason;
    using link::EndReason;
    const bool is_no_longer_needed = ended.bye == ByeReason::trim || ended.bye == ByeReason::aged;
    switch (ended.reason) {
        case EndReason::silent: return gossip::LinkEnd::silent;
        case EndReason::cut_off: return gossip::LinkEnd::cut;
        // Whoever stops has said before that it leaves; if that got lost, a look will tell.
        case EndReason::closed_by_peer:
            return ended.bye == ByeReason::shutdown ? gossip::LinkEnd::cut
                                                    : gossip::LinkEnd::parted;
        // A goodbye that nobody answers: the other side may be gone.
        case EndReason::closed_here:
            return is_no_longer_needed && !ended.clean ? gossip::LinkEnd::cut
                                                       : gossip::LinkEnd::parted;
        default: return gossip::LinkEnd::parted;
    }
}

void Host::on_established(LinkUp up) {
    links_.insert(up.link);
    turns_.push(std::move(up));
}

void Host::on_ended(LinkId link, const link::Ended& ended) {
    if (links_.erase(link) > 0) turns_.push(LinkDown{link, link_end(ended)});
}

Host::Outcome Host::run(Now now) {
    auto turn = turns_.run(now);
    if (turn.failure) {
        // Without a store nothing can be acknowledged: better no link than a silent one.
        close_all(link::ByeReason::shutdown);
        Outcome outcome;
        outcome.failure = turn.failure;
        return outcome;
    }
    apply(turn.effects);
    return {.events = std::move(turn.effects.events),
            .presence = std::move(turn.effects.presence),
            .typing = std::move(turn.effects.typing),
            .notices = std::move(turn.effects.notices),
            .drafts = std::move(turn.effects.drafts),
            .dials = std::move(turn.effects.dials),
            .tries = std::move(turn.effects.tries),
            .dialled_back = std::move(turn.effects.dialled_back),
            .search = std::move(turn.effects.search),
            .seeds_changed = turn.effects.seeds_changed,
            .runs_twice = turn.effects.runs_twice,
            .failure = std::nullopt};
}

void Host::apply(const Effects& effects) {
    for (const auto& frame : effects.frames) {
        if (!links_.contains(frame.link)) continue;
        // A peer that does not read is dropped: what it did not acknowledge is sent again later.
        if (!ports_.send(frame.link, frame.type, frame.body))
            ports_.close(frame.link, link::ByeReason::none);
    }
    for (const auto& close : effects.closes)
        if (links_.contains(close.link)) ports_.close(close.link, close.reason);
    for (const auto link : effects.probes)
        if (links_.contains(link)) ports_.probe(link);
    for (const auto& each : effects.streams) ports_.on_stream(each);
}

void Host::close_all(link::ByeReason reason) {
    const auto links = links_;  // Closing may end a link at once and so change the set.
    for (const auto link : links) ports_.close(link, reason);
}

}  // namespace earshot::engine
