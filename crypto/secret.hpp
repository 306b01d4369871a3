#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "crypto/entropy.hpp"

/// Key material as a type of its own: wiped when it dies or is moved from, moved but never copied,
/// with no way to print or compare it. Each kind of key has its own Tag, so none is taken for
/// another.
namespace earshot::crypto {

/// Overwrites memory in a way the optimiser may not remove.
void wipe(std::span<std::byte> bytes) noexcept;

template <class Tag, std::size_t Size = 32>
class Secret {
public:
    static constexpr std::size_t size = Size;

    explicit Secret(std::span<const std::byte, Size> bytes) noexcept {
        std::ranges::copy(bytes, bytes_.begin());
    }
    static Secret generate(Entropy& entropy) {
        return made_by([&](std::span<std::byte, Size> bytes) { entropy.fill(bytes); });
    }
    /// Lets `write` put the key where it will live, so that no copy stays behind on the stack.
    template <class Write>
    static Secret made_by(Write&& write) {
        Secret secret;
        write(std::span<std::byte, Size>{secret.bytes_});
        return secret;
    }

    Secret(Secret&& other) noexcept : bytes_(other.bytes_) { other.wipe_own(); }
    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            bytes_ = other.bytes_;
            other.wipe_own();
        }
        return *this;
    }
    ~Secret() { wipe_own(); }

    /// Named so that every use of raw key bytes can be found with one search.
    std::span<const std::byte, Size> expose() const noexcept { return bytes_; }

private:
    Secret() = default;
    void wipe_own() noexcept { wipe(bytes_); }

    std::array<std::byte, Size> bytes_{};
};

}  // namespace earshot::crypto
