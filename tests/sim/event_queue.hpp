#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "tests/sim/moment.hpp"

/// What is going to happen, in the order of time and, for one moment, of being ordered.
namespace earshot::sim {

class EventQueue {
public:
    using Happen = std::function<void()>;

    void add(Moment when, Happen happen);
    bool is_empty() const { return heap_.empty(); }
    Moment next() const { return heap_.front().when; }  ///< Precondition: not empty.
    Happen take();                                      ///< Precondition: not empty.
    std::size_t size() const { return heap_.size(); }

private:
    /// Small, because a heap moves its entries about; what is to happen stays where it is.
    struct Entry {
        Moment when;
        std::uint64_t order = 0;
        std::uint32_t place = 0;

        friend bool operator<(const Entry& one, const Entry& other) {
            return one.when != other.when ? one.when > other.when : one.order > other.order;
        }
    };

    std::vector<Entry> heap_;
    std::vector<Happen> places_;
    std::vector<std::uint32_t> free_;
    std::uint64_t order_ = 0;
};

}  // namespace earshot::sim
