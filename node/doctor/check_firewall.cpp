#include "core/base/limits.hpp"
#include "node/doctor/check.hpp"

namespace earshot::doctor {
namespace {

class Firewall final : public Check {
    std::string_view id() const override { return "firewall"; }
    Finding judge(const Facts& facts) const override {
        const auto& firewall = facts.firewall;
        const auto& program = firewall.program;
        Evidence evidence;
        if (!program.empty()) evidence.emplace_back("program", program);
        if (!firewall.chain.empty()) evidence.emplace_back("chain", firewall.chain);
        evidence.emplace_back("port", std::to_string(facts.port));
        if (firewall.sight == FirewallFacts::Sight::read) {
            if (!firewall.keeps_out) return found(Verdict::ok, "lets_in", evidence);
            return found(Verdict::fail, "keeps_out", evidence, fix_of(facts));
        }
        // Its rules are for root's eyes; that it is on, everybody can see.
        if (program.empty()) return found(Verdict::skip, "not_readable", evidence);
        if (is_reached(facts)) return found(Verdict::ok, "lets_in", evidence);
        return found(Verdict::warn, "perhaps", evidence, fix_of(facts));
    }

    /// Links may be older than the firewall's rules.
    static bool is_reached(const Facts& facts) {
        if (facts.dialled_back == DialledBack::reached) return true;
        return facts.links_in > 0 && facts.dialled_back != DialledBack::not_reached;
    }

    static std::string_view fix_of(const Facts& facts) {
        const auto& program = facts.firewall.program;
        const bool has_profile = facts.firewall.knows_earshot &&
                                 facts.port >= limits::port_preferred &&
                                 facts.port < limits::port_preferred + limits::ports_preferred;
        if (program == "ufw") return has_profile ? "allow_ufw_profile" : "allow_ufw";
        if (program == "firewalld")
            return has_profile ? "allow_firewalld_service" : "allow_firewalld";
        return "allow_nftables";
    }
};

}  // namespace

void add_firewall_check(Checks& checks) { checks.push_back(std::make_unique<Firewall>()); }

}  // namespace earshot::doctor
