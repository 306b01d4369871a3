#include "node/store/events.hpp"

#include "core/base/limits.hpp"

namespace earshot::store {
namespace {

void read_seq(Rows& rows, std::uint64_t& seq) { rows.read(seq); }

}  // namespace

Result<std::uint64_t> SqliteEvents::last_seq() {
    if (last_seq_ && last_seq_rollbacks_ == database_.rollbacks()) return *last_seq_;
    EARSHOT_TRY(last_seq_, first_row<std::uint64_t>(last_.query(), read_seq));
    last_seq_rollbacks_ = database_.rollbacks();
    return last_seq_.value_or(0);
}

Result<std::uint64_t> SqliteEvents::append_event(const Event& event) {
    EARSHOT_TRY(const auto last, last_seq());
    EARSHOT_CHECK(append_.run(last + 1, event.kind, event.subject, event.detail, event.time));
    last_seq_ = last + 1;
    return last + 1;
}

Result<std::vector<Event>> SqliteEvents::events_since(std::uint64_t since, std::size_t limit) {
    return all_rows<Event>(since_.query(since, limit_of(limit)), [](Rows& rows, Event& event) {
        rows.read(event.seq);
        rows.read(event.kind, EventKind::message_added, EventKind::conversation_removed);
        rows.read(event.subject);
        rows.read(event.detail);
        rows.read(event.time);
    });
}

Result<EventLog::Range> SqliteEvents::event_range() {
    EARSHOT_TRY(const auto last, last_seq());
    EARSHOT_TRY(const auto first, first_row<std::uint64_t>(first_.query(), read_seq));
    return Range{first.value_or(last + 1), last};
}

Result<void> SqliteEvents::trim_events(std::size_t keep) {
    EARSHOT_TRY(const auto last, last_seq());
    if (last <= keep) return {};
    EARSHOT_CHECK(trim_.run(last - keep));
    if (trim_.changes() == 0) return {};
    return mark_last_.run(last);
}

Result<std::uint64_t> SqliteEvents::acknowledged(std::string_view consumer) {
    EARSHOT_TRY(const auto seq, first_row<std::uint64_t>(acknowledged_.query(consumer), read_seq));
    return seq.value_or(0);
}

Result<void> SqliteEvents::acknowledge(std::string_view consumer, std::uint64_t seq) {
    const auto put = [&](Statement& statement) { return statement.run(consumer, seq); };
    return put_bounded(change_consumer_, add_consumer_, count_consumers_,
                       limits::event_consumers_max, put);
}

}  // namespace earshot::store
