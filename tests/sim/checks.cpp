#include "tests/sim/checks.hpp"

#include <algorithm>
#include <set>

namespace earshot::sim {

using namespace std::chrono_literals;

namespace {

/// The number that scenarios put at the end of every text.
unsigned number_of(const std::string& text) {
    return static_cast<unsigned>(std::stoul(text.substr(text.rfind(' ') + 1)));
}

}  // namespace

bool know_one_another(const std::vector<Peer*>& peers) {
    return std::ranges::all_of(peers, [&](const auto* one) {
        return std::ranges::all_of(
            peers, [&](const auto* other) { return one == other || one->knows(*other); });
    });
}

std::size_t held_by(Peer& peer) { return peer.disk.stores().envelopes.held.held()->size(); }

void Require::operator()(const char* what, Micros longest,
                         const std::function<bool()>& done) const {
    if (!world_.run_until(done, longest)) report_.violations.emplace_back(what);
}

void befriend(World& world, const Require& require, const std::vector<Peer*>& peers) {
    require("they know one another", 2min, [&] { return know_one_another(peers); });
    for (auto* const one : peers)
        for (auto* const other : peers)
            if (one != other) one->say(*other, "hello 1");
    require("they write to one another", 1min, [&] {
        return std::ranges::all_of(peers, [&](const auto* each) {
            return each->said.size() == peers.size() - 1 && each->waiting() == 0;
        });
    });
    world.run_for(10s);
}

void check_delivered(Peer& from, Peer& to, Report& report) {
    const auto arrived = to.texts_from(from);
    const auto complain = [&](const std::string& what) {
        report.violations.push_back(from.name() + " to " + to.name() + ": " + what);
    };
    const std::set<std::string> once(arrived.begin(), arrived.end());
    if (once.size() != arrived.size()) complain("a message arrived twice");
    for (const auto& text : from.said)
        if (!once.contains(text)) complain("lost: " + text);
    if (!std::ranges::is_sorted(arrived, {}, number_of)) complain("out of order");
    if (from.waiting() != 0) complain(std::to_string(from.waiting()) + " still wait");
    for (const auto& message : from.history(to))
        if (message.author == from.person() && !is_called_delivered(message))
            complain("not delivered for its author: " + message.text);
}

void check_same_order(Peer& one, Peer& other, Report& report) {
    const auto ids = [](const std::vector<store::Message>& history) {
        std::vector<MessageId> result;
        for (const auto& message : history) result.push_back(message.id);
        return result;
    };
    if (ids(one.history(other)) != ids(other.history(one)))
        report.violations.push_back(one.name() + " and " + other.name() +
                                    " see their conversation differently");
}

void heal(World& world, const std::vector<Peer*>& peers) {
    world.faults = {};
    for (auto* peer : peers) {
        peer->disk.heal();
        peer->start();
    }
}

Report finish(const World& world, Report report) {
    report.trace = world.trace();
    report.simulated_ms = static_cast<std::uint64_t>(told(world.now()).time_since_epoch().count());
    return report;
}

}  // namespace earshot::sim
