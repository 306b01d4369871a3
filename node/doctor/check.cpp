#include "node/doctor/check.hpp"

namespace earshot::doctor {

Finding Check::found(Verdict verdict, std::string_view code, Evidence evidence,
                     std::string_view fix) const {
    return {std::string{id()}, verdict, std::string{code}, std::move(evidence), std::string{fix}};
}

Checks all_checks() {
    Checks checks;
    add_computer_checks(checks);
    add_network_checks(checks);
    add_firewall_check(checks);
    add_reach_checks(checks);
    add_multicast_checks(checks);
    add_person_check(checks);
    return checks;
}

std::vector<Finding> judge_all(const Facts& facts) {
    std::vector<Finding> findings;
    for (const auto& check : all_checks()) {
        auto finding = check->judge(facts);
        if (!finding.code.empty()) findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace earshot::doctor
