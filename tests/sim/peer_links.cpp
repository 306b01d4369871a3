#include <algorithm>

#include "core/gossip/frames.hpp"
#include "core/wire/archive.hpp"
#include "tests/sim/frame_channel.hpp"
#include "tests/sim/peer.hpp"
#include "tests/sim/universe.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

/// Where connections are slow, their sockets are small.
constexpr std::size_t small_socket_bytes = 4096;
constexpr Micros dial_unanswered = limits::dial_timeout;
/// So late at most a packet comes after the radio is back: TCP has waited longer each time.
constexpr Micros after_silence_max = 3s;

/// Of what somebody may have dropped since.
bool asks_for_copies(std::uint8_t type) {
    return type == gossip::want_frame || type == gossip::card_wanted_frame;
}

}  // namespace

Result<void> Peer::send(LinkId link, std::uint8_t type, ByteView body) {
    if (type == gossip::have_frame && boundary_.rolls(universe_.faults.lost_news)) return {};
    if (!universe_.tamper && !meddler) return write(link, type, body);
    auto changed = to_bytes(body);
    if (universe_.tamper && !universe_.tamper(number_, type, changed)) return {};
    if (meddler && !meddler->lets_out(link, type, changed)) return {};
    return write(link, type, changed);
}

Result<void> Peer::write(LinkId link, std::uint8_t type, ByteView body) {
    const auto found = connections_.find(link);
    if (found == connections_.end()) return Error{ErrorKind::refused, "link has ended"};
    auto& connection = *found->second;
    const auto waiting = connection.wire ? connection.wire->waiting_bytes(connection.side())
                                         : connection.unsent.size();
    const auto before = waiting + connection.queued;
    const auto most = universe_.faults.output_bytes_max;
    if (most > 0 && before > 0 && static_cast<double>(before + body.size()) > most)
        return Error{ErrorKind::busy, "peer does not read"};
    connection.queued += body.size();
    for (auto* const watcher : universe_.frame_watchers)
        watcher->on_sent(number_, link, type, body);
    return connection.channel->send(type, body, waiting);
}

void Peer::utter(LinkId link, std::uint8_t type, ByteView body) {
    if (!is_up() || is_asleep()) return;
    if (write(link, type, body)) request_turn();
}

void Peer::close(LinkId link, link::ByeReason reason) {
    const auto found = connections_.find(link);
    if (found == connections_.end()) return;
    link::Events events;
    found->second->channel->close(reason, now().steady, events);
    on_link_events(*found->second, events);
}

bool Peer::is_stranded(LinkId link) const {
    const auto found = connections_.find(link);
    return found != connections_.end() && found->second->wire && found->second->wire->is_stranded();
}

Instant Peer::heard(LinkId link) const {
    const auto found = connections_.find(link);
    return found == connections_.end() ? Instant::min() : found->second->channel->heard();
}

void Peer::probe(LinkId link) {
    if (const auto found = connections_.find(link); found != connections_.end())
        found->second->channel->probe(now().steady);
}

// Dialling

void Peer::dial(const link::StartDial& order) {
    dials_.insert(order.id);
    auto* target = universe_.find(order.endpoint);
    const auto is_reached = [&](const Peer& other) {
        return universe_.network.is_joined(number_, other.number_) &&
               universe_.network.lets_connect(number_, other.number_);
    };
    if (target != nullptr && !is_reached(*target)) target = nullptr;
    const auto number = dialled_++;
    Chance chance{universe_.seed(), "dial", {number_, number}};
    auto wait = dial_unanswered;
    if (target != nullptr) {
        wait = universe_.network.delay(number_, target->number_, chance) +
               universe_.network.delay(target->number_, number_, chance);
        const auto clear = universe_.network.clear_at(number_, target->number_);
        if (clear > universe_.now())
            wait += clear - universe_.now() + chance.up_to(after_silence_max);
    }
    if (target == nullptr || wait > dial_unanswered) universe_.traffic.on_vain_dial(number_);
    later(std::min(wait, dial_unanswered), [this, order, target, wait, number] {
        on_dialled(order, wait > dial_unanswered ? nullptr : target, number);
    });
}

void Peer::on_dialled(const link::StartDial& order, Peer* target, std::uint64_t number) {
    if (dials_.erase(order.id) == 0 || engine() == nullptr) return;
    if (target == nullptr || is_asleep() || !universe_.network.is_joined(number_, target->number_))
        return push(engine::DialFailed{order.id, link::DialFailure::unreachable});
    if (!target->is_up())  // A computer answers for a process that is no more.
        return push(engine::DialFailed{order.id, link::DialFailure::refused});
    auto wire = std::make_shared<Wire>(universe_, std::array{number_, target->number_}, number,
                                       universe_.seam == Seam::frames);
    universe_.traffic.on_dial(number_, target->number_);
    target->connect(wire, std::nullopt, endpoint());
    connect(std::move(wire), order, order.endpoint);
    push(engine::DialConnected{order.id});
}

void Peer::connect(std::shared_ptr<Wire> wire, std::optional<link::StartDial> dial,
                   const Endpoint& remote) {
    const LinkId id{next_link_++};
    std::optional<link::Expected> expected;
    if (dial && dial->expected) expected = engine()->expected_at(*dial->expected);
    const auto role = dial ? link::Role::initiator : link::Role::responder;
    auto connection = std::make_unique<Connection>(*this, id, std::move(wire),
                                                   make_channel(role, std::move(expected)));
    if (dial) connection->dial = dial->id;
    connection->remote = remote;
    connection->local = endpoint().address;
    connection->started = now().steady;
    connection->wire->attach(connection->side(), *connection);
    connections_.emplace(id, std::move(connection));
    request_turn();
}

std::unique_ptr<Channel> Peer::make_channel(link::Role role,
                                            std::optional<link::Expected> expected) {
    if (universe_.seam == Seam::frames)
        return std::make_unique<FrameChannel>(
            role, FrameChannel::Ends{.own = proof_, .expected = expected}, now().steady);
    link::LinkOptions options;
    options.own_instance = instance_;
    options.expected = expected;
    return std::make_unique<LinkChannel>(role, identity_, std::move(options), entropy_,
                                         now().steady);
}

// Connections

void Peer::Connection::on_segment(const Segment& segment) {
    peer.universe_.record({peer.number_, "segment of node", wire->node(1 - side()), segment.bytes});
    link::Events events;
    channel->on_segment(segment, peer.now().steady, events);
    peer.on_link_events(*this, events);
    peer.request_turn();
}

void Peer::Connection::on_end() {
    link::Events events;
    channel->on_end(peer.now().steady, events);
    peer.on_link_events(*this, events);
    peer.request_turn();
}

void Peer::Connection::on_room() {
    if (is_full) peer.request_turn();
}

/// What runs through somebody else has no wire of its own.
void Peer::record(const Connection& connection, std::string_view what) {
    const auto* const wire = connection.wire.get();
    universe_.record(
        {number_, what, wire == nullptr ? number_ : wire->node(1 - connection.side())});
}

void Peer::on_link_events(Connection& connection, const link::Events& events) {
    for (const auto& event : events) {
        if (const auto* established = std::get_if<link::Established>(&event)) {
            record(connection, "link to node");
            host_->on_established({.link = connection.id,
                                   .peer = established->peer,
                                   .remote = connection.remote,
                                   .dial = connection.dial,
                                   .started = connection.started,
                                   .local = connection.local,
                                   .stream = connection.stream});
        } else if (const auto* received = std::get_if<link::Received>(&event)) {
            universe_.record({number_, "frame of type", received->type, received->body});
            take_frame(connection.id, *received);
        } else if (std::holds_alternative<link::Aging>(event)) {
            host_->push(engine::LinkAging{connection.id});
        } else if (const auto* ended = std::get_if<link::Ended>(&event)) {
            record(connection, "end of link to node");
            host_->on_ended(connection.id, *ended);
            // After a handshake this dial is no more, and nobody listens to its failure.
            if (connection.dial)
                host_->push(
                    engine::DialFailed{*connection.dial, link::dial_failure(ended->reason)});
        }
    }
}

void Peer::take_frame(LinkId link, const link::Received& received) {
    if (asks_for_copies(received.type) && boundary_.rolls(universe_.faults.miss)) return;
    auto body = received.body;
    if (meddler && !meddler->lets_in(link, received.type, body)) return;
    for (auto* const watcher : universe_.frame_watchers)
        watcher->on_came(number_, link, received.type, body);
    host_->push(engine::FrameReceived{link, received.type, std::move(body)});
}

void Peer::flush_connections() {
    std::erase_if(connections_, [this](const auto& each) {
        auto& connection = *each.second;
        connection.queued = 0;
        if (connection.stream) return flush_stream(connection);
        const bool is_finished = connection.channel->is_finished();
        connection.is_full =
            universe_.faults.bandwidth > 0 && !is_finished &&
            connection.wire->waiting_bytes(connection.side()) >= small_socket_bytes;
        if (connection.is_full) return false;
        if (auto output = connection.channel->take_output(); !output.empty())
            connection.wire->send(connection.side(), std::move(output));
        if (!is_finished) return false;
        connection.wire->close(connection.side());
        return true;
    });
}

std::vector<Peer::Connection*> Peer::some_with_wires(double share) {
    std::vector<Connection*> some;
    for (const auto& [id, connection] : connections_)
        if (connection->wire && boundary_.rolls(share)) some.push_back(connection.get());
    return some;
}

void Peer::half_close(double share, bool is_deaf) {
    for (auto* const each : some_with_wires(share)) each->wire->half_close(each->side(), is_deaf);
}

void Peer::half_die(double share, bool is_deaf) {
    for (auto* const each : some_with_wires(share))
        each->wire->deafen(is_deaf ? each->side() : 1 - each->side());
}

/// What a host may do to its links at any time, and engines themselves do rarely.
void Peer::disturb_links() {
    if (engine() == nullptr) return;
    const auto any_link = [&]() -> std::optional<LinkId> {
        const auto& all = engine()->gossip().links().all();
        if (all.empty()) return std::nullopt;
        const auto skipped = boundary_.below(all.size());
        return std::next(all.begin(), static_cast<std::ptrdiff_t>(skipped))->first;
    };
    if (boundary_.rolls(universe_.faults.trim))
        if (const auto link = any_link())
            close(*link, boundary_.rolls(0.5) ? link::ByeReason::trim : link::ByeReason::none);
    if (boundary_.rolls(universe_.faults.compared))
        if (const auto link = any_link()) {
            const auto& digest = engine()->gossip().table().digest();
            utter(*link, gossip::digest_frame,
                  wire::encode(gossip::DigestFrame{{digest.begin(), digest.end()}}));
        }
}

void Peer::drop_connections(bool is_seen) {
    for (const auto& [id, connection] : connections_) {
        if (!connection->wire) continue;
        if (is_seen) {
            connection->wire->close(connection->side());
        } else {
            connection->wire->vanish(connection->side());
        }
    }
    connections_.clear();
}

}  // namespace earshot::sim
