/// tox-bench: two Tox instances on loopback, a process each, both run as libtoxcore ships: a loop
/// that sleeps `tox_iteration_interval`. Send to read receipt one at a time, and messages with read
/// receipts per second. Prints a name and a number a line, for earshot-bench.
#include <signal.h>
#include <tox/tox.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "bench/measures.hpp"

namespace earshot::bench {
namespace {

constexpr std::size_t latency_rounds = 200;
constexpr std::size_t stream_messages = 30'000;
constexpr double connect_ms_max = 60'000;
constexpr double stream_ms_max = 60'000;  ///< Some runs crawl.

struct Address {
    std::array<std::uint8_t, TOX_PUBLIC_KEY_SIZE> person{};
    std::array<std::uint8_t, TOX_PUBLIC_KEY_SIZE> node{};
    std::uint16_t port = 0;
};

class Node {
public:
    Node() {
        const std::unique_ptr<Tox_Options, void (*)(Tox_Options*)> options{tox_options_new(nullptr),
                                                                           tox_options_free};
        tox_options_set_ipv6_enabled(options.get(), false);
        tox_options_set_local_discovery_enabled(options.get(), false);
        tox_.reset(tox_new(options.get(), nullptr));
        if (!tox_) throw std::runtime_error{"no Tox instance"};
        tox_callback_friend_read_receipt(
            tox_.get(), [](Tox*, std::uint32_t, std::uint32_t message, void* node) {
                static_cast<Node*>(node)->waiting_.erase(message);
            });
    }

    Address address() const {
        Address address;
        tox_self_get_public_key(tox_.get(), address.person.data());
        tox_self_get_dht_id(tox_.get(), address.node.data());
        address.port = tox_self_get_udp_port(tox_.get(), nullptr);
        return address;
    }
    void meet(const Address& other) {
        tox_friend_add_norequest(tox_.get(), other.person.data(), nullptr);
        tox_bootstrap(tox_.get(), "127.0.0.1", other.port, other.node.data(), nullptr);
    }
    bool is_connected() const {
        return tox_friend_get_connection_status(tox_.get(), 0, nullptr) != TOX_CONNECTION_NONE;
    }
    void turn() {
        tox_iterate(tox_.get(), this);
        // tidy(sleep): this is how libtoxcore wants to be run.
        std::this_thread::sleep_for(std::chrono::milliseconds{tox_iteration_interval(tox_.get())});
    }
    /// False when its queue is full.
    bool send(const std::string& text) {
        Tox_Err_Friend_Send_Message error{};
        const auto message = tox_friend_send_message(
            tox_.get(), 0, TOX_MESSAGE_TYPE_NORMAL,
            reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), &error);
        if (error == TOX_ERR_FRIEND_SEND_MESSAGE_OK) waiting_.insert(message);
        return error == TOX_ERR_FRIEND_SEND_MESSAGE_OK;
    }
    std::size_t waiting() const { return waiting_.size(); }

private:
    std::unique_ptr<Tox, void (*)(Tox*)> tox_{nullptr, tox_kill};
    std::set<std::uint32_t> waiting_;  ///< Sent, without a receipt.
};

std::string message(std::size_t number) { return std::string(180, 'x') + std::to_string(number); }

void send_one_by_one(Node& node) {
    std::vector<double> times;
    for (std::size_t i = 0; i < latency_rounds; ++i) {
        const auto start = Clock::now();
        if (!node.send(message(i))) throw std::runtime_error{"Tox refused a message"};
        while (node.waiting() > 0) node.turn();
        times.push_back(milliseconds_since(start));
    }
    std::printf("latency_p50_ms %f\nlatency_p99_ms %f\n", percentile(times, 0.5),
                percentile(times, 0.99));
}

void send_many(Node& node, pid_t receiver) {
    const double sender_before = processor_seconds(::getpid());
    const double receiver_before = processor_seconds(receiver);
    std::size_t sent = 0;
    const auto start = Clock::now();
    do {
        while (sent < stream_messages && node.send(message(sent))) ++sent;
        node.turn();
    } while ((sent < stream_messages || node.waiting() > 0) &&
             milliseconds_since(start) < stream_ms_max);
    const double taken_ms = milliseconds_since(start);
    const auto received = static_cast<double>(sent - node.waiting());
    std::printf("per_second %f\nsender_us %f\nreceiver_us %f\n", received / taken_ms * 1000,
                (processor_seconds(::getpid()) - sender_before) / received * 1e6,
                (processor_seconds(receiver) - receiver_before) / received * 1e6);
}

void exchange(int to, int from, Node& node) {
    const auto own = node.address();
    Address other;
    if (::write(to, &own, sizeof own) != sizeof own ||
        ::read(from, &other, sizeof other) != sizeof other)
        throw std::runtime_error{"the other process is gone"};
    node.meet(other);
}

void measure(const std::array<int, 2>& there, const std::array<int, 2>& back, pid_t receiver) {
    Node node;
    const auto start = Clock::now();
    exchange(there[1], back[0], node);
    while (!node.is_connected()) {
        node.turn();
        if (milliseconds_since(start) > connect_ms_max)
            throw std::runtime_error{"the two did not meet"};
    }
    std::printf("connected_ms %f\n", milliseconds_since(start));
    send_one_by_one(node);
    send_many(node, receiver);
}

}  // namespace
}  // namespace earshot::bench

int main() {
    namespace bench = earshot::bench;
    std::array<int, 2> there{};
    std::array<int, 2> back{};
    if (::pipe(there.data()) != 0 || ::pipe(back.data()) != 0) return 1;
    const pid_t sender = ::getpid();
    const pid_t receiver = ::fork();
    int result = 0;
    try {
        if (receiver == 0) {
            bench::Node node;
            bench::exchange(back[1], there[0], node);
            while (::getppid() == sender) node.turn();
            return 0;
        }
        bench::measure(there, back, receiver);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "tox-bench: %s\n", failure.what());
        result = 1;
    }
    if (receiver > 0) ::kill(receiver, SIGTERM);
    return result;
}
