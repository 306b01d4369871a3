#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "crypto/secret.hpp"
#include "crypto/view.hpp"

/// A hash of data that comes in pieces. `Function` says its `name`, `digest_bytes`, `block_bytes`
/// and `State`, and has `init`, `update` and `finish` on it. Wiped when it dies, as it may have
/// swallowed a key.
namespace earshot::crypto {

template <class Function>
class IncrementalHash {
public:
    static constexpr std::string_view name = Function::name;
    static constexpr std::size_t digest_bytes = Function::digest_bytes;
    static constexpr std::size_t block_bytes = Function::block_bytes;

    IncrementalHash() noexcept { Function::init(state_); }
    ~IncrementalHash() { wipe(std::as_writable_bytes(std::span{&state_, 1})); }
    /// Goes on from the same data.
    IncrementalHash(const IncrementalHash&) noexcept = default;
    IncrementalHash& operator=(const IncrementalHash&) = delete;

    IncrementalHash& update(View bytes) noexcept {
        Function::update(state_, bytes);
        return *this;
    }
    /// Ends the computation; the object is of no more use.
    void finish(std::span<std::byte, digest_bytes> digest) noexcept {
        Function::finish(state_, digest);
    }
    std::array<std::byte, digest_bytes> finish() noexcept {
        std::array<std::byte, digest_bytes> digest;
        finish(std::span{digest});
        return digest;
    }

private:
    typename Function::State state_;
};

}  // namespace earshot::crypto
