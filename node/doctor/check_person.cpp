#include "node/doctor/check.hpp"
#include "node/doctor/reach.hpp"

namespace earshot::doctor {
namespace {

/// Why one person cannot be seen. Says nothing unless it was asked about somebody.
class Person final : public Check {
    std::string_view id() const override { return "peer"; }
    Finding judge(const Facts& facts) const override {
        if (!facts.person) return {};
        const auto& person = *facts.person;
        Evidence evidence{{"name", person.name}};
        if (person.last_seen)
            evidence.emplace_back("last_seen_ms",
                                  std::to_string(person.last_seen->time_since_epoch().count()));
        for (auto& each : evidence_of(person.dialled)) evidence.push_back(std::move(each));
        if (person.is_blocked) return found(Verdict::warn, "blocked", evidence, "unblock");
        if (person.asked > 0) evidence.emplace_back("asked", std::to_string(person.asked));
        for (const auto& name : person.reached_by) evidence.emplace_back("reached_by", name);
        if (!person.through.empty()) {
            evidence.emplace_back("through", person.through);
            return found(Verdict::ok, "through", evidence);
        }
        if (person.is_linked) return found(Verdict::ok, "linked", evidence);
        const bool answers = count(person.dialled, Reached::connected) > 0;
        if (answers) return found(Verdict::ok, "answers", evidence);
        // Somebody else sees them: they are there, and it is between them and us.
        if (person.is_seen || !person.reached_by.empty()) return seen_by_others(facts, evidence);
        if (count(person.dialled, Reached::refused) > 0)
            return found(Verdict::warn, "not_running", evidence, "ask_to_start");
        if (person.dialled.empty()) return found(Verdict::warn, "no_address", evidence, "add_seed");
        return found(Verdict::warn, person.last_seen ? "gone" : "never_seen", evidence, "wait");
    }

    Finding seen_by_others(const Facts& facts, const Evidence& evidence) const {
        if (facts.firewall.keeps_out)
            return found(Verdict::fail, "our_firewall", evidence, "open_port");
        if (is_isolated(facts)) return found(Verdict::fail, "isolated", evidence, "other_network");
        return found(Verdict::fail, "not_from_here", evidence, "their_firewall");
    }
};

}  // namespace

void add_person_check(Checks& checks) { checks.push_back(std::make_unique<Person>()); }

}  // namespace earshot::doctor
