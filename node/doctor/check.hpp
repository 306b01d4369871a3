#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "node/doctor/facts.hpp"
#include "node/doctor/finding.hpp"

/// One question of the doctor: a judgement over facts, without any way to look further. Pure.
namespace earshot::doctor {

class Check {
public:
    virtual ~Check() = default;
    virtual std::string_view id() const = 0;
    virtual Finding judge(const Facts& facts) const = 0;

protected:
    Finding found(Verdict verdict, std::string_view code, Evidence evidence = {},
                  std::string_view fix = {}) const;
};

using Checks = std::vector<std::unique_ptr<const Check>>;

/// All of them, what others follow from first: the first that fails is the likely cause.
Checks all_checks();

// By what they are about.
void add_computer_checks(Checks& checks);
void add_network_checks(Checks& checks);
void add_firewall_check(Checks& checks);
void add_multicast_checks(Checks& checks);
void add_reach_checks(Checks& checks);
void add_person_check(Checks& checks);

std::vector<Finding> judge_all(const Facts& facts);

}  // namespace earshot::doctor
