#include "tests/unit/core/gossip/mesh.hpp"

#include <algorithm>

#include "core/base/limits.hpp"

namespace earshot::gossip {
namespace {

constexpr Duration latency{2};
constexpr Duration dial_time{6};
constexpr Duration tick_time{1000};
constexpr Duration retry_time{500};

}  // namespace

Mesh::Mesh(std::size_t count, std::uint64_t seed) {
    nodes_.reserve(count);
    for (Name name = 0; name < count; ++name) {
        nodes_.push_back({.computer = Computer{seed * 1000 + name},
                          .entropy = support::SeededEntropy{seed * 1000 + name},
                          .content = {},
                          .gossip = nullptr,
                          .reaching = {},
                          .deadline = {}});
        auto& node = nodes_.back();
        node.content.endpoints = {{Address::v4({std::byte{10}, {}, {}, std::byte(name)}), 47700}};
        names_[node.computer.device()] = name;
        start_gossip(name, 0);
    }
    later(tick_time, [this] { tick(); });
}

void Mesh::start_gossip(Name name, std::uint64_t seq_before) {
    auto& node = nodes_[name];
    node.content.instance.bytes[0] = static_cast<std::byte>(name + 1);
    node.content.instance.bytes[1] = static_cast<std::byte>(seq_before);
    node.gossip = std::make_unique<Gossip>(
        Gossip::Places{node.computer.identity(), signatures_, node.entropy, *this, *this},
        open_network, node.content, seq_before, now());
    node.deadline = now_;
    node.made = now_;
}

// What happens

void Mesh::meet(Name first) {
    for (Name name = 0; name < nodes_.size(); ++name)
        if (name != first) dial(name, first);
}

void Mesh::kill(Name name) { stop(name, LinkEnd::cut); }

void Mesh::stop(Name name, LinkEnd how) {
    nodes_[name].runs = false;
    nodes_[name].reaching.clear();
    for (auto& [id, wire] : wires_)
        for (LinkId side = 0; side < 2; ++side)
            if (wire.ends[side].name == name && wire.ends[side].is_up) {
                wire.ends[side].is_up = false;
                const LinkId theirs = other(id * 2 + side);
                later(2 * latency, [this, theirs, how] { end_link(theirs, how); });
            }
}

void Mesh::leave(Name name) {
    nodes_[name].content.state = State::left;
    act(name,
        [&](Gossip& gossip, Now now, Effects&) { gossip.set_content(nodes_[name].content, now); });
    stop(name, LinkEnd::parted);
}

void Mesh::restart(Name name) {
    const auto seq = nodes_[name].gossip->own().record().presence.seq;
    nodes_[name].content.state = State::online;
    nodes_[name].runs = true;
    start_gossip(name, seq);
}

void Mesh::doze(Name name) {
    nodes_[name].is_silent = true;
    nodes_[name].runs = false;
}

void Mesh::wake(Name name) {
    nodes_[name].is_silent = false;
    nodes_[name].runs = true;
    act(name, [](Gossip& gossip, Now now, Effects&) { gossip.on_woke(now); });
}

void Mesh::say(Name name, std::string text) {
    auto& content = nodes_[name].content;
    content.status_text = std::move(text);
    act(name, [&](Gossip& gossip, Now now, Effects&) { gossip.set_content(content, now); });
}

void Mesh::set_footing(Name name, Footing footing) {
    auto& content = nodes_[name].content;
    content.footing = footing;
    act(name, [&](Gossip& gossip, Now now, Effects&) { gossip.set_content(content, now); });
}

void Mesh::cut(Name one, Name other_name) {
    const auto link = find_link(one, other_name);
    if (!link) return;
    end_link(*link, LinkEnd::cut);
    end_link(other(*link), LinkEnd::cut);
}

void Mesh::act(Name name, const std::function<void(Gossip&, Now, Effects&)>& what) {
    auto& node = nodes_[name];
    if (!node.runs) return;
    Effects effects;
    what(*node.gossip, now(), effects);
    node.gossip->on_time(now(), effects);
    carry_out(name, std::move(effects));
    node.deadline = node.gossip->next_deadline();
    check_rules(name);
    // A broken deadline must not stop the world.
    if (node.deadline && *node.deadline <= now_) node.deadline = now_ + Duration{1};
}

void Mesh::check_rules(Name name) {
    const auto& gossip = *nodes_[name].gossip;
    const auto require = [&](bool holds, const char* rule) {
        if (!holds && broken_.empty())
            broken_ = std::string{rule} + ": computer " + std::to_string(name) + " after " +
                      std::to_string((now_ - start).count()) + " ms";
    };
    require(nodes_[name].deadline && *nodes_[name].deadline > now_, "a deadline is in the future");
    const auto sizes = gossip.sizes();
    require(sizes.entries <= limits::gossip_entries_max, "entries are bounded");
    require(sizes.wants <= limits::gossip_entries_max, "wants are bounded");
    require(sizes.checks <= limits::checks_max + limits::favours_max, "checks are bounded");
    require(sizes.verify <= limits::verify_queue_max, "the verify queue is bounded");
    const auto* const self = gossip.table().find(nodes_[name].computer.sid());
    require(self != nullptr && !self->gone_since, "nobody believes itself gone");
    require(self == nullptr || self->witnesses.empty(), "nobody doubts itself");
    require(gossip.overlay().neighbours() <= limits::urgent_neighbours_max + 4,
            "neighbours are bounded");
}

// Links

bool Mesh::can_talk(Name one, Name other_name) const {
    const auto& first = nodes_[one];
    const auto& second = nodes_[other_name];
    return !first.is_silent && !second.is_silent && first.island == second.island;
}

std::optional<LinkId> Mesh::find_link(Name one, Name other_name) const {
    for (const auto& [id, wire] : wires_)
        for (LinkId side = 0; side < 2; ++side)
            if (wire.ends[side].name == one && wire.ends[1 - side].name == other_name &&
                (wire.ends[0].is_up || wire.ends[1].is_up))
                return id * 2 + side;
    return std::nullopt;
}

void Mesh::later(Duration wait, std::function<void()> what) {
    events_.emplace(std::pair{now_ + wait, next_event_++}, std::move(what));
}

void Mesh::redial(Name from, Name to) {
    auto& last = dialled_[{from, to}];
    const bool is_early = now_ - last.when < limits::unproven_dial_interval;
    if (last.has_answered || !is_early) {
        last = {now_, last.has_answered, false};
        return dial(from, to);
    }
    later(Duration{0}, [=, this] {
        const bool was_refused = dialled_.at({from, to}).was_refused;
        act(from, [&](Gossip& gossip, Now now, Effects& effects) {
            gossip.on_unreachable(computer(to).device(), was_refused, now, effects);
        });
    });
}

void Mesh::dial(Name from, Name to) {
    ++dials_;
    if (can_talk(from, to)) {
        later(dial_time, [this, from, to] { on_dialled(from, to); });
        return;
    }
    later(limits::dial_timeout, [this, from, to] {
        if (nodes_[from].reaching.contains(to))
            act(from, [&](Gossip& gossip, Now now, Effects& effects) {
                gossip.on_unreachable(computer(to).device(), false, now, effects);
            });
    });
}

void Mesh::on_dialled(Name from, Name to) {
    if (!nodes_[from].runs || !can_talk(from, to)) return;
    auto& dialled = dialled_[{from, to}];
    dialled.has_answered |= nodes_[to].runs;
    dialled.was_refused = !nodes_[to].runs;
    if (nodes_[to].runs) return connect(from, to);
    act(from, [&](Gossip& gossip, Now now, Effects& effects) {
        gossip.on_unreachable(computer(to).device(), true, now, effects);
    });
}

void Mesh::connect(Name from, Name to) {
    if (const auto old = find_link(from, to)) {
        if (end(*old).is_up && end(other(*old)).is_up) return;
        // One side has noticed, the other is told by the new link.
        end_link(*old, LinkEnd::parted);
        end_link(other(*old), LinkEnd::parted);
    }
    const auto id = next_wire_++;
    auto& wire = wires_[id];
    wire.since = now_;
    wire.ends[0] = {from, true, now_, {}};
    wire.ends[1] = {to, true, now_, {}};
    for (LinkId side = 0; side < 2; ++side) {
        const auto name = wire.ends[side].name;
        const LinkUp up{id * 2 + side, computer(wire.ends[1 - side].name).device(), side == 0};
        act(name, [&](Gossip& gossip, Now now, Effects& effects) {
            gossip.on_link_up(up, now, effects);
        });
    }
}

void Mesh::end_link(LinkId link, LinkEnd how) {
    auto& ended = end(link);
    if (!ended.is_up || !nodes_[ended.name].runs) return;
    ended.is_up = false;
    ended.coming.clear();
    act(ended.name, [&](Gossip& gossip, Now now, Effects& effects) {
        gossip.on_link_down(link, how, now, effects);
    });
}

void Mesh::deliver(LinkId to) {
    auto& receiver = end(to);
    const auto& sender = end(other(to));
    if (!receiver.is_up || receiver.coming.empty()) return;
    if (!can_talk(receiver.name, sender.name)) return later(retry_time, [=, this] { deliver(to); });
    const auto frame = std::move(receiver.coming.front());
    receiver.coming.pop_front();
    receiver.heard = now_;
    ++delivered_[frame.type];
    if (frame.type == records_frame)
        records_delivered_ +=
            wire::decode<RecordsFrame>(frame.body, limits::fragmented_body_bytes_max)
                ->records.size();
    act(receiver.name, [&](Gossip& gossip, Now now, Effects& effects) {
        gossip.on_frame(to, frame.type, frame.body, now, effects);
    });
}

void Mesh::carry_out(Name name, Effects effects) {
    const auto& links = nodes_[name].gossip->links();
    for (auto& frame : effects.frames) {
        if (links.find(frame.link) == nullptr && broken_.empty())
            broken_ = "frames go to links that are there: of computer " + std::to_string(name);
        const auto to = other(frame.link);
        if (!end(frame.link).is_up || !end(to).is_up) continue;
        end(to).coming.push_back(std::move(frame));
        later(latency, [this, to] { deliver(to); });
    }
    for (const auto& device : effects.releases) nodes_[name].reaching.erase(names_.at(device));
    for (const auto& reach : effects.reaches) {
        const auto to = names_.at(reach.device);
        nodes_[name].reaching.insert(to);
        redial(name, to);
    }
    for (const auto link : effects.probes) probe(link);
    for (const auto& close : effects.closes) {
        if (close.why == Parting::refused && broken_.empty())
            broken_ = "no honest computer is refused: by computer " + std::to_string(name);
        const auto age = now_ - wires_.at(close.link / 2).since;
        const auto link = close.link;
        later(std::max(Duration{0}, Duration{limits::idle_link_min} - age),
              [this, link] { close_when_idle(link); });
    }
    if (effects.is_own_new) {
        if (nodes_[name].made + limits::record_refresh * 4 / 5 > now_) ++nodes_[name].versions;
        nodes_[name].made = now_;
    }
    if (effects.runs_twice) nodes_[name].runs_twice = true;
}

void Mesh::close_when_idle(LinkId link) {
    auto& ours = end(link);
    if (!ours.is_up || !nodes_[ours.name].runs) return;
    if (nodes_[ours.name].gossip->overlay().has_role(link)) return;
    wires_.at(link / 2).is_parted = true;
    end_link(link, LinkEnd::parted);
    later(latency, [this, link] { end_link(other(link), LinkEnd::parted); });
}

void Mesh::keep_alive(LinkId link) {
    auto& ours = end(link);
    if (!ours.is_up || !nodes_[ours.name].runs) return;
    const auto& theirs = end(other(link));
    if (can_talk(ours.name, theirs.name)) {
        // A goodbye that is on its way comes before the end of the connection.
        if (!theirs.is_up && wires_.at(link / 2).is_parted) return;
        if (!theirs.is_up) return end_link(link, LinkEnd::cut);
        if (nodes_[theirs.name].runs && ours.heard + limits::keepalive_send <= now_)
            ours.heard = now_;
    }
    if (ours.heard + limits::keepalive_lost <= now_) return end_link(link, LinkEnd::silent);
    if (wires_.at(link / 2).since + limits::idle_link_min <= now_) close_when_idle(link);
}

void Mesh::probe(LinkId link) {
    later(2 * latency, [this, link] {
        if (!wires_.contains(link / 2)) return;
        auto& ours = end(link);
        const auto& theirs = end(other(link));
        if (!ours.is_up || !theirs.is_up || !nodes_[theirs.name].runs) return;
        if (can_talk(ours.name, theirs.name)) ours.heard = now_;
    });
    later(limits::probe_answer, [this, link, asked = now_] {
        if (!wires_.contains(link / 2) || !end(link).is_up || end(link).heard > asked) return;
        end_link(link, LinkEnd::silent);
    });
}

void Mesh::tick() {
    std::vector<LinkId> links;
    for (auto& [id, wire] : wires_)
        for (LinkId side = 0; side < 2; ++side)
            if (wire.ends[side].is_up) {
                links.push_back(id * 2 + side);
                wire.alive = now_;
            }
    // No event is about a wire that has been dead for so long.
    std::erase_if(wires_, [&](const auto& each) {
        return std::max(each.second.alive, each.second.since) + 1min < now_;
    });
    for (const auto link : links) keep_alive(link);
    later(tick_time, [this] { tick(); });
}

// Time

bool Mesh::step(Instant until) {
    auto next = until;
    std::optional<Name> whose;
    for (Name name = 0; name < nodes_.size(); ++name) {
        const auto& node = nodes_[name];
        if (!node.runs || !node.deadline || *node.deadline >= next) continue;
        next = *node.deadline;
        whose = name;
    }
    if (!events_.empty() && events_.begin()->first.first <= next) {
        now_ = std::max(now_, events_.begin()->first.first);
        events_.extract(events_.begin()).mapped()();
        return true;
    }
    now_ = std::max(now_, next);
    if (!whose) return false;
    act(*whose, [](Gossip&, Now, Effects&) {});
    return true;
}

void Mesh::run_for(Duration time) {
    const auto until = now_ + time;
    while (step(until)) continue;
}

Duration Mesh::run_until(Duration most, const std::function<bool()>& condition) {
    const auto before = now_;
    while (!condition() && step(before + most)) continue;
    return now_ - before;
}

// What is to be seen

bool Mesh::sees(Name name, Name other_name) const {
    const auto* const entry = nodes_[name].gossip->table().find(computer(other_name).sid());
    return entry != nullptr && entry->is_online();
}

std::string Mesh::heard_say(Name name, Name other_name) const {
    const auto* const entry = nodes_[name].gossip->table().find(computer(other_name).sid());
    return entry == nullptr ? "" : entry->record->presence.status_text();
}

bool Mesh::all_see(Name other_name) const {
    for (Name name = 0; name < nodes_.size(); ++name)
        if (nodes_[name].runs && !nodes_[name].is_silent && !sees(name, other_name)) return false;
    return true;
}

bool Mesh::none_sees(Name other_name) const {
    for (Name name = 0; name < nodes_.size(); ++name)
        if (nodes_[name].runs && name != other_name && sees(name, other_name)) return false;
    return true;
}

bool Mesh::are_tables_equal() const {
    std::optional<std::uint64_t> hash;
    std::vector<Sid> online;
    for (const auto& node : nodes_) {
        if (!node.runs) continue;
        const auto& table = node.gossip->table();
        std::vector<Sid> theirs;
        for (const auto& [sid, entry] : table.entries())
            if (entry.is_online()) theirs.push_back(sid);
        if (hash && (*hash != table.hash() || online != theirs)) return false;
        hash = table.hash();
        online = std::move(theirs);
    }
    return true;
}

bool Mesh::are_linked(Name one, Name other_name) const {
    return nodes_[one].gossip->links().has(computer(other_name).sid());
}

std::size_t Mesh::versions() const {
    std::size_t count = 0;
    for (const auto& node : nodes_) count += node.versions;
    return count;
}

std::size_t Mesh::delivered(std::uint8_t type) const {
    const auto found = delivered_.find(type);
    return found == delivered_.end() ? 0 : found->second;
}

}  // namespace earshot::gossip
