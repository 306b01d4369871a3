#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "core/store/store.hpp"
#include "tests/support/catch.hpp"

/// Small rows, and a second way into a database file for looking at it and for spoiling it.
namespace earshot::store {

inline MessageId message_id(std::uint64_t number) {
    MessageId id;
    for (std::size_t i = 0; i < 8; ++i)
        id.bytes[31 - i] = static_cast<std::byte>(number >> (8 * i));
    return id;
}

inline Message message(std::uint64_t number, std::string text = "hello") {
    return {.id = message_id(number), .hlc = number, .text = std::move(text)};
}

/// One turn that adds a message to the conversation with id zero.
inline Result<void> add_in_turn(const Stores& stores, const Message& added) {
    EARSHOT_CHECK(stores.transactions.begin());
    EARSHOT_CHECK(stores.messages.put_conversation({}));
    EARSHOT_CHECK(stores.messages.add_message(added));
    return stores.transactions.commit();
}

inline std::size_t count_messages(const Stores& stores) {
    auto messages = stores.messages.page({}, {.before = {}, .limit = 1'000'000});
    if (!messages) FAIL(messages.error().what);
    return messages->size();
}

class RawDatabase {
public:
    explicit RawDatabase(const std::filesystem::path& path) {
        if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK)
            throw std::runtime_error("cannot open the database");
    }
    ~RawDatabase() { sqlite3_close(handle_); }
    RawDatabase(const RawDatabase&) = delete;
    RawDatabase& operator=(const RawDatabase&) = delete;

    /// Runs statements; returns the first column of the last row.
    std::string run(const std::string& sql) {
        std::string last;
        char* error = nullptr;
        const auto keep = [](void* target, int columns, char** values, char**) {
            if (columns > 0 && values[0]) *static_cast<std::string*>(target) = values[0];
            return 0;
        };
        if (sqlite3_exec(handle_, sql.c_str(), keep, &last, &error) != SQLITE_OK) {
            const std::string text = error ? error : "unknown";
            sqlite3_free(error);
            throw std::runtime_error(text);
        }
        return last;
    }

private:
    sqlite3* handle_ = nullptr;
};

}  // namespace earshot::store
