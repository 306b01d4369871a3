#include "bench/starts.hpp"

#include <vector>

#include "bench/measures.hpp"
#include "bench/pair.hpp"
#include "bench/table.hpp"

namespace earshot::bench {
namespace {

constexpr int starts = 15;
constexpr int idle_seconds = 20;

}  // namespace

void measure_starts(const std::string& program) {
    std::vector<double> ready;
    std::vector<double> neighbour;
    for (int i = 0; i < starts; ++i) {
        ScratchFolder folder;
        DaemonProcess bob(program, folder.path() + "/bob", {"--name", "Bob"});
        pause_for(std::chrono::seconds{2});
        const auto start = Clock::now();
        DaemonProcess alice(program, folder.path() + "/alice", {"--name", "Alice"});
        ready.push_back(alice.ready_after_ms());
        ControlClient client(alice.socket_path());
        wait_for_bob(client);
        neighbour.push_back(milliseconds_since(start));
    }
    print_row("start to `ready` (first start, keys made), p50",
              fixed(percentile(ready, 0.5), 0) + " ms", "100 ms");
    print_row("start to an authenticated neighbour by mDNS, p50 / p99", percentiles(neighbour),
              "500 / 1,500 ms");
}

void measure_idle(const std::string& program) {
    ScratchFolder folder;
    DaemonProcess bob(program, folder.path() + "/bob", {"--name", "Bob"});
    DaemonProcess alice(program, folder.path() + "/alice", {"--name", "Alice"});
    ControlClient client(alice.socket_path());
    wait_for_bob(client);
    pause_for(std::chrono::seconds{3});
    const double before = alice.cpu_seconds();
    pause_for(std::chrono::seconds{idle_seconds});
    const double share = (alice.cpu_seconds() - before) / idle_seconds * 100;
    print_row("idle processor time of a daemon with one neighbour", fixed(share, 3) + " %",
              "0.2 %");
    print_row("idle resident memory of the daemon",
              fixed(static_cast<double>(alice.resident_kib()) / 1024, 1) + " MiB", "15 MiB");
}

}  // namespace earshot::bench
