#pragma once

#include <cstdint>
#include <optional>

#include "core/store/store.hpp"
#include "node/store/statement.hpp"

/// The durable event log in SQLite.
namespace earshot::store {

class SqliteEvents final : public EventLog {
public:
    explicit SqliteEvents(Database& database) noexcept : database_(database) {}

    Result<std::uint64_t> append_event(const Event& event) override;
    Result<std::vector<Event>> events_since(std::uint64_t since, std::size_t limit) override;
    Result<Range> event_range() override;
    Result<void> trim_events(std::size_t keep) override;
    Result<std::uint64_t> acknowledged(std::string_view consumer) override;
    Result<void> acknowledge(std::string_view consumer, std::uint64_t seq) override;

private:
    Result<std::uint64_t> last_seq();

    Database& database_;
    std::optional<std::uint64_t> last_seq_;  // As of `last_seq_rollbacks_`.
    std::uint64_t last_seq_rollbacks_ = 0;

    Statement last_{database_,
                    "SELECT max((SELECT coalesce(max(seq), 0) FROM event),"
                    " (SELECT value FROM mark WHERE name = 'last_event'))"};
    Statement append_{database_, "INSERT INTO event VALUES (?, ?, ?, ?, ?)"};
    Statement since_{database_,
                     "SELECT seq, kind, subject, detail, time FROM event WHERE seq > ?"
                     " ORDER BY seq LIMIT ?"};
    Statement first_{database_, "SELECT seq FROM event ORDER BY seq LIMIT 1"};
    Statement trim_{database_, "DELETE FROM event WHERE seq <= ?"};
    Statement mark_last_{database_, "UPDATE mark SET value = ? WHERE name = 'last_event'"};
    Statement acknowledged_{database_, "SELECT seq FROM event_consumer WHERE name = ?"};
    Statement change_consumer_{database_, "UPDATE event_consumer SET seq = ?2 WHERE name = ?1"};
    Statement add_consumer_{database_, "INSERT INTO event_consumer VALUES (?, ?)"};
    Statement count_consumers_{database_, "SELECT count(*) FROM event_consumer"};
};

}  // namespace earshot::store
