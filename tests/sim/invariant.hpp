#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sim/plan.hpp"
#include "tests/sim/world.hpp"

/// What must hold whatever happens, each under the number that the design gives it; and what must
/// hold again some time after the trouble is over.
namespace earshot::sim {

struct Violation {
    std::string invariant;
    std::string what;
    Moment when{};
};

class Violations {
public:
    void add(std::string_view invariant, std::string what, Moment when) {
        found_.push_back({std::string{invariant}, std::move(what), when});
    }
    const std::vector<Violation>& found() const { return found_; }

private:
    std::vector<Violation> found_;
};

/// Looks once a second, from outside, and through the constant views of engines. Keeps what it saw
/// before.
class Invariant {
public:
    virtual ~Invariant() = default;
    virtual void at_start(World&) {}
    virtual void on_second(const World&, Violations&) {}
    /// The plan has ended: `heals_at` is long ago.
    virtual void at_end(World&, const Plan&, Violations&) {}
};

}  // namespace earshot::sim
