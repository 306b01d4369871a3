#pragma once

#include "core/store/envelope_store.hpp"
#include "node/store/statement.hpp"

/// Envelopes in SQLite: held for others, deposited with others, collected from others.
namespace earshot::store {

class SqliteHeld final : public HeldStore {
public:
    explicit SqliteHeld(Database& database) noexcept : database_(database) {}

    Result<std::vector<HeldEnvelope>> held() override;
    Result<void> add_held(const HeldEnvelope& row, ByteView envelope) override;
    Result<std::optional<Bytes>> find_envelope(const EnvelopeId& id) override;
    Result<bool> remove_held(const EnvelopeId& id) override;
    Result<std::vector<PurgedEnvelope>> purged() override;
    Result<void> put_purged(const PurgedEnvelope& row) override;
    Result<bool> remove_purged(const EnvelopeId& id) override;
    Result<std::optional<Age>> find_age() override;
    Result<void> put_age(const Age& age) override;

private:
    Database& database_;
    Statement held_{database_,
                    "SELECT id, depositor, recipient, purge_hash, bytes, expires FROM held"
                    " ORDER BY id"};
    Statement add_{database_, "INSERT INTO held VALUES (?, ?, ?, ?, ?, ?)"};
    Statement add_envelope_{database_, "INSERT INTO held_envelope(id, envelope) VALUES (?, ?)"};
    Statement find_envelope_{database_, "SELECT envelope FROM held_envelope WHERE id = ?"};
    Statement remove_{database_, "DELETE FROM held WHERE id = ?"};
    Statement remove_envelope_{database_, "DELETE FROM held_envelope WHERE id = ?"};
    Statement purged_{database_, "SELECT id, depositor, secret, expires FROM purged ORDER BY id"};
    Statement put_purged_{database_, "INSERT OR REPLACE INTO purged VALUES (?, ?, ?, ?)"};
    Statement remove_purged_{database_, "DELETE FROM purged WHERE id = ?"};
    Statement find_age_{database_, "SELECT counted, at FROM held_age"};
    Statement put_age_{database_, "INSERT OR REPLACE INTO held_age VALUES (1, ?, ?)"};
};

class SqliteDeposits final : public DepositStore {
public:
    explicit SqliteDeposits(Database& database) noexcept : database_(database) {}

    Result<std::vector<Deposit>> deposits() override;
    Result<std::uint64_t> add_deposit(const Deposit& row, ByteView content) override;
    Result<std::optional<Bytes>> find_content(const MessageId& message) override;
    Result<void> end_deposit(const MessageId& message) override;
    Result<bool> remove_deposit(const MessageId& message) override;
    Result<std::vector<Copy>> copies() override;
    Result<void> put_copy(const Copy& copy) override;
    Result<bool> remove_copy(const MessageId& message, const DeviceId& carrier) override;

private:
    Database& database_;
    Statement deposits_{database_,
                        "SELECT position, message, recipient, kind, life_hours, secret, is_over"
                        " FROM deposit ORDER BY position"};
    Statement add_{database_,
                   "INSERT INTO deposit(message, recipient, kind, life_hours, secret, is_over)"
                   " VALUES (?, ?, ?, ?, ?, ?)"};
    Statement position_{database_, "SELECT position FROM deposit WHERE message = ?"};
    Statement add_content_{database_,
                           "INSERT INTO deposit_content(message, content) VALUES (?, ?)"};
    Statement find_content_{database_, "SELECT content FROM deposit_content WHERE message = ?"};
    Statement end_{database_, "UPDATE deposit SET is_over = 1 WHERE message = ?"};
    Statement remove_content_{database_, "DELETE FROM deposit_content WHERE message = ?"};
    Statement remove_copies_{database_, "DELETE FROM deposit_copy WHERE message = ?"};
    Statement remove_{database_, "DELETE FROM deposit WHERE message = ?"};
    Statement copies_{database_,
                      "SELECT message, carrier, envelope, is_held FROM deposit_copy"
                      " ORDER BY message, carrier"};
    Statement put_copy_{database_, "INSERT OR REPLACE INTO deposit_copy VALUES (?, ?, ?, ?)"};
    Statement remove_copy_{database_, "DELETE FROM deposit_copy WHERE message = ? AND carrier = ?"};
};

class SqliteCollected final : public CollectedStore {
public:
    explicit SqliteCollected(Database& database) noexcept : database_(database) {}

    Result<std::optional<CollectedEnvelope>> find_collected(const EnvelopeId& id) override;
    Result<void> put_collected(const CollectedEnvelope& row) override;

private:
    Database& database_;
    Statement find_{database_, "SELECT id, secret, is_stored FROM collected WHERE id = ?"};
    Statement change_{database_, "UPDATE collected SET secret = ?2, is_stored = ?3 WHERE id = ?1"};
    Statement add_{database_, "INSERT INTO collected(id, secret, is_stored) VALUES (?, ?, ?)"};
    Statement trim_{database_,
                    "DELETE FROM collected"
                    " WHERE number <= (SELECT max(number) FROM collected) - ?"};
};

}  // namespace earshot::store
