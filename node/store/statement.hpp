#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "node/store/database.hpp"

/// Prepared statements with typed parameters and columns. What a column holds is checked: a file
/// that somebody else wrote makes an Error, never a wrong value.
namespace earshot::store {

/// SQLite's integers are signed; this keeps the order of unsigned ones.
struct Ordered {
    std::uint64_t value = 0;
};

class Rows;

/// Prepared when first used, then kept. Lives no longer than its database.
class Statement {
public:
    /// `sql` is a literal.
    Statement(Database& database, const char* sql) noexcept : database_(database), sql_(sql) {}

    /// For statements without results. `conflict` when a constraint refused it.
    template <class... Values>
    Result<void> run(const Values&... values) {
        EARSHOT_CHECK(begin());
        bind_all(values...);
        return finish();
    }
    /// The rows it finds. The values must live as long as the rows are read.
    template <class... Values>
    Result<Rows> query(const Values&... values);

    /// Rows that the last `run` of this connection changed.
    std::int64_t changes() const noexcept { return sqlite3_changes64(database_.handle()); }

private:
    friend class Rows;
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
    };

    Result<void> begin();
    Result<void> finish();

    template <class... Values>
    void bind_all(const Values&... values) {
        int parameter = 0;
        (bind(++parameter, values), ...);
    }
    void bind(int parameter, std::int64_t value) noexcept;
    void bind(int parameter, ByteView value) noexcept;
    void bind(int parameter, std::string_view value) noexcept;
    void bind(int parameter, const Bytes& value) noexcept { bind(parameter, ByteView(value)); }
    void bind(int parameter, const std::string& value) noexcept {
        bind(parameter, std::string_view(value));
    }
    void bind(int parameter, Ordered value) noexcept {
        bind(parameter, static_cast<std::int64_t>(value.value ^ std::uint64_t{1} << 63));
    }
    void bind(int parameter, WallTime value) noexcept {
        bind(parameter, std::int64_t{value.time_since_epoch().count()});
    }
    template <class Value>
    requires std::unsigned_integral<Value> || std::is_enum_v<Value>
    void bind(int parameter, Value value) noexcept {
        bind(parameter, static_cast<std::int64_t>(value));
    }
    template <class Tag, std::size_t Size>
    void bind(int parameter, const Id<Tag, Size>& value) noexcept {
        bind(parameter, value.view());
    }
    template <std::size_t Size>
    void bind(int parameter, const std::array<std::byte, Size>& value) noexcept {
        bind(parameter, ByteView(value));
    }
    template <class Value>
    void bind(int parameter, const std::optional<Value>& value) noexcept {
        if (value) bind(parameter, *value);
    }

    Database& database_;  // Outlives its statements.
    const char* sql_;
    std::unique_ptr<sqlite3_stmt, Finalizer> prepared_;
};

/// The rows of one query, read once, forwards, column by column.
///
///     while (true) {
///         EARSHOT_TRY(const bool found, rows.next());
///         if (!found) break;
///         rows.read(person.id);
///         …
///         EARSHOT_CHECK(rows.check());
///     }
class Rows {
public:
    Rows(Rows&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
    Rows& operator=(Rows&&) = delete;
    ~Rows();

    Result<bool> next();
    /// After the columns of a row were read: were all of them what they must be?
    Result<void> check() const;

    template <std::integral Value>
    void read(Value& value) {
        const auto number = integer();
        value = static_cast<Value>(number);
        if constexpr (!std::is_same_v<Value, std::uint64_t>) expect(std::in_range<Value>(number));
    }
    void read(bool& value) {
        const auto number = integer();
        expect(number == 0 || number == 1);
        value = number == 1;
    }
    void read(Ordered& value) {
        value.value = static_cast<std::uint64_t>(integer()) ^ std::uint64_t{1} << 63;
    }
    void read(WallTime& value) { value = WallTime{Duration{integer()}}; }
    void read(std::string& value);
    void read(Bytes& value);
    template <std::size_t Size>
    void read(std::array<std::byte, Size>& value) {
        const auto view = blob();
        expect(view.size() == Size);
        if (view.size() == Size) std::ranges::copy(view, value.begin());
    }
    template <class Tag, std::size_t Size>
    void read(Id<Tag, Size>& value) {
        read(value.bytes);
    }
    template <class Value>
    void read(std::optional<Value>& value) {
        if (skip_null())
            value.reset();
        else
            read(value.emplace());
    }
    /// An enumeration whose values run from `first` to `last` without holes.
    template <class Enum>
    void read(Enum& value, Enum first, Enum last) {
        const auto number = integer();
        const bool known =
            static_cast<std::int64_t>(first) <= number && number <= static_cast<std::int64_t>(last);
        expect(known);
        value = known ? static_cast<Enum>(number) : first;
    }

private:
    friend class Statement;
    explicit Rows(Statement& statement) noexcept : statement_(&statement) {}

    std::int64_t integer();
    ByteView blob();
    bool skip_null();
    void expect(bool holds) noexcept { is_well_formed_ = is_well_formed_ && holds; }

    Statement* statement_;  // Outlives its rows.
    int column_ = 0;
    bool is_well_formed_ = true;
};

template <class... Values>
Result<Rows> Statement::query(const Values&... values) {
    EARSHOT_CHECK(begin());
    bind_all(values...);
    return Rows(*this);
}

/// A LIMIT: SQLite takes a negative one for none.
inline std::int64_t limit_of(std::size_t limit) noexcept {
    return static_cast<std::int64_t>(std::min<std::size_t>(limit, 1'000'000'000));
}

/// The rows of a query through `read_row(Rows&, Row&)`.
template <class Row, class Read>
Result<std::vector<Row>> all_rows(Result<Rows> found, Read&& read_row) {
    if (!found) return found.error();
    std::vector<Row> rows;
    while (true) {
        EARSHOT_TRY(const bool more, found->next());
        if (!more) return rows;
        read_row(*found, rows.emplace_back());
        EARSHOT_CHECK(found->check());
    }
}

/// The first row, if there is one.
template <class Row, class Read>
Result<std::optional<Row>> first_row(Result<Rows> found, Read&& read_row) {
    if (!found) return found.error();
    EARSHOT_TRY(const bool more, found->next());
    if (!more) return std::optional<Row>{};
    std::optional<Row> row{std::in_place};
    read_row(*found, *row);
    EARSHOT_CHECK(found->check());
    return row;
}

/// Changes a row, or adds it to a table that holds at most `rows_max`. `put` runs the statement
/// that it is given.
template <class Put>
Result<void> put_bounded(Statement& change, Statement& add, Statement& count, std::size_t rows_max,
                         Put&& put) {
    EARSHOT_CHECK(put(change));
    if (change.changes() > 0) return {};
    EARSHOT_TRY(
        const auto rows,
        first_row<std::uint64_t>(count.query(), [](Rows& row, auto& value) { row.read(value); }));
    if (rows.value_or(0) >= rows_max) return Error{ErrorKind::too_large, "the table is full"};
    return put(add);
}

}  // namespace earshot::store
