#include "tests/sim/event_queue.hpp"

#include <algorithm>
#include <utility>

namespace earshot::sim {

void EventQueue::add(Moment when, Happen happen) {
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(places_.size()));
        places_.emplace_back();
    }
    const auto place = free_.back();
    free_.pop_back();
    places_[place] = std::move(happen);
    heap_.push_back({when, order_++, place});
    std::push_heap(heap_.begin(), heap_.end());
}

EventQueue::Happen EventQueue::take() {
    const auto place = heap_.front().place;
    std::pop_heap(heap_.begin(), heap_.end());
    heap_.pop_back();
    free_.push_back(place);
    return std::exchange(places_[place], nullptr);
}

}  // namespace earshot::sim
