#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/store/store.hpp"
#include "tests/support/catch.hpp"

/// What the store contract is tried on. A new implementation is one more line in `subjects()`.
namespace earshot::store::contract {

class Subject {
public:
    virtual ~Subject() = default;
    virtual Stores stores() = 0;
    /// As if the process died and started again: only what was committed is there afterwards.
    virtual void restart() = 0;
    /// From now on, or at the next write only, the disk fails. False where that cannot be had.
    virtual bool break_disk() { return false; }
    virtual void heal_disk() {}
};

struct Maker {
    std::string name;
    std::function<std::unique_ptr<Subject>()> make;
};

const std::vector<Maker>& subjects();

/// Runs a turn that must succeed.
template <class Turn>
void in_turn(const Stores& stores, Turn&& turn) {
    REQUIRE(stores.transactions.begin());
    turn();
    REQUIRE(stores.transactions.commit());
}

/// The value of a result that must be one.
template <class T>
T must(Result<T> result) {
    if (!result) FAIL(result.error().what);
    return *std::move(result);
}
inline void must(const Result<void>& result) {
    if (!result) FAIL(result.error().what);
}

template <class T>
ErrorKind error_of(const Result<T>& result) {
    if (result) FAIL("a success where an error was expected");
    return result.error().kind;
}

template <class SomeId>
SomeId id_of(std::uint64_t number) {
    SomeId id;
    for (std::size_t i = 0; i < 8; ++i)
        id.bytes[SomeId::size - 1 - i] = static_cast<std::byte>(number >> (8 * i));
    return id;
}

inline WallTime at(std::int64_t milliseconds) { return WallTime{Duration{milliseconds}}; }

}  // namespace earshot::store::contract
