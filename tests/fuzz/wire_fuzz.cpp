#include <cstdint>
#include <cstdlib>
#include <span>

#include "core/wire/archive.hpp"
#include "tests/support/wire_samples.hpp"

/// Any bytes either are refused or are the one encoding of what they decode to. The first byte
/// chooses the type.
namespace earshot {
namespace {

template <class T>
void check(ByteView input) {
    const auto decoded = wire::decode<T>(input);
    if (!decoded) return;
    if (!std::ranges::equal(wire::encode(*decoded), input)) std::abort();
    if constexpr (std::same_as<T, support::Note>) {
        auto grown = *decoded;
        const auto span =
            wire::find_extension<support::Span>(grown.extensions, support::note_span_extension);
        if (!span || !*span) return;
        wire::set_extension(grown.extensions, support::note_span_extension, **span);
        if (grown != *decoded) std::abort();
    }
}

}  // namespace
}  // namespace earshot

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace earshot;
    if (size == 0) return 0;
    const auto input = std::as_bytes(std::span{data, size}).subspan(1);
    switch (data[0]) {
        case 0: check<support::Numbers>(input); break;
        case 1: check<support::Lists>(input); break;
        case 2: check<support::Tree>(input); break;
        case 3: check<support::Note>(input); break;
        case 4: check<std::vector<support::Span>>(input); break;
        case 5:
            check<std::map<std::uint16_t, std::vector<std::optional<support::Note>>>>(input);
            break;
        default: break;
    }
    return 0;
}
