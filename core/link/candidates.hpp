#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/limits.hpp"
#include "core/base/subnet.hpp"
#include "core/base/time.hpp"

/// The addresses at which one target may be reached, and the order in which they are tried.
namespace earshot::link {

/// Whether anybody may have us dial this endpoint by naming it: only private, link-local, loopback
/// and own-prefix addresses, and no port below limits::dial_port_min.
bool may_be_hinted(const Endpoint& endpoint, std::span<const Subnet> own);

struct Candidate {
    Endpoint endpoint;
    bool is_proven = false;      ///< The device we look for has answered there.
    bool is_given = false;       ///< Named by a person, not by the network.
    std::uint32_t failures = 0;  ///< Since it last worked.

    bool needs_caution() const { return !is_proven && !is_given; }
    friend bool operator==(const Candidate&, const Candidate&) = default;
};

/// At most limits::addresses_per_candidate_max; the least promising leaves first.
class Candidates {
public:
    /// True if the endpoint is new here.
    bool add(const Candidate& candidate);
    void on_worked(const Endpoint& endpoint);
    void on_failed(const Endpoint& endpoint);
    /// Somebody else answered there.
    void on_other_device(const Endpoint& endpoint);

    /// In the order to try: what worked last, then link-local and our own subnets, then the rest;
    /// within each what failed least.
    std::vector<Candidate> in_order(std::span<const Subnet> own) const;

    bool empty() const noexcept { return candidates_.empty(); }
    const std::vector<Candidate>& all() const noexcept { return candidates_; }

private:
    Candidate* find(const Endpoint& endpoint);

    std::vector<Candidate> candidates_;  ///< Newest success first, then in order of arrival.
};

}  // namespace earshot::link
