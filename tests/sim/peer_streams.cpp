#include <algorithm>

#include "tests/sim/peer.hpp"
#include "tests/sim/universe.hpp"

namespace earshot::sim {

void Peer::on_stream(const relay::StreamEffect& effect) {
    if (const auto* const start = std::get_if<relay::StartStream>(&effect))
        return start_stream(*start);
    link::Events events;
    Connection* connection = nullptr;
    if (const auto* const came = std::get_if<relay::StreamBytes>(&effect)) {
        if ((connection = find_stream(came->stream)) == nullptr) return;
        connection->channel->on_segment({0, came->bytes, nullptr}, now().steady, events);
    } else if (const auto* const room = std::get_if<relay::StreamRoom>(&effect)) {
        if ((connection = find_stream(room->stream)) == nullptr) return;
        connection->room += room->bytes;
    } else if (const auto* const end = std::get_if<relay::EndStream>(&effect)) {
        if ((connection = find_stream(end->stream)) == nullptr) return;
        connection->is_cut = true;
        connection->channel->on_end(now().steady, events);
    }
    on_link_events(*connection, events);
}

void Peer::start_stream(const relay::StartStream& start) {
    // Where links are pipes of frames there are no bytes that somebody could carry.
    if (universe_.seam == Seam::frames) return host_->push(engine::StreamOver{start.stream});
    std::optional<link::Expected> expected;
    if (start.is_ours) expected = engine()->expected_at(start.device);
    const auto role = start.is_ours ? link::Role::initiator : link::Role::responder;
    const LinkId id{next_link_++};
    auto connection =
        std::make_unique<Connection>(*this, id, nullptr, make_channel(role, std::move(expected)));
    connection->stream = start.stream;
    connection->started = now().steady;
    connections_.emplace(id, std::move(connection));
}

Peer::Connection* Peer::find_stream(StreamId stream) {
    const auto found = std::ranges::find_if(
        connections_, [&](const auto& each) { return each.second->stream == stream; });
    return found == connections_.end() ? nullptr : found->second.get();
}

/// True when it is over.
bool Peer::flush_stream(Connection& connection) {
    for (const auto& segment : connection.channel->take_output())
        connection.unsent.insert(connection.unsent.end(), segment.bytes.begin(),
                                 segment.bytes.end());
    if (connection.is_cut) connection.unsent.clear();
    if (const auto size = std::min(connection.room, connection.unsent.size()); size > 0) {
        const auto end = connection.unsent.begin() + static_cast<std::ptrdiff_t>(size);
        host_->push(engine::StreamSaid{*connection.stream, Bytes(connection.unsent.begin(), end)});
        connection.unsent.erase(connection.unsent.begin(), end);
        connection.room -= size;
    }
    if (!connection.channel->is_finished() || !connection.unsent.empty()) return false;
    host_->push(engine::StreamOver{*connection.stream});
    return true;
}

}  // namespace earshot::sim
