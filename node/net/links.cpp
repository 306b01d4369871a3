#include "node/net/links.hpp"

#include <exception>
#include <utility>

#include "core/base/limits.hpp"
#include "node/net/dialer.hpp"
#include "node/runtime/clock.hpp"
#include "node/runtime/deadline.hpp"

namespace earshot::net {
namespace {

constexpr std::size_t scratch_bytes = 256 * 1024;

}  // namespace

Links::Links(asio::any_io_executor executor, LinkParts parts, const Sinks& sinks, runtime::Log& log)
    : parts_(std::move(parts)),
      sink_(sinks.links),
      stream_sink_(sinks.streams),
      log_(log),
      scratch_(scratch_bytes),
      executor_(executor),
      tasks_(executor, [this](std::string_view task, std::exception_ptr) {
          log_.error("task failed", {{"task", task}});
      }) {}

void Links::accept(tcp::socket socket, const Endpoint& remote) {
    if (is_closing_) return;
    const auto now = runtime::now().steady;
    if (drivers_.size() >= limits::links_max) {
        log_.limited(runtime::LogLevel::warning, "connection refused",
                     {{"remote", remote}, {"reason", "too many links"}}, now);
        return;
    }
    const auto id = LinkId{next_link_++};
    const auto decision =
        gate_.on_connection(id, remote.address, parts_.is_on_link(remote.address), now);
    if (decision.drop) {
        if (auto* oldest = find(*decision.drop)) oldest->close(link::ByeReason::none);
    }
    if (!decision.admitted) {
        log_.limited(runtime::LogLevel::info, "connection refused",
                     {{"remote", remote}, {"reason", "too many handshakes"}}, now);
        return;
    }
    const auto role = link::Role::responder;
    start(std::make_unique<TcpStream>(std::move(socket)),
          ConnectionFacts{id, remote, std::nullopt, now}, role,
          parts_.options(role, remote.address));
}

void Links::dial(DialId dial, const Endpoint& endpoint, std::optional<link::Expected> expected) {
    if (is_closing_ || tasks_.is_cancelled()) return;
    if (!dials_.try_emplace(dial, Dial{tcp::socket{executor_}}).second) return;
    tasks_.start("dial", run_dial(dial, endpoint, std::move(expected)));
}

void Links::cancel_dial(DialId dial) {
    const auto it = dials_.find(dial);
    if (it != dials_.end()) give_up(it->second);
}

void Links::give_up(Dial& dial) {
    dial.given_up = true;
    boost::system::error_code ignored;
    dial.socket.close(ignored);
}

LinkDriver* Links::find(LinkId id) {
    const auto it = drivers_.find(id);
    return it == drivers_.end() ? nullptr : it->second.get();
}

Instant Links::heard(LinkId id) const {
    const auto it = drivers_.find(id);
    return it == drivers_.end() ? Instant::min() : it->second->heard();
}

void Links::resume() {
    for (auto& [id, driver] : drivers_) driver->resume();
}

void Links::close_all(link::ByeReason reason) {
    is_closing_ = true;
    for (auto& [id, driver] : drivers_) driver->close(reason);
    for (auto& [id, dial] : dials_) give_up(dial);
}

void Links::cancel() { tasks_.cancel(); }

asio::awaitable<void> Links::join() { return tasks_.join(); }

void Links::start_stream(StreamId stream, LinkId via, std::optional<link::Expected> expected) {
    const auto* const middle = find(via);
    if (middle == nullptr || drivers_.size() >= limits::links_max || is_closing_ ||
        tasks_.is_cancelled())
        return stream_sink_.on_stream_over(stream);
    const auto role = expected ? link::Role::initiator : link::Role::responder;
    // What comes through it comes from its network.
    auto options = parts_.options(role, middle->facts().remote.address);
    options.expected = std::move(expected);
    auto over = std::make_unique<RelayedStream>(executor_, stream, stream_sink_);
    streams_[stream] = over.get();
    ConnectionFacts facts{LinkId{next_link_++}, {}, std::nullopt, runtime::now().steady, stream};
    start(std::move(over), std::move(facts), role, std::move(options));
}

RelayedStream* Links::find_stream(StreamId stream) {
    const auto found = streams_.find(stream);
    return found == streams_.end() ? nullptr : found->second;
}

LinkDriver& Links::start(std::unique_ptr<ByteStream> stream, ConnectionFacts facts, link::Role role,
                         link::LinkOptions options) {
    const auto id = facts.id;
    link::Link link{role, parts_.identity, std::move(options), parts_.entropy, facts.started};
    LinkSink& between = *this;
    auto driver = std::make_unique<LinkDriver>(std::move(stream), std::move(facts), std::move(link),
                                               between, scratch_);
    auto& started = *drivers_.emplace(id, std::move(driver)).first->second;
    tasks_.start("link", run_link(id));
    return started;
}

asio::awaitable<void> Links::run_link(LinkId id) {
    std::exception_ptr failure;
    try {
        co_await find(id)->run();
    } catch (...) {
        failure = std::current_exception();
    }
    if (const auto stream = find(id)->facts().stream) streams_.erase(*stream);
    drivers_.erase(id);
    if (failure) std::rethrow_exception(failure);
}

void Links::try_endpoint(const Endpoint& endpoint, std::function<void(bool)> done) {
    if (!is_closing_) tasks_.start("try", run_try(endpoint, std::move(done)));
}

asio::awaitable<void> Links::run_try(Endpoint endpoint, std::function<void(bool)> done) {
    tcp::socket socket{executor_};
    const auto connected =
        co_await runtime::within(limits::dial_back_max, connect(socket, endpoint));
    if (!tasks_.is_cancelled()) done(connected == Connected::yes);
}

asio::awaitable<void> Links::run_dial(DialId dial, Endpoint endpoint,
                                      std::optional<link::Expected> expected) {
    auto& attempt = dials_.at(dial);
    const auto connected = co_await connect(attempt.socket, endpoint);
    auto socket = std::move(attempt.socket);
    const bool given_up = attempt.given_up || tasks_.is_cancelled();
    dials_.erase(dial);
    if (given_up) co_return;
    if (connected != Connected::yes) {
        sink_.on_dial_failed(dial, connected == Connected::refused);
        co_return;
    }
    auto options = parts_.options(link::Role::initiator, endpoint.address);
    options.expected = std::move(expected);
    const ConnectionFacts facts{LinkId{next_link_++}, endpoint, dial, runtime::now().steady};
    sink_.on_connected(start(std::make_unique<TcpStream>(std::move(socket)), facts,
                             link::Role::initiator, std::move(options)));
}

void Links::on_dial_failed(DialId dial, bool is_refused) { sink_.on_dial_failed(dial, is_refused); }
void Links::on_connected(LinkDriver& link) { sink_.on_connected(link); }

void Links::on_established(LinkDriver& link, const link::Peer& peer) {
    gate_.on_finished(link.id());
    sink_.on_established(link, peer);
}

void Links::on_received(LinkDriver& link, std::uint8_t type, Bytes body) {
    sink_.on_received(link, type, std::move(body));
}

void Links::on_aging(LinkDriver& link) { sink_.on_aging(link); }

void Links::on_ended(LinkDriver& link, const link::Ended& ended) {
    gate_.on_finished(link.id());
    sink_.on_ended(link, ended);
}

}  // namespace earshot::net
