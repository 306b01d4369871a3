#include <CLI/CLI.hpp>
#include <iostream>

#include "tests/sim/scenarios.hpp"

/// earshot-sim: tells one story from one seed, or many; prints what went wrong and the run's trace.
int main(int argc, char** argv) {
    namespace sim = earshot::sim;
    CLI::App app{"Replays simulated networks of Earshot peers"};
    std::string name;
    std::uint64_t seed = 1;
    std::uint64_t count = 1;
    app.add_option("--scenario", name, "Which story; without it, the list of all");
    app.add_option("--seed", seed, "First seed");
    app.add_option("--count", count, "How many seeds to run");
    CLI11_PARSE(app, argc, argv);

    bool found = false;
    std::uint64_t failures = 0;
    for (const auto& scenario : sim::scenarios()) {
        if (name.empty()) std::cout << scenario.name << ": " << scenario.story << '\n';
        if (scenario.name != name) continue;
        found = true;
        for (auto each = seed; each < seed + count; ++each) {
            const auto report = scenario.run(each);
            for (const auto& violation : report.violations)
                std::cout << "seed " << each << ": " << violation << '\n';
            if (!report.violations.empty()) ++failures;
            if (count == 1)
                std::cout << "simulated " << report.simulated_ms << " ms, trace " << report.trace
                          << '\n';
        }
        std::cout << count << " seeds, " << failures << " failed\n";
    }
    if (name.empty()) return 0;
    if (!found) std::cerr << "earshot-sim: no scenario is called '" << name << "'\n";
    return found && failures == 0 ? 0 : 1;
}
