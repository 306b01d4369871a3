#pragma once

#include <memory>
#include <utility>

/// A value that never changes and may have many holders: a copy costs a pointer. For what arrives
/// once and is kept in several places, or by many engines of one process. Without a value it is the
/// same as one made of `Value{}`.
namespace earshot {

template <class Value>
class Shared {
public:
    Shared() = default;
    // NOLINTBEGIN(google-explicit-constructor): who makes a value need not know that it is shared.
    // tidy(shared_ptr): nobody can change it, so it does not matter who owns it.
    Shared(Value value) : value_(std::make_shared<const Value>(std::move(value))) {}
    // NOLINTEND(google-explicit-constructor)

    const Value& operator*() const noexcept {
        static const Value none{};
        return value_ ? *value_ : none;
    }
    const Value* operator->() const noexcept { return &**this; }

    /// Nobody else holds it.
    bool is_sole() const noexcept { return value_.use_count() <= 1; }

    friend bool operator==(const Shared& one, const Shared& other) {
        return one.value_ == other.value_ || *one == *other;
    }

private:
    std::shared_ptr<const Value> value_;  // tidy(shared_ptr): as above.
};

}  // namespace earshot
