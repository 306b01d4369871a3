#include "node/store/outbox.hpp"

namespace earshot::store {
namespace {

void read_outgoing(Rows& rows, Outgoing& outgoing) {
    rows.read(outgoing.position);
    rows.read(outgoing.to);
    rows.read(outgoing.id);
    rows.read(outgoing.kind);
    rows.read(outgoing.payload);
    rows.read(outgoing.queued);
    rows.read(outgoing.seal.device);
    rows.read(outgoing.seal.recipe);
}

/// Asked of the table before a row goes: afterwards it no longer knows the highest position given.
Result<void> learn_last(Statement& last, std::optional<std::uint64_t>& position) {
    if (position) return {};
    EARSHOT_TRY(position,
                first_row<std::uint64_t>(last.query(),
                                         [](Rows& rows, std::uint64_t& row) { rows.read(row); }));
    return {};
}

}  // namespace

Result<std::uint64_t> SqliteOutbox::add_outgoing(const Outgoing& outgoing) {
    EARSHOT_CHECK(learn_last(last_, last_position_));
    const auto position = last_position_.value_or(0) + 1;
    EARSHOT_CHECK(add_.run(position, outgoing.to, outgoing.id, outgoing.kind, outgoing.payload,
                           outgoing.queued, outgoing.seal.device, outgoing.seal.recipe));
    last_position_ = position;
    return position;
}

Result<std::vector<Outgoing>> SqliteOutbox::outgoing_after(const PersonId& to,
                                                           std::uint64_t position,
                                                           std::size_t limit,
                                                           std::size_t bytes_max) {
    EARSHOT_TRY(auto rows, after_.query(to, position, limit_of(limit)));
    std::vector<Outgoing> found;
    std::size_t bytes = 0;
    while (true) {
        EARSHOT_TRY(const bool more, rows.next());
        if (!more) return found;
        Outgoing row;
        read_outgoing(rows, row);
        EARSHOT_CHECK(rows.check());
        bytes += row.payload.size();
        if (bytes > bytes_max && !found.empty()) return found;
        found.push_back(std::move(row));
    }
}

Result<std::optional<Outgoing>> SqliteOutbox::find_outgoing(const MessageId& id) {
    return first_row<Outgoing>(find_.query(id), read_outgoing);
}

Result<void> SqliteOutbox::put_sealed(const MessageId& id, const Seal& seal) {
    return seal_.run(seal.device, seal.recipe, id);
}

Result<bool> SqliteOutbox::remove_outgoing(const MessageId& id) {
    EARSHOT_CHECK(learn_last(last_, last_position_));
    EARSHOT_CHECK(remove_.run(id));
    return remove_.changes() > 0;
}

Result<std::vector<OutboxStore::Waiting>> SqliteOutbox::waiting() {
    return all_rows<Waiting>(waiting_.query(), [](Rows& rows, Waiting& waiting) {
        rows.read(waiting.to);
        rows.read(waiting.count);
    });
}

}  // namespace earshot::store
