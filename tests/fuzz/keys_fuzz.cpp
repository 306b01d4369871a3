/// The files that hold keys: reading one never fails badly, and what is accepted is written back as
/// it was. Each input is also tried with a right checksum, which chance would never find.
#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "crypto/hash.hpp"
#include "node/store/keys_format.hpp"

namespace store = earshot::store;

namespace {

void read_all(earshot::ByteView bytes) {
    static constexpr std::array<std::byte, 32> zeroes{};
    static const store::DataKey key{zeroes};
    if (const auto keys = store::parse_keys(bytes)) {
        assert(std::ranges::equal(store::encode_keys(*keys), bytes));
        (void)store::open_data_key(*keys, key);
    }
    if (const auto wrapping = store::parse_key_file(bytes))
        assert(std::ranges::equal(store::encode_key_file(*wrapping), bytes));
    (void)store::parse_identity(bytes, key);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = std::as_bytes(std::span(data, size));
    read_all(input);
    auto mended = earshot::to_bytes(input.first(size - std::min<std::size_t>(size, 8)));
    const auto digest = earshot::crypto::sha256(mended);
    earshot::append(mended, earshot::ByteView(digest).first(8));
    read_all(mended);
    return 0;
}
