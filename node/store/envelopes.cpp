#include "node/store/envelopes.hpp"

#include "core/base/limits.hpp"

namespace earshot::store {
namespace {

std::int64_t number_of(Duration duration) { return duration.count(); }

void read_duration(Rows& rows, Duration& duration) {
    std::int64_t number = 0;
    rows.read(number);
    duration = Duration{number};
}

void read_bytes(Rows& rows, Bytes& bytes) { rows.read(bytes); }

}  // namespace

Result<std::vector<HeldEnvelope>> SqliteHeld::held() {
    return all_rows<HeldEnvelope>(held_.query(), [](Rows& rows, HeldEnvelope& row) {
        rows.read(row.id);
        rows.read(row.depositor);
        rows.read(row.recipient);
        rows.read(row.purge_hash);
        rows.read(row.bytes);
        read_duration(rows, row.expires);
    });
}

Result<void> SqliteHeld::add_held(const HeldEnvelope& row, ByteView envelope) {
    EARSHOT_CHECK(add_.run(row.id, row.depositor, row.recipient, row.purge_hash, row.bytes,
                           number_of(row.expires)));
    return add_envelope_.run(row.id, envelope);
}

Result<std::optional<Bytes>> SqliteHeld::find_envelope(const EnvelopeId& id) {
    return first_row<Bytes>(find_envelope_.query(id), read_bytes);
}

Result<bool> SqliteHeld::remove_held(const EnvelopeId& id) {
    EARSHOT_CHECK(remove_envelope_.run(id));
    EARSHOT_CHECK(remove_.run(id));
    return remove_.changes() > 0;
}

Result<std::vector<PurgedEnvelope>> SqliteHeld::purged() {
    return all_rows<PurgedEnvelope>(purged_.query(), [](Rows& rows, PurgedEnvelope& row) {
        rows.read(row.id);
        rows.read(row.depositor);
        rows.read(row.secret);
        read_duration(rows, row.expires);
    });
}

Result<void> SqliteHeld::put_purged(const PurgedEnvelope& row) {
    return put_purged_.run(row.id, row.depositor, row.secret, number_of(row.expires));
}

Result<bool> SqliteHeld::remove_purged(const EnvelopeId& id) {
    EARSHOT_CHECK(remove_purged_.run(id));
    return remove_purged_.changes() > 0;
}

Result<std::optional<HeldStore::Age>> SqliteHeld::find_age() {
    return first_row<Age>(find_age_.query(), [](Rows& rows, Age& age) {
        read_duration(rows, age.counted);
        rows.read(age.at);
    });
}

Result<void> SqliteHeld::put_age(const Age& age) {
    return put_age_.run(number_of(age.counted), age.at);
}

Result<std::vector<Deposit>> SqliteDeposits::deposits() {
    return all_rows<Deposit>(deposits_.query(), [](Rows& rows, Deposit& row) {
        rows.read(row.position);
        rows.read(row.message);
        rows.read(row.recipient);
        rows.read(row.kind);
        rows.read(row.life_hours);
        rows.read(row.secret);
        rows.read(row.is_over);
    });
}

Result<std::uint64_t> SqliteDeposits::add_deposit(const Deposit& row, ByteView content) {
    EARSHOT_CHECK(add_.run(row.message, row.recipient, row.kind, row.life_hours, row.secret,
                           std::int64_t{row.is_over}));
    EARSHOT_CHECK(add_content_.run(row.message, content));
    EARSHOT_TRY(
        const auto position,
        first_row<std::uint64_t>(position_.query(row.message),
                                 [](Rows& rows, std::uint64_t& number) { rows.read(number); }));
    return position.value_or(0);
}

Result<std::optional<Bytes>> SqliteDeposits::find_content(const MessageId& message) {
    return first_row<Bytes>(find_content_.query(message), read_bytes);
}

Result<void> SqliteDeposits::end_deposit(const MessageId& message) {
    EARSHOT_CHECK(end_.run(message));
    if (end_.changes() == 0) return Error{ErrorKind::not_found, "nobody carries this message"};
    return remove_content_.run(message);
}

Result<bool> SqliteDeposits::remove_deposit(const MessageId& message) {
    EARSHOT_CHECK(remove_content_.run(message));
    EARSHOT_CHECK(remove_copies_.run(message));
    EARSHOT_CHECK(remove_.run(message));
    return remove_.changes() > 0;
}

Result<std::vector<Copy>> SqliteDeposits::copies() {
    return all_rows<Copy>(copies_.query(), [](Rows& rows, Copy& copy) {
        rows.read(copy.message);
        rows.read(copy.carrier);
        rows.read(copy.envelope);
        rows.read(copy.is_held);
    });
}

Result<void> SqliteDeposits::put_copy(const Copy& copy) {
    return put_copy_.run(copy.message, copy.carrier, copy.envelope, std::int64_t{copy.is_held});
}

Result<bool> SqliteDeposits::remove_copy(const MessageId& message, const DeviceId& carrier) {
    EARSHOT_CHECK(remove_copy_.run(message, carrier));
    return remove_copy_.changes() > 0;
}

Result<std::optional<CollectedEnvelope>> SqliteCollected::find_collected(const EnvelopeId& id) {
    return first_row<CollectedEnvelope>(find_.query(id), [](Rows& rows, CollectedEnvelope& row) {
        rows.read(row.id);
        rows.read(row.secret);
        rows.read(row.is_stored);
    });
}

Result<void> SqliteCollected::put_collected(const CollectedEnvelope& row) {
    EARSHOT_CHECK(change_.run(row.id, row.secret, std::int64_t{row.is_stored}));
    if (change_.changes() > 0) return {};
    EARSHOT_CHECK(add_.run(row.id, row.secret, std::int64_t{row.is_stored}));
    return trim_.run(limit_of(limits::collected_max));
}

}  // namespace earshot::store
