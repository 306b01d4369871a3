#include "node/store/conversation_rows.hpp"

namespace earshot::store {
namespace {

void read_place(Rows& rows, std::optional<Place>& place) {
    std::optional<Ordered> hlc;
    std::optional<MessageId> id;
    rows.read(hlc);
    rows.read(id);
    if (hlc && id) place = Place{hlc->value, *id};
}

void read_conversation(Rows& rows, Conversation& conversation) {
    Ordered last_hlc;
    Ordered settled;
    rows.read(conversation.id);
    rows.read(conversation.kind, ConversationKind::direct, ConversationKind::group);
    rows.read(conversation.peer);
    rows.read(last_hlc);
    rows.read(conversation.own_seq);
    rows.read(conversation.unread);
    rows.read(conversation.last);
    rows.read(conversation.newest);
    rows.read(conversation.active);
    read_place(rows, conversation.heard);
    read_place(rows, conversation.read);
    rows.read(conversation.late);
    read_place(rows, conversation.first_unread);
    rows.read(conversation.mark_untold);
    rows.read(conversation.mark_waiting);
    read_place(rows, conversation.peer_read);
    rows.read(conversation.peer_since);
    rows.read(settled);
    conversation.last_hlc = last_hlc.value;
    conversation.peer_settled = settled.value;
}

std::optional<Ordered> clock_in(const std::optional<Place>& place) {
    return place ? std::optional{Ordered{place->hlc}} : std::nullopt;
}
std::optional<MessageId> id_in(const std::optional<Place>& place) {
    return place ? std::optional{place->id} : std::nullopt;
}

}  // namespace

Result<std::vector<Conversation>> ConversationRows::all() {
    return all_rows<Conversation>(all_.query(), read_conversation);
}

Result<std::optional<Conversation>> ConversationRows::find(const ConversationId& id) {
    return first_row<Conversation>(find_.query(id), read_conversation);
}

Result<void> ConversationRows::put_by(Statement& statement, const Conversation& c) {
    return statement.run(c.id, c.kind, c.peer, Ordered{c.last_hlc}, c.own_seq, c.unread, c.last,
                         c.newest, c.active, clock_in(c.heard), id_in(c.heard), clock_in(c.read),
                         id_in(c.read), c.late, clock_in(c.first_unread), id_in(c.first_unread),
                         c.mark_untold, c.mark_waiting, clock_in(c.peer_read), id_in(c.peer_read),
                         c.peer_since, Ordered{c.peer_settled});
}

Result<void> ConversationRows::put(const Conversation& conversation) {
    EARSHOT_CHECK(put_by(change_, conversation));
    return change_.changes() > 0 ? Result<void>{} : put_by(add_, conversation);
}

Result<std::optional<std::int64_t>> ConversationRows::find_number(const ConversationId& id) {
    return first_row<std::int64_t>(number_.query(id),
                                   [](Rows& rows, std::int64_t& value) { rows.read(value); });
}

Result<void> ConversationRows::remove(std::int64_t number) { return remove_.run(number); }

}  // namespace earshot::store
