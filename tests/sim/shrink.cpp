#include "tests/sim/shrink.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr Duration shortest_fault = 100ms;
constexpr Duration shortest_run = 10s;

/// Left out are items [first, first + count) of those that are still in.
using Without = std::function<Plan(const Plan&, std::size_t first, std::size_t count)>;

class Shrinker {
public:
    Shrinker(Plan plan, const StillFails& still_fails, const IsTimeUp& is_time_up)
        : plan_(std::move(plan)), still_fails_(still_fails), is_time_up_(is_time_up) {}

    Plan result() {
        for (auto size = std::size_t{0}; size != parts(); leave_out_all()) size = parts();
        shorten_faults();
        shorten_run();
        return plan_;
    }

private:
    std::size_t parts() const {
        return node_count(plan_) + plan_.faults.size() + plan_.acts.size();
    }

    /// What is said decides who is needed, and a run of few is cheap: the many faults come last.
    void leave_out_all() {
        leave_out(plan_.acts.size(), without_acts);
        leave_out(node_count(plan_), without_nodes);
        leave_out(plan_.faults.size(), without_faults);
    }

    bool accept(Plan smaller) {
        if (is_time_up_() || !still_fails_(smaller)) return false;
        plan_ = std::move(smaller);
        return true;
    }

    /// ddmin over complements: parts of a half, a quarter, and so on down to single items.
    void leave_out(std::size_t items, const Without& without) {
        for (auto part = (items + 1) / 2; part > 0 && items > 0 && !is_time_up_();) {
            bool has_shrunk = false;
            for (std::size_t first = 0; first < items;) {
                const auto count = std::min(part, items - first);
                if (accept(without(plan_, first, count))) {
                    items -= count;
                    has_shrunk = true;
                } else {
                    first += count;
                }
            }
            if (!has_shrunk || part > items) part = part == 1 ? 0 : (part + 1) / 2;
        }
    }

    static std::size_t node_count(const Plan& plan) {
        return static_cast<std::size_t>(
            std::ranges::count_if(plan.nodes, [](const auto& node) { return node.is_there; }));
    }

    /// Nodes keep their numbers, so that the others' fates stay the same.
    static Plan without_nodes(const Plan& plan, std::size_t first, std::size_t count) {
        auto smaller = plan;
        std::size_t index = 0;
        for (auto& node : smaller.nodes) {
            if (!node.is_there) continue;
            if (index >= first && index < first + count) node.is_there = false;
            ++index;
        }
        return smaller;
    }

    template <class Item>
    static void cut(std::vector<Item>& items, std::size_t first, std::size_t count) {
        const auto begin = items.begin() + static_cast<std::ptrdiff_t>(first);
        items.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
    }
    static Plan without_faults(const Plan& plan, std::size_t first, std::size_t count) {
        auto smaller = plan;
        cut(smaller.faults, first, count);
        return smaller;
    }
    static Plan without_acts(const Plan& plan, std::size_t first, std::size_t count) {
        auto smaller = plan;
        cut(smaller.acts, first, count);
        return smaller;
    }

    void shorten_faults() {
        for (std::size_t i = 0; i < plan_.faults.size(); ++i)
            while (plan_.faults[i].lasts / 2 >= shortest_fault) {
                auto smaller = plan_;
                smaller.faults[i].lasts /= 2;
                if (!accept(std::move(smaller))) break;
            }
    }

    /// First the part after the trouble, then the trouble itself.
    void shorten_run() {
        while (plan_.ends_at / 2 >= std::max(shortest_run, plan_.heals_at)) {
            auto smaller = plan_;
            smaller.ends_at /= 2;
            if (!accept(std::move(smaller))) break;
        }
    }

    Plan plan_;
    const StillFails& still_fails_;
    const IsTimeUp& is_time_up_;
};

}  // namespace

Plan shrink(Plan plan, const StillFails& still_fails, const IsTimeUp& is_time_up) {
    return Shrinker{std::move(plan), still_fails, is_time_up}.result();
}

}  // namespace earshot::sim
