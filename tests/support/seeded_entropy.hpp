#pragma once

#include <sodium/crypto_stream_chacha20.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "crypto/entropy.hpp"

/// Randomness that a seed replays: the ChaCha20 key stream of that seed. The bytes do not depend on
/// the sizes in which they are asked for. For tests and the simulator only.
namespace earshot::support {

class SeededEntropy final : public crypto::Entropy {
public:
    explicit SeededEntropy(std::uint64_t seed) {
        for (std::size_t i = 0; i < 8; ++i) key_[i] = static_cast<unsigned char>(seed >> (8 * i));
    }

    void fill(std::span<std::byte> target) override {
        while (!target.empty()) {
            if (used_ == buffer_.size()) refill();
            const auto size = std::min(target.size(), buffer_.size() - used_);
            std::copy_n(buffer_.begin() + static_cast<std::ptrdiff_t>(used_), size, target.begin());
            used_ += size;
            target = target.subspan(size);
        }
    }

private:
    static constexpr std::size_t block_bytes = 64;

    void refill() {
        constexpr std::array<unsigned char, crypto_stream_chacha20_NONCEBYTES> nonce{};
        buffer_.fill(std::byte{0});
        auto* bytes = reinterpret_cast<unsigned char*>(buffer_.data());
        crypto_stream_chacha20_xor_ic(bytes, bytes, buffer_.size(), nonce.data(), next_block_,
                                      key_.data());
        next_block_ += buffer_.size() / block_bytes;
        used_ = 0;
    }

    std::array<unsigned char, crypto_stream_chacha20_KEYBYTES> key_{};
    std::array<std::byte, 16 * block_bytes> buffer_{};
    std::size_t used_ = buffer_.size();
    std::uint64_t next_block_ = 0;
};

}  // namespace earshot::support
