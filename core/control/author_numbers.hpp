#pragma once

#include <algorithm>
#include <cstdint>

/// The numbers that one author gives their messages in one conversation: 1, 2, 3 … (`author_seq`).
/// So whoever took one out of it, or kept it back, is seen: a number is missing between two others.
namespace earshot::control {

/// How many are missing between a message of an author and the one that is known before it. 0 and
/// less are no numbers; what came before the first one is not known.
constexpr std::int64_t missing_between(std::int64_t before, std::int64_t number) {
    return before <= 0 ? 0 : std::max<std::int64_t>(0, number - before - 1);
}

}  // namespace earshot::control
