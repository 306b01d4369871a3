#include <CLI/CLI.hpp>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

#include "tests/sim/canaries.hpp"
#include "tests/sim/figures.hpp"
#include "tests/sim/regressions.hpp"
#include "tests/sim/run.hpp"
#include "tests/sim/scenarios.hpp"
#include "tests/sim/shrink.hpp"
#include "tests/sim/swarm.hpp"

/// earshot-sim: tells one story from one seed, or many, or a stored plan; prints what went wrong,
/// how to see it again, and the run's trace.
namespace {

namespace sim = earshot::sim;

constexpr auto shrink_max = std::chrono::minutes{10};

struct Options {
    std::string scenario;
    std::uint64_t seed = 1;
    std::uint64_t count = 1;
    std::optional<std::uint32_t> nodes;
    std::optional<std::uint32_t> minutes;
    std::optional<sim::CryptoLevel> crypto;
    std::string canary;
    std::string plan_file;
    std::string report_file;
    std::string figures_file;
    bool shrinks = false;
};

std::string text_of_file(const std::string& name) {
    std::ifstream file{name};
    return {std::istreambuf_iterator<char>{file}, {}};
}

bool write_file(const std::string& name, const std::string& text) {
    std::ofstream file{name};
    file << text << '\n';
    return file.good();
}

void print(const sim::Outcome& outcome) {
    for (const auto& violation : outcome.violations)
        std::cout << violation.invariant << " at "
                  << std::chrono::duration<double>(violation.when.time_since_epoch()).count()
                  << " s: " << violation.what << '\n';
    std::cout << "simulated " << outcome.simulated.count() << " ms, " << outcome.events
              << " events, " << outcome.turns << " turns, trace " << outcome.trace << '\n';
}

sim::Plan shrunk(const sim::Plan& plan, const std::string& invariant) {
    const auto start = std::chrono::steady_clock::now();
    return sim::shrink(
        plan,
        [&](const sim::Plan& smaller) {
            const auto outcome = sim::run(smaller);
            return !outcome.violations.empty() && outcome.violations.front().invariant == invariant;
        },
        [start] { return std::chrono::steady_clock::now() - start > shrink_max; });
}

/// A run that fails leaves its plan behind, shrunk if so wished.
bool run_plan(const sim::Plan& plan, const Options& options) {
    const auto outcome = sim::run(plan);
    print(outcome);
    if (outcome.violations.empty()) return true;
    const auto& broken = outcome.violations.front().invariant;
    if (options.report_file.empty()) return false;
    const auto kept = options.shrinks ? shrunk(plan, broken) : plan;
    std::string log;
    for (const auto& line : outcome.log) log += line + '\n';
    if (write_file(options.report_file, sim::to_json(kept)) &&
        write_file(options.report_file + ".log", log))
        std::cout << "replay: earshot-sim --plan " << options.report_file << '\n';
    return false;
}

int run_swarm(const Options& options) {
    std::uint64_t failures = 0;
    for (auto seed = options.seed; seed < options.seed + options.count; ++seed) {
        auto plan = sim::make_swarm(seed, {options.nodes, options.minutes});
        plan.canary = options.canary;
        if (options.crypto) plan.crypto = *options.crypto;
        std::cout << "earshot-sim --scenario swarm --seed " << seed << ": ";
        if (!run_plan(plan, options)) ++failures;
    }
    std::cout << options.count << " seeds, " << failures << " failed\n";
    return failures == 0 ? 0 : 1;
}

int run_measurement(sim::Measurement measurement, const Options& options) {
    constexpr std::uint32_t usual_nodes = 100;
    constexpr std::uint32_t usual_minutes = 10;
    auto plan =
        sim::make_measurement(measurement, options.seed, options.nodes.value_or(usual_nodes),
                              options.minutes.value_or(usual_minutes));
    if (options.crypto) plan.crypto = *options.crypto;
    const auto figures = sim::to_json(sim::measure(measurement, plan));
    std::cout << figures << '\n';
    if (!options.report_file.empty() && !write_file(options.report_file, figures)) return 2;
    return 0;
}

/// Measures all that is stored, and compares or stores it.
int run_figures(const Options& options) {
    const auto measured = sim::collect_figures();
    if (!options.report_file.empty() && !write_file(options.report_file, sim::to_json(measured)))
        return 2;
    if (options.figures_file.empty()) return 0;
    const auto stored = sim::figures_from_json(text_of_file(options.figures_file));
    const auto complaints = sim::compare(stored, measured);
    for (const auto& complaint : complaints) std::cout << complaint << '\n';
    std::cout << measured.size() << " figures, " << complaints.size() << " are not as stored\n";
    return complaints.empty() ? 0 : 1;
}

int run_file(const Options& options) {
    const auto plan = sim::plan_from_json(text_of_file(options.plan_file));
    if (!plan) {
        std::cerr << "earshot-sim: " << options.plan_file << ": " << plan.error().what << '\n';
        return 2;
    }
    return run_plan(*plan, options) ? 0 : 1;
}

int run_story(const Options& options) {
    for (const auto& scenario : sim::scenarios()) {
        if (scenario.name != options.scenario) continue;
        if (!options.canary.empty() && scenario.run_with == nullptr) {
            std::cerr << "earshot-sim: no bug can be planted in this story\n";
            return 2;
        }
        std::uint64_t failures = 0;
        for (auto seed = options.seed; seed < options.seed + options.count; ++seed) {
            const auto report = options.canary.empty() ? scenario.run(seed)
                                                       : scenario.run_with(seed, options.canary);
            for (const auto& violation : report.violations)
                std::cout << "seed " << seed << ": " << violation << '\n';
            if (!report.violations.empty()) ++failures;
            if (options.count == 1)
                std::cout << "simulated " << report.simulated_ms << " ms, trace " << report.trace
                          << '\n';
        }
        std::cout << options.count << " seeds, " << failures << " failed\n";
        return failures == 0 ? 0 : 1;
    }
    std::cerr << "earshot-sim: no scenario is called '" << options.scenario << "'\n";
    return 2;
}

int list() {
    for (const auto& scenario : sim::scenarios())
        std::cout << scenario.name << ": " << scenario.story << '\n';
    for (const auto& regression : sim::regressions())
        std::cout << regression.name << ": " << regression.story << '\n';
    for (const auto measurement : sim::measurements)
        std::cout << sim::text_of(measurement) << ": measured, prints figures\n";
    std::cout << "figures: measures all that is stored in tests/sim/figures.json\n"
                 "swarm: everything that can go wrong does, in half of the seeds\n";
    for (const auto& canary : sim::canaries())
        std::cout << "canary " << canary.name << ": breaks " << canary.invariant << '\n';
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Replays simulated networks of Earshot peers"};
    Options options;
    const std::map<std::string, sim::CryptoLevel> levels{{"real", sim::CryptoLevel::real},
                                                         {"memo", sim::CryptoLevel::memo},
                                                         {"fake", sim::CryptoLevel::fake}};
    app.add_option("--scenario", options.scenario, "Which story; without it, the list of all");
    app.add_option("--seed", options.seed, "First seed");
    app.add_option("--count", options.count, "How many seeds to run");
    app.add_option("--nodes", options.nodes, "How many computers, where the story leaves it open");
    app.add_option("--minutes", options.minutes, "How long trouble lasts, likewise");
    app.add_option("--crypto", options.crypto, "Signatures: real, memo (once each) or fake")
        ->transform(CLI::CheckedTransformer(levels));
    app.add_option("--canary", options.canary, "A bug to plant");
    app.add_option("--plan", options.plan_file, "A stored plan to run instead of a story");
    app.add_option("--report", options.report_file, "Where the plan of a failing run goes");
    app.add_option("--check", options.figures_file, "Stored figures to compare with");
    app.add_flag("--shrink", options.shrinks, "Make that plan as small as it still fails");
    CLI11_PARSE(app, argc, argv);

    if (!options.plan_file.empty()) return run_file(options);
    if (options.scenario.empty()) return list();
    if (options.scenario == "figures") return run_figures(options);
    for (const auto measurement : sim::measurements)
        if (options.scenario == sim::text_of(measurement))
            return run_measurement(measurement, options);
    for (const auto& regression : sim::regressions())
        if (options.scenario == regression.name)
            return run_plan(regression.make(), options) ? 0 : 1;
    return options.scenario == "swarm" ? run_swarm(options) : run_story(options);
}
