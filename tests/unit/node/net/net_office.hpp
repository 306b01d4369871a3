#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "node/net/links.hpp"
#include "node/net/listener.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/link_pair.hpp"

/// Computers with real sockets on loopback, on one event loop, for the tests of node/net.
namespace earshot::net {

inline bool run_until(asio::io_context& context, const std::function<bool()>& is_done) {
    context.restart();
    while (!is_done())
        if (context.run_one_for(std::chrono::seconds{20}) == 0) return is_done();
    return true;
}

/// Port 0 is any free one, which Endpoint::parse does not accept.
inline Endpoint at(std::string_view address, std::uint16_t port) {
    return {*Address::parse(address), port};
}

/// Notes what links tell.
struct RecordingSink final : LinkSink {
    std::vector<DialId> failed_dials;
    std::vector<LinkId> connected;
    std::vector<std::pair<LinkId, link::Peer>> established;
    std::vector<link::Received> received;
    std::vector<link::Ended> ended;
    std::size_t received_bytes = 0;
    bool keeps_bodies = true;
    bool full = false;

    void on_dial_failed(DialId dial, bool) override { failed_dials.push_back(dial); }
    void on_connected(LinkDriver& link) override { connected.push_back(link.id()); }
    void on_established(LinkDriver& link, const link::Peer& peer) override {
        established.emplace_back(link.id(), peer);
    }
    void on_received(LinkDriver&, std::uint8_t type, Bytes body) override {
        received_bytes += body.size();
        if (!keeps_bodies) body.clear();
        received.push_back({type, std::move(body)});
    }
    void on_aging(LinkDriver&) override {}
    void on_ended(LinkDriver&, const link::Ended& end) override { ended.push_back(end); }
    bool is_full() const override { return full; }
};

/// Passes on what is written to streams, to whoever wants it.
struct LooseStreams final : StreamSink {
    std::function<void(StreamId, Bytes)> on_said;
    std::vector<StreamId> over;

    void on_stream_said(StreamId stream, Bytes bytes) override {
        if (on_said) on_said(stream, std::move(bytes));
    }
    void on_stream_over(StreamId stream) override { over.push_back(stream); }
};

/// One computer: links, and a listener at a free port of 127.0.0.1.
struct Computer {
    identity::LocalIdentity identity;
    support::SeededEntropy entropy;
    runtime::Log log;
    RecordingSink sink;
    LooseStreams streams;
    Links links;
    Listener listener;
    runtime::TaskGroup tasks;

    Computer(asio::io_context& context, unsigned number)
        : identity(support::person(number)),
          entropy(1000 + number),
          log(runtime::Log::to([](std::string_view) {}, runtime::LogLevel::debug)),
          links(context.get_executor(),
                LinkParts{
                    identity, entropy,
                    [number](link::Role, const Address&) { return support::link_options(number); },
                    [](const Address&) { return true; }},
                Links::Sinks{sink, streams}, log),
          listener(*Listener::open(context.get_executor(), at("127.0.0.1", 0), log)),
          tasks(context.get_executor(), [](auto, auto) { FAIL("a task failed"); }) {
        tasks.start("listener", listener.run([this](tcp::socket socket, const Endpoint& remote) {
            links.accept(std::move(socket), remote);
        }));
    }

    Endpoint endpoint() const { return at("127.0.0.1", listener.port()); }
    LinkDriver& link() { return *links.find(sink.established.back().first); }
};

struct NetOffice {
    asio::io_context context{1};
    std::vector<std::unique_ptr<Computer>> computers;

    Computer& add() {
        const auto number = static_cast<unsigned>(computers.size() + 1);
        return *computers.emplace_back(std::make_unique<Computer>(context, number));
    }
    bool run_until(const std::function<bool()>& is_done) {
        return net::run_until(context, is_done);
    }
    bool meet(Computer& from, Computer& to) {
        from.links.dial(1, to.endpoint(), std::nullopt);
        return run_until(
            [&] { return !from.sink.established.empty() && !to.sink.established.empty(); });
    }

    ~NetOffice() {
        for (auto& computer : computers) {
            computer->tasks.cancel();
            computer->links.cancel();
        }
        context.restart();
        context.run();
    }
};

}  // namespace earshot::net
