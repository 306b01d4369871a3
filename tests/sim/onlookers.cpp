#include "tests/sim/onlookers.hpp"

#include <algorithm>

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr Duration mistake_max = 5s;

const gossip::Entry* entry_of(const Peer& one, const Peer& other) {
    const auto* const engine = one.engine();
    return engine == nullptr ? nullptr : engine->gossip().table().find(other.device());
}

bool sees(const Peer& one, const Peer& other) {
    const auto* const entry = entry_of(one, other);
    return entry != nullptr && entry->is_online();
}

}  // namespace

void Onlookers::on_second(const World&, Violations& violations) {
    if (!judges_) return;
    for (const auto* const one : honest_) {
        if (one->engine() == nullptr || one == excused_) continue;
        judge_records(*one, violations);
        if (!judges_views_) continue;
        for (const auto* const other : honest_) judge_view(*one, *other, violations);
    }
}

void Onlookers::judge_view(const Peer& one, const Peer& other, Violations& violations) {
    auto& since = mistaken_[{&one, &other}];
    if (&one == &other || &other == excused_ || sees(one, other)) return since.reset();
    if (!since) since = world_.now();
    if (world_.now() - *since > mistake_max)
        violations.add("F1", one.name() + " believes " + other.name() + " gone", world_.now());
}

void Onlookers::judge_records(const Peer& one, Violations& violations) {
    for (const auto& [sid, entry] : one.engine()->gossip().table().entries()) {
        if (genuine_.contains(entry.record->bytes)) continue;
        const auto anew = gossip::read_record(entry.record->bytes);
        if (!anew || anew->presence != entry.record->presence ||
            !gossip::is_authentic(*anew, gossip::NetworkId{}, world_.signatures))
            violations.add("A2", one.name() + " holds what nobody signed", world_.now());
        genuine_.insert(entry.record->bytes);
    }
}

bool Onlookers::all_but(const Peer& other, const std::function<bool(const Peer&)>& holds) const {
    return std::ranges::all_of(honest_,
                               [&](const auto* one) { return one == &other || holds(*one); });
}

bool Onlookers::all_see(const Peer& other) const {
    return all_but(other, [&](const Peer& one) { return sees(one, other); });
}

bool Onlookers::sees_all(const Peer& one) const {
    return all_but(one, [&](const Peer& other) { return sees(one, other); });
}

bool Onlookers::none_sees(const Peer& other) const {
    return all_but(other, [&](const Peer& one) { return !sees(one, other); });
}

bool Onlookers::all_see_all() const {
    return std::ranges::all_of(honest_, [&](const auto* other) { return all_see(*other); });
}

bool Onlookers::all_read(const Peer& other, gossip::State state) const {
    return all_but(other, [&](const Peer& one) {
        const auto* const entry = entry_of(one, other);
        return entry != nullptr && entry->shown() == state;
    });
}

}  // namespace earshot::sim
