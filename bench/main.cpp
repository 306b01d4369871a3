#include <chrono>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>

#include "bench/control_client.hpp"
#include "bench/daemon_process.hpp"
#include "bench/floor.hpp"
#include "bench/measures.hpp"

/// earshot-bench FOLDER-OF-PROGRAMS: measures real daemons against their promises and prints a
/// table.
namespace earshot::bench {
namespace {

constexpr std::size_t latency_rounds = 2000;
constexpr std::size_t stream_messages = 30'000;
constexpr std::size_t stream_window = 2048;
constexpr int starts = 15;
constexpr int idle_seconds = 20;

void row(const std::string& what, const std::string& figure, const std::string& aim) {
    std::cout << "| " << what << " | " << figure << " | " << aim << " |" << std::endl;
}

std::string fixed(double value, int digits = 2) {
    auto text = std::to_string(value);
    return text.substr(0,
                       text.find('.') + (digits == 0 ? 0 : static_cast<std::size_t>(digits) + 1));
}

void pause_for(std::chrono::milliseconds time) {
    // tidy(sleep): what is measured here is a wall clock's business.
    std::this_thread::sleep_for(time);
}

/// Two daemons that know each other's address and nothing else.
struct Pair {
    ScratchFolder folder;
    DaemonProcess bob;
    DaemonProcess alice;
    explicit Pair(const std::string& program)
        : bob(program, folder.path() + "/bob", {"--name", "Bob", "--no-mdns"}),
          alice(program, folder.path() + "/alice",
                {"--name", "Alice", "--no-mdns", "--seed", "127.0.0.1:" + bob.port()}) {}
};

void wait_for_bob(ControlClient& alice) {
    for (int tries = 0; tries < 1000; ++tries) {
        const auto people = alice.answer(1, "people.list", R"({"filter":"nearby"})");
        if (people.find(R"("name":"Bob")") != std::string::npos) return;
        pause_for(std::chrono::milliseconds{10});
    }
    throw std::runtime_error{"Bob did not appear"};
}

std::string message(std::size_t number) {
    return R"({"to":"Bob","body":")" + std::string(180, 'x') + std::to_string(number) + "\"}";
}

bool is_delivered(std::string_view line) {
    return line.find("message.stateChanged") != std::string_view::npos &&
           member(line, "state") == "delivered";
}

std::vector<double> latencies(ControlClient& alice) {
    std::vector<double> times;
    for (std::size_t i = 0; i < latency_rounds; ++i) {
        const auto start = Clock::now();
        alice.call(100 + i, "message.send", message(i));
        alice.flush();
        while (!is_delivered(alice.read_line())) {
        }
        times.push_back(milliseconds_since(start));
    }
    return times;
}

double stream_rate(ControlClient& alice) {
    std::size_t sent = 0;
    std::size_t delivered = 0;
    const auto start = Clock::now();
    while (delivered < stream_messages) {
        while (sent < stream_messages && sent - delivered < stream_window) {
            alice.call(1'000'000 + sent, "message.send", message(sent));
            ++sent;
        }
        alice.flush();
        const auto line = alice.read_line();
        if (line.find(R"("error":)") != std::string_view::npos)
            throw std::runtime_error{std::string{line}};
        if (is_delivered(line)) ++delivered;
    }
    return static_cast<double>(stream_messages) / milliseconds_since(start) * 1000;
}

void measure_messages(const std::string& program) {
    std::vector<double> floor;
    {
        ScratchFolder folder;
        floor = floor_latencies(folder.path(), latency_rounds);
    }
    Pair pair(program);
    ControlClient alice(pair.alice.socket_path());
    wait_for_bob(alice);
    (void)alice.answer(2, "session.subscribe", "{}");
    const auto times = latencies(alice);
    const auto show = [](const std::vector<double>& samples) {
        return fixed(percentile(samples, 0.5)) + " / " + fixed(percentile(samples, 0.99)) + " ms";
    };
    row("floor: three commits and a round trip, p50 / p99", show(floor), "");
    row("send to `delivered`, p50 / p99", show(times), "");
    row("ratio to the floor, p50 / p99",
        fixed(percentile(times, 0.5) / percentile(floor, 0.5)) + " / " +
            fixed(percentile(times, 0.99) / percentile(floor, 0.99)),
        "1.5 / 3");
    row("durable messages per second, one way, pipelined", fixed(stream_rate(alice), 0), "20000");
    row("resident memory afterwards, sender / receiver",
        std::to_string(pair.alice.resident_kib() / 1024) + " / " +
            std::to_string(pair.bob.resident_kib() / 1024) + " MiB",
        "bounded");
}

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
    row("start to `ready` (first start, keys made), p50", fixed(percentile(ready, 0.5), 0) + " ms",
        "100 ms");
    row("start to an authenticated neighbour by mDNS, p50 / p99",
        fixed(percentile(neighbour, 0.5), 0) + " / " + fixed(percentile(neighbour, 0.99), 0) +
            " ms",
        "500 / 1500 ms");
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
    row("idle processor time of a daemon with one neighbour", fixed(share) + " %", "0.2 %");
    row("idle resident memory of the daemon",
        fixed(static_cast<double>(alice.resident_kib()) / 1024, 1) + " MiB", "15 MiB");
}

}  // namespace
}  // namespace earshot::bench

int main(int argc, char** argv) {
    namespace bench = earshot::bench;
    if (argc != 2) {
        std::cerr << "usage: earshot-bench FOLDER-OF-PROGRAMS\n";
        return 2;
    }
    const std::string program = std::string{argv[1]} + "/earshot-daemon";
    try {
        std::cout << "| What | Measured | Aim |\n| --- | --- | --- |" << std::endl;
        bench::measure_messages(program);
        bench::measure_starts(program);
        bench::measure_idle(program);
    } catch (const std::exception& failure) {
        std::cerr << "earshot-bench: " << failure.what() << '\n';
        return 1;
    }
    return 0;
}
