#include "bench/messages.hpp"

#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <vector>

#include "bench/floor.hpp"
#include "bench/measures.hpp"
#include "bench/pair.hpp"
#include "bench/table.hpp"

namespace earshot::bench {
namespace {

constexpr std::size_t latency_rounds = 2000;
constexpr std::size_t stream_window = 2048;

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

double stream_rate(ControlClient& alice, std::size_t messages) {
    std::size_t sent = 0;
    std::size_t delivered = 0;
    const auto start = Clock::now();
    while (delivered < messages) {
        while (sent < messages && sent - delivered < stream_window) {
            alice.call(1'000'000 + sent, "message.send", message(sent));
            ++sent;
        }
        alice.flush();
        const auto line = alice.read_line();
        if (line.find(R"("error":)") != std::string_view::npos)
            throw std::runtime_error{std::string{line}};
        if (is_delivered(line)) ++delivered;
    }
    return static_cast<double>(messages) / milliseconds_since(start) * 1000;
}

/// Besides, the shares of the time in which others had the processor.
struct DaemonFigures : StreamFigures {
    double sender_waited = 0;
    double receiver_waited = 0;
};

DaemonFigures stream(const Pair& pair, ControlClient& alice, std::size_t messages) {
    const auto start = Clock::now();
    const double sender_waited = pair.alice.waited_seconds();
    const double receiver_waited = pair.bob.waited_seconds();
    const double sender_before = pair.alice.cpu_seconds();
    const double receiver_before = pair.bob.cpu_seconds();
    DaemonFigures figures;
    figures.per_second = stream_rate(alice, messages);
    const double count = static_cast<double>(messages);
    figures.sender_us = (pair.alice.cpu_seconds() - sender_before) / count * 1e6;
    figures.receiver_us = (pair.bob.cpu_seconds() - receiver_before) / count * 1e6;
    const double seconds = milliseconds_since(start) / 1000;
    figures.sender_waited = (pair.alice.waited_seconds() - sender_waited) / seconds;
    figures.receiver_waited = (pair.bob.waited_seconds() - receiver_waited) / seconds;
    return figures;
}

void print_stream(const std::string& what, const StreamFigures& figures, const std::string& aim) {
    print_row(what + ": durable messages per second, one way, pipelined",
              fixed(figures.per_second, 0), aim);
    print_row(what + ": processor time per message, sender / receiver",
              pair_of(figures.sender_us, figures.receiver_us, "us"), "");
}

/// What tox-bench prints: a name and a number a line. Empty when it is not built.
std::map<std::string, double> tox_figures(const std::string& programs) {
    std::map<std::string, double> figures;
    const auto program = programs + "/tox-bench";
    if (!std::filesystem::exists(program)) return figures;
    FILE* output = ::popen(("'" + program + "'").c_str(), "r");
    if (output == nullptr) return figures;
    char name[64];
    double value = 0;
    while (std::fscanf(output, "%63s %lf", name, &value) == 2) figures[name] = value;
    if (::pclose(output) != 0) throw std::runtime_error{"tox-bench failed"};
    return figures;
}

void measure_tox(const std::string& programs, const std::vector<double>& times, double rate) {
    auto tox = tox_figures(programs);
    if (tox.empty()) {
        print_row("libtoxcore, beside it", "not installed when this was built", "");
        return;
    }
    print_row("libtoxcore as it ships: send to read receipt, nothing stored, p50 / p99",
              pair_of(tox["latency_p50_ms"], tox["latency_p99_ms"], "ms"), "");
    print_row("libtoxcore's time over ours, p50 / p99",
              pair_of(tox["latency_p50_ms"] / percentile(times, 0.5),
                      tox["latency_p99_ms"] / percentile(times, 0.99), ""),
              "50");
    print_row("libtoxcore as it ships: messages with read receipts per second, nothing stored",
              fixed(tox["per_second"], 0), "");
    print_row("our durable messages per second over libtoxcore's", fixed(rate / tox["per_second"]),
              "");
    print_row("libtoxcore: processor time per message, sender / receiver",
              pair_of(tox["sender_us"], tox["receiver_us"], "us"), "");
    print_row("libtoxcore: start to connected friend", fixed(tox["connected_ms"], 0) + " ms", "");
}

}  // namespace

void measure_messages(const std::string& programs, std::size_t stream_messages) {
    const ScratchFolder folder;
    const auto floor = floor_latencies(folder.path(), latency_rounds);
    Pair pair(programs + "/earshot-daemon");
    ControlClient alice(pair.alice.socket_path());
    wait_for_bob(alice);
    accept_alice(pair);
    (void)alice.answer(2, "session.subscribe", "{}");
    const auto times = latencies(alice);
    print_row("floor: three commits and a round trip, p50 / p99", percentiles(floor), "");
    print_row("send to `delivered`, p50 / p99", percentiles(times), "");
    print_row("ratio to the floor, p50 / p99",
              pair_of(percentile(times, 0.5) / percentile(floor, 0.5),
                      percentile(times, 0.99) / percentile(floor, 0.99), ""),
              "1.5 / 3");
    print_stream("floor", floor_stream(folder.path(), stream_messages, stream_window), "");
    const auto figures = stream(pair, alice, stream_messages);
    print_stream("Earshot", figures, "20,000");
    print_row("Earshot: share of the time in which others had the processor, sender / receiver",
              pair_of(figures.sender_waited * 100, figures.receiver_waited * 100, "%"), "");
    print_row("resident memory afterwards, sender / receiver",
              std::to_string(pair.alice.resident_kib() / 1024) + " / " +
                  std::to_string(pair.bob.resident_kib() / 1024) + " MiB",
              "bounded");
    measure_tox(programs, times, figures.per_second);
}

}  // namespace earshot::bench
