#include "core/link/input_buffer.hpp"

#include <algorithm>

namespace earshot::link {

std::optional<ByteView> InputBuffer::take(ByteView& input, std::size_t size) {
    if (is_taken_) {
        kept_.clear();
        // An idle link should not hold on to the room of its largest frame.
        if (kept_.capacity() > kept_capacity_max) kept_.shrink_to_fit();
        is_taken_ = false;
    }
    if (kept_.empty() && input.size() >= size) {
        const auto taken = input.first(size);
        input = input.subspan(size);
        return taken;
    }
    const auto more = std::min(size - kept_.size(), input.size());
    append(kept_, input.first(more));
    input = input.subspan(more);
    if (kept_.size() < size) return std::nullopt;
    is_taken_ = true;
    return ByteView{kept_};
}

}  // namespace earshot::link
