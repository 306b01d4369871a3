#pragma once

#include <algorithm>
#include <cstdint>

/// The numbers that one author gives their messages in one conversation: 1, 2, 3 … (`author_seq`).
/// So whoever took one out of it, or kept it back, is seen: a number is missing between two others.
namespace earshot::control {

class AuthorNumbers {
public:
    /// Of the author's next message, oldest first: how many are missing just before it. What came
    /// before the first one is not known; 0 and less are no numbers.
    std::int64_t missing_before(std::int64_t number) {
        if (number <= 0) return 0;
        const auto missing = last_ == 0 ? 0 : std::max<std::int64_t>(0, number - last_ - 1);
        last_ = std::max(last_, number);
        return missing;
    }

private:
    std::int64_t last_ = 0;
};

}  // namespace earshot::control
