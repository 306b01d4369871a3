#include "tests/sim/universe.hpp"

#include <algorithm>

namespace earshot::sim {

void Universe::at(Instant when, std::function<void()> happen) {
    queue_.emplace(std::pair{std::max(when, now_), order_++}, std::move(happen));
}

void Universe::step() {
    auto next = queue_.extract(queue_.begin());
    now_ = next.key().first;
    next.mapped()();
}

void Universe::run_for(Duration time) {
    const Instant end = now_ + time;
    while (!queue_.empty() && queue_.begin()->first.first <= end) step();
    now_ = end;
}

bool Universe::run_until(const std::function<bool()>& done, Duration longest) {
    const Instant end = now_ + longest;
    while (!done()) {
        if (queue_.empty() || queue_.begin()->first.first > end) {
            now_ = end;
            return done();
        }
        step();
    }
    return true;
}

bool Universe::are_separate(const Peer& one, const Peer& other) const {
    return std::ranges::any_of(separated_, [&](const auto& pair) {
        return (pair.first == &one && pair.second == &other) ||
               (pair.first == &other && pair.second == &one);
    });
}

std::uint64_t Universe::below(std::uint64_t bound) {
    return read_u64(crypto::random_array<8>(entropy_)) % bound;
}

bool Universe::rolls(double probability) {
    if (probability <= 0) return false;
    constexpr std::uint64_t grain = std::uint64_t{1} << 53;
    return static_cast<double>(below(grain)) < probability * static_cast<double>(grain);
}

Duration Universe::latency() {
    const auto spread =
        static_cast<std::uint64_t>((faults.latency_max - faults.latency_min).count());
    return faults.latency_min + Duration{static_cast<Duration::rep>(below(spread + 1))};
}

void Universe::record(std::string_view what, ByteView detail) {
    Bytes entry;
    append_u64(entry, static_cast<std::uint64_t>(now_.time_since_epoch().count()));
    append(entry, bytes_of(what));
    append(entry, detail);
    trace_ = crypto::labelled_hash("earshot-sim trace", {trace_, entry});
}

std::string Universe::trace() const { return to_hex(trace_); }

}  // namespace earshot::sim
