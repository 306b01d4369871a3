#pragma once

#include <cassert>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

/// Errors as values. `Result<T>` is the part of C++23's std::expected that Earshot uses, so it can
/// become an alias one day. Thread-safe as any value; owns what it holds.
namespace earshot {

enum class ErrorKind {
    malformed,        ///< Input that does not decode or breaks a rule of its format.
    too_large,        ///< Above a bound of limits.hpp.
    unauthenticated,  ///< A signature, tag or key that does not fit.
    replayed,         ///< Seen before.
    expired,          ///< Its time is over.
    busy,             ///< A bounded queue is full; trying later helps.
    not_found,
    conflict,  ///< The same name for something else.
    refused,   ///< Not allowed by policy or state.
    locked,    ///< Needs a passphrase first.
    no_space,  ///< The disk is full or read-only.
    io,        ///< The operating system or the database failed.
};

/// `kind` is for code to branch on; `what` is for people, and is always a literal.
struct Error {
    ErrorKind kind;
    std::string_view what;
    friend constexpr bool operator==(const Error&, const Error&) = default;
};

/// A value or an Error.
template <class T>
class [[nodiscard]] Result {
public:
    // NOLINTBEGIN(google-explicit-constructor): so that a value or an Error is simply returned.
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, error) {}
    // NOLINTEND(google-explicit-constructor)

    explicit operator bool() const noexcept { return state_.index() == 0; }
    T& operator*() & {
        assert(*this);
        return *std::get_if<0>(&state_);
    }
    const T& operator*() const& {
        assert(*this);
        return *std::get_if<0>(&state_);
    }
    T&& operator*() && { return std::move(**this); }
    T* operator->() { return &**this; }
    const T* operator->() const { return &**this; }
    const Error& error() const {
        assert(!*this);
        return *std::get_if<1>(&state_);
    }

private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(error) {}  // NOLINT(google-explicit-constructor)
    explicit operator bool() const noexcept { return !error_; }
    const Error& error() const {
        assert(error_);
        return *error_;
    }

private:
    std::optional<Error> error_;
};

}  // namespace earshot

#define EARSHOT_CONCAT_(a, b) a##b
#define EARSHOT_CONCAT(a, b) EARSHOT_CONCAT_(a, b)

/// `EARSHOT_TRY(auto key, parse_key(bytes));` declares `key`, or returns the Error to our caller.
/// One per line, in plain functions; in a coroutine write the `if` out.
#define EARSHOT_TRY(declaration, expression)                    \
    auto EARSHOT_CONCAT(earshot_try_, __LINE__) = (expression); \
    if (!EARSHOT_CONCAT(earshot_try_, __LINE__))                \
        return EARSHOT_CONCAT(earshot_try_, __LINE__).error();  \
    declaration = *std::move(EARSHOT_CONCAT(earshot_try_, __LINE__))

/// The same for an expression without a value: `EARSHOT_CHECK(store.erase(id));`
#define EARSHOT_CHECK(expression)                                                            \
    do {                                                                                     \
        if (auto earshot_check = (expression); !earshot_check) return earshot_check.error(); \
    } while (false)
