#pragma once

#include <array>
#include <cstddef>
#include <span>

/// Randomness as something handed in, so that a seed replays a whole run. Nothing else in `crypto`
/// or `core` may ask the system for random bytes.
namespace earshot::crypto {

class Entropy {
public:
    virtual ~Entropy() = default;

    /// Fills `target` with unpredictable bytes; it cannot fail.
    virtual void fill(std::span<std::byte> target) = 0;
};

/// The operating system's generator. The first one made starts libsodium, which then chooses its
/// fastest implementations for this processor. Any thread.
class SystemEntropy final : public Entropy {
public:
    SystemEntropy();
    void fill(std::span<std::byte> target) override;
};

/// For identifiers, salts and nonces. Keys come from `Secret::generate`, which wipes them.
template <std::size_t Size>
std::array<std::byte, Size> random_array(Entropy& entropy) {
    std::array<std::byte, Size> bytes;
    entropy.fill(bytes);
    return bytes;
}

}  // namespace earshot::crypto
