#include <sched.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

#include "bench/loopback.hpp"
#include "bench/messages.hpp"
#include "bench/starts.hpp"
#include "bench/table.hpp"

/// Measures real daemons against their promises, beside baselines of the same run, and prints a
/// table.
namespace earshot::bench {
namespace {

constexpr std::string_view usage =
    "usage: earshot-bench FOLDER-OF-PROGRAMS [--pin PROCESSOR] [--messages COUNT]\n"
    "                     [--only messages|starts|idle]\n";

struct Options {
    std::string programs;
    std::string only;
    int pin = -1;
    std::size_t messages = 60'000;
};

Options options_of(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const bool has_value = i + 1 < argc;
        if (word == "--pin" && has_value)
            options.pin = std::stoi(argv[++i]);
        else if (word == "--messages" && has_value)
            options.messages = std::stoul(argv[++i]);
        else if (word == "--only" && has_value)
            options.only = argv[++i];
        else if (options.programs.empty() && !word.starts_with('-'))
            options.programs = word;
        else
            throw std::invalid_argument{word};
    }
    if (options.programs.empty() || options.messages == 0) throw std::invalid_argument{"too few"};
    return options;
}

/// This process and every one that it starts.
void pin_to(int processor) {
    cpu_set_t processors;
    CPU_ZERO(&processors);
    CPU_SET(static_cast<std::size_t>(processor), &processors);
    if (::sched_setaffinity(0, sizeof processors, &processors) != 0)
        throw std::runtime_error{"there is no processor " + std::to_string(processor)};
}

std::string load_average() {
    std::array<double, 1> load{};
    return ::getloadavg(load.data(), 1) == 1 ? fixed(load[0], 1) : "unknown";
}

void measure(const Options& options) {
    if (options.pin >= 0) pin_to(options.pin);
    enter_own_network();
    print_table_head();
    print_row("TCP congestion control", congestion_control(), "cubic");
    print_row("processors", options.pin < 0 ? "free" : "pinned to one", "");
    print_row("load average at the start", load_average(), "");
    const auto is_wanted = [&](std::string_view part) {
        return options.only.empty() || options.only == part;
    };
    const auto daemon = options.programs + "/earshot-daemon";
    if (is_wanted("messages")) measure_messages(options.programs, options.messages);
    if (is_wanted("starts")) measure_starts(daemon);
    if (is_wanted("idle")) measure_idle(daemon);
}

}  // namespace
}  // namespace earshot::bench

int main(int argc, char** argv) {
    namespace bench = earshot::bench;
    bench::Options options;
    try {
        options = bench::options_of(argc, argv);
    } catch (const std::logic_error&) {
        std::cerr << bench::usage;
        return 2;
    }
    try {
        bench::measure(options);
    } catch (const std::exception& failure) {
        std::cerr << "earshot-bench: " << failure.what() << '\n';
        return 1;
    }
    return 0;
}
