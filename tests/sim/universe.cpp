#include "tests/sim/universe.hpp"

namespace earshot::sim {
void Universe::step() {
    now_ = queue_.next();
    ++steps_;
    queue_.take()();
}

void Universe::run_for(Micros time) {
    const auto end = now_ + time;
    while (!queue_.is_empty() && queue_.next() <= end) step();
    now_ = end;
}

bool Universe::run_until(const std::function<bool()>& done, Micros longest) {
    const auto end = now_ + longest;
    while (!done()) {
        if (queue_.is_empty() || queue_.next() > end) {
            now_ = end;
            return done();
        }
        step();
    }
    return true;
}

}  // namespace earshot::sim
