#include <algorithm>
#include <set>

#include "node/doctor/check.hpp"
#include "node/doctor/reach.hpp"

namespace earshot::doctor {
namespace {

class Self final : public Check {
    std::string_view id() const override { return "mcast.self"; }
    Finding judge(const Facts& facts) const override {
        if (!has_network(facts)) return found(Verdict::skip, "no_network");
        if (!facts.multicast.is_probed) return found(Verdict::skip, "not_probed");
        if (facts.multicast.hears_itself) return found(Verdict::ok, "heard");
        return found(Verdict::fail, "not_heard", {}, "allow_multicast");
    }
};

/// Silence alone says nothing: somebody must be there who could have been heard.
class Others final : public Check {
    std::string_view id() const override { return "mcast.others"; }
    Finding judge(const Facts& facts) const override {
        if (!has_network(facts)) return found(Verdict::skip, "no_network");
        if (!facts.multicast.is_probed) return found(Verdict::skip, "not_probed");
        const Evidence evidence{{"heard", std::to_string(facts.multicast.others)},
                                {"near", std::to_string(near(facts))}};
        if (facts.multicast.others > 0) return found(Verdict::ok, "heard", evidence);
        // These explain it, and are told themselves.
        if (facts.firewall.keeps_out || is_isolated(facts) || !facts.multicast.hears_itself)
            return found(Verdict::skip, "explained", evidence);
        if (near(facts) == 0) return found(Verdict::skip, "nobody_to_hear", evidence);
        return found(Verdict::fail, "dropped", evidence, "add_seed");
    }

    /// Computers with Earshot in our own networks that answer when they are dialled. One may have
    /// an address of each family, and several people.
    static std::size_t near(const Facts& facts) {
        std::set<Address> v4;
        std::set<Address> v6;
        for (const auto& each : facts.dialled) {
            const auto& address = each.endpoint.address;
            if (each.is_on_link && each.reached == Reached::connected)
                (address.is_v4() ? v4 : v6).insert(address);
        }
        return std::max({v4.size(), v6.size(), facts.links_on_link});
    }
};

class Responders final : public Check {
    std::string_view id() const override { return "mdns.conflict"; }
    Finding judge(const Facts& facts) const override {
        Evidence evidence{{"backend", facts.discovery_backend},
                          {"others", std::to_string(facts.multicast.responders)}};
        if (!facts.is_mdns_on) return found(Verdict::warn, "off", evidence, "switch_mdns_on");
        if (facts.multicast.responders == 0) return found(Verdict::ok, "alone", evidence);
        return found(Verdict::ok, "shared", evidence);
    }
};

/// That somebody neither publishes nor looks is how it should be where others do.
class Search final : public Check {
    std::string_view id() const override { return "mdns.search"; }
    Finding judge(const Facts& facts) const override {
        if (!facts.is_mdns_on) return found(Verdict::skip, "off");
        Evidence evidence{{"looking", facts.looking},
                          {"links", std::to_string(facts.links_in + facts.links_out)}};
        return found(Verdict::ok, facts.publishing, std::move(evidence));
    }
};

}  // namespace

void add_multicast_checks(Checks& checks) {
    checks.push_back(std::make_unique<Self>());
    checks.push_back(std::make_unique<Others>());
    checks.push_back(std::make_unique<Responders>());
    checks.push_back(std::make_unique<Search>());
}

}  // namespace earshot::doctor
