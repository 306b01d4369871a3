#include "node/doctor/check.hpp"
#include "node/doctor/reach.hpp"

namespace earshot::doctor {
namespace {

class Out final : public Check {
    std::string_view id() const override { return "unicast.out"; }
    Finding judge(const Facts& facts) const override {
        if (!has_network(facts)) return found(Verdict::skip, "no_network");
        if (facts.dialled.empty()) return found(Verdict::skip, "nobody_known");
        const auto evidence = evidence_of(facts.dialled);
        if (count(facts.dialled, Reached::connected) > 0)
            return found(Verdict::ok, "connected", evidence);
        if (is_isolated(facts)) return found(Verdict::skip, "explained", evidence);
        if (count(facts.dialled, Reached::refused) > 0)
            return found(Verdict::warn, "refused", evidence);
        // Perhaps they are all at home.
        return found(Verdict::warn, "nobody_answers", evidence, "try_later");
    }
};

class In final : public Check {
    std::string_view id() const override { return "unicast.in"; }
    Finding judge(const Facts& facts) const override {
        if (!has_network(facts)) return found(Verdict::skip, "no_network");
        const Evidence evidence{{"port", std::to_string(facts.port)},
                                {"links_in", std::to_string(facts.links_in)}};
        switch (facts.dialled_back) {
            case DialledBack::reached: return found(Verdict::ok, "reached", evidence);
            case DialledBack::not_reached:
                return found(Verdict::fail, "not_reached", evidence, "open_port");
            case DialledBack::not_asked:
            case DialledBack::no_word: break;
        }
        if (facts.links_in > 0) return found(Verdict::ok, "links_in", evidence);
        return found(Verdict::skip, "nobody_to_ask", evidence);
    }
};

}  // namespace

void add_reach_checks(Checks& checks) {
    checks.push_back(std::make_unique<Out>());
    checks.push_back(std::make_unique<In>());
}

}  // namespace earshot::doctor
