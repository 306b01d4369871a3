#include "node/store/statement.hpp"

#include <cassert>

namespace earshot::store {

Result<void> Statement::begin() {
    if (const auto& broken = database_.broken()) return *broken;
    if (prepared_) return {};
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(database_.handle(), sql_, -1, SQLITE_PREPARE_PERSISTENT,
                                        &statement, nullptr);
    prepared_.reset(statement);
    if (code != SQLITE_OK) return database_.error_of(code);
    return {};
}

Result<void> Statement::finish() {
    const int code = sqlite3_step(prepared_.get());
    Result<void> result;
    if (code != SQLITE_DONE && code != SQLITE_ROW) result = database_.error_of(code);
    sqlite3_reset(prepared_.get());
    sqlite3_clear_bindings(prepared_.get());
    return result;
}

// Binding fails only without memory or for a parameter that does not exist.
void Statement::bind(int parameter, std::int64_t value) noexcept {
    [[maybe_unused]] const int code = sqlite3_bind_int64(prepared_.get(), parameter, value);
    assert(code == SQLITE_OK);
}

void Statement::bind(int parameter, ByteView value) noexcept {
    // A null pointer would mean NULL.
    const void* bytes = value.empty() ? static_cast<const void*>("") : value.data();
    [[maybe_unused]] const int code =
        sqlite3_bind_blob64(prepared_.get(), parameter, bytes, value.size(), SQLITE_STATIC);
    assert(code == SQLITE_OK);
}

void Statement::bind(int parameter, std::string_view value) noexcept {
    const char* text = value.empty() ? "" : value.data();
    [[maybe_unused]] const int code = sqlite3_bind_text64(prepared_.get(), parameter, text,
                                                          value.size(), SQLITE_STATIC, SQLITE_UTF8);
    assert(code == SQLITE_OK);
}

Rows::~Rows() {
    if (!statement_) return;
    sqlite3_reset(statement_->prepared_.get());
    sqlite3_clear_bindings(statement_->prepared_.get());
}

Result<bool> Rows::next() {
    column_ = 0;
    const int code = sqlite3_step(statement_->prepared_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return statement_->database_.error_of(code);
}

Result<void> Rows::check() const {
    if (!is_well_formed_) return Error{ErrorKind::io, "the database holds a malformed row"};
    return {};
}

void Rows::read(std::string& value) {
    const bool is_text = sqlite3_column_type(statement_->prepared_.get(), column_) == SQLITE_TEXT;
    expect(is_text);
    // Bytes first: asking for the text of a text column converts nothing.
    const auto* text = sqlite3_column_text(statement_->prepared_.get(), column_);
    const auto size = sqlite3_column_bytes(statement_->prepared_.get(), column_++);
    value.clear();
    if (is_text && text)
        value.assign(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
}

void Rows::read(Bytes& value) {
    const auto view = blob();
    value.assign(view.begin(), view.end());
}

std::int64_t Rows::integer() {
    expect(sqlite3_column_type(statement_->prepared_.get(), column_) == SQLITE_INTEGER);
    return sqlite3_column_int64(statement_->prepared_.get(), column_++);
}

ByteView Rows::blob() {
    const int column = column_++;
    const bool is_blob = sqlite3_column_type(statement_->prepared_.get(), column) == SQLITE_BLOB;
    expect(is_blob);
    if (!is_blob) return {};
    const auto* bytes =
        static_cast<const std::byte*>(sqlite3_column_blob(statement_->prepared_.get(), column));
    const auto size = sqlite3_column_bytes(statement_->prepared_.get(), column);
    return {bytes, bytes ? static_cast<std::size_t>(size) : 0};
}

bool Rows::skip_null() {
    if (sqlite3_column_type(statement_->prepared_.get(), column_) != SQLITE_NULL) return false;
    ++column_;
    return true;
}

}  // namespace earshot::store
