#include "core/control/lines.hpp"

#include "core/control/secret_text.hpp"

namespace earshot::control {

void LineSplitter::add(std::string_view bytes) {
    held_.erase(0, taken_);
    searched_ -= taken_;
    taken_ = 0;
    held_ += bytes;
}

Result<std::optional<std::string_view>> LineSplitter::next() {
    const auto end = held_.find('\n', searched_);
    const auto size = (end == std::string::npos ? held_.size() : end) - taken_;
    if (size > line_bytes_max_) return Error{ErrorKind::too_large, "line is too long"};
    if (end == std::string::npos) {
        searched_ = held_.size();
        return std::optional<std::string_view>{};
    }
    const auto line = std::string_view{held_}.substr(taken_, size);
    taken_ = searched_ = end + 1;
    return std::optional{line};
}

void LineSplitter::wipe_taken() noexcept { wipe(std::span{held_}.first(taken_)); }

}  // namespace earshot::control
