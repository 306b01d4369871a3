#include "cli/suggest.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace earshot::cli {
namespace {

constexpr std::size_t word_bytes_max = 64;  // The work grows with the square.

/// Optimal string alignment distance.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> above(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t same = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + same});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = std::exchange(above, row);
    }
    return above[b.size()];
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view typed,
                                        std::span<const std::string_view> words) {
    if (typed.size() > word_bytes_max) return std::nullopt;
    std::optional<std::string_view> best;
    std::size_t best_distance = std::max<std::size_t>(1, (typed.size() + 1) / 3) + 1;
    for (const auto word : words) {
        const bool is_beginning = typed.size() >= 2 && word.starts_with(typed);
        const auto away = is_beginning ? 1 : distance(typed, word);
        if (away >= best_distance) continue;
        best_distance = away;
        best = word;
    }
    return best;
}

}  // namespace earshot::cli
