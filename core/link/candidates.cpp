#include "core/link/candidates.hpp"

#include <algorithm>
#include <tuple>

namespace earshot::link {
namespace {

bool is_near(const Address& address, std::span<const Subnet> own) {
    return address.is_loopback() || address.is_link_local() ||
           std::ranges::any_of(own, [&](const Subnet& net) { return net.contains(address); });
}

}  // namespace

bool may_be_hinted(const Endpoint& endpoint, std::span<const Subnet> own) {
    const auto& address = endpoint.address;
    if (endpoint.port < limits::dial_port_min || address.is_unspecified()) return false;
    // Without the interface nobody knows which link is meant.
    if (address.is_link_local() && !address.is_v4() && address.scope == 0) return false;
    return address.is_private() || is_near(address, own);
}

bool Candidates::add(const Candidate& candidate) {
    if (auto* const known = find(candidate.endpoint)) {
        known->is_given |= candidate.is_given;
        known->is_proven |= candidate.is_proven;
        return false;
    }
    if (candidates_.size() >= limits::addresses_per_candidate_max) {
        const auto worth = [](const Candidate& c) {
            return std::tuple{c.is_proven, c.is_given, -static_cast<std::int64_t>(c.failures)};
        };
        const auto worst = std::ranges::min_element(candidates_, {}, worth);
        if (worth(candidate) < worth(*worst)) return false;
        candidates_.erase(worst);
    }
    candidates_.push_back(candidate);
    return true;
}

void Candidates::on_worked(const Endpoint& endpoint) {
    add({.endpoint = endpoint, .is_proven = true});
    const auto found = std::ranges::find(candidates_, endpoint, &Candidate::endpoint);
    if (found == candidates_.end()) return;
    found->is_proven = true;
    found->failures = 0;
    std::rotate(candidates_.begin(), found, found + 1);
}

void Candidates::on_failed(const Endpoint& endpoint) {
    if (auto* const candidate = find(endpoint)) ++candidate->failures;
}

void Candidates::on_other_device(const Endpoint& endpoint) {
    if (auto* const candidate = find(endpoint)) {
        candidate->is_proven = false;
        ++candidate->failures;
    }
}

std::vector<Candidate> Candidates::in_order(std::span<const Subnet> own) const {
    auto ordered = candidates_;
    const auto rank = [&](const Candidate& candidate) {
        return std::tuple{!(candidate.is_proven && candidate.failures == 0), candidate.failures,
                          !candidate.is_proven, !is_near(candidate.endpoint.address, own)};
    };
    std::ranges::stable_sort(ordered, {}, rank);
    return ordered;
}

Candidate* Candidates::find(const Endpoint& endpoint) {
    const auto found = std::ranges::find(candidates_, endpoint, &Candidate::endpoint);
    return found == candidates_.end() ? nullptr : &*found;
}

}  // namespace earshot::link
