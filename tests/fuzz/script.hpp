#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "core/base/bytes.hpp"

/// What fuzz targets that play a story share.
namespace earshot::support {

inline void require(bool condition) {
    if (!condition) std::abort();
}

/// Reads the script; zero when it is over.
class Script {
public:
    explicit Script(ByteView bytes) : rest_(bytes) {}
    bool is_over() const { return rest_.empty(); }
    std::uint8_t byte() {
        const auto taken = bytes(1);
        return taken.empty() ? std::uint8_t{0} : std::to_integer<std::uint8_t>(taken.front());
    }
    std::size_t below(std::size_t bound) { return byte() % bound; }
    std::size_t number() { return std::size_t{byte()} << 8 | byte(); }
    Bytes bytes(std::size_t most) {
        const auto taken = rest_.first(std::min(most, rest_.size()));
        rest_ = rest_.subspan(taken.size());
        return to_bytes(taken);
    }

private:
    ByteView rest_;
};

}  // namespace earshot::support
