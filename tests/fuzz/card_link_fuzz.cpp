/// Texts that people paste: reading one never fails badly, and a card that is read is written back
/// as it was. Each input is also tried as the bytes of a card that its own account signed.
#include <cassert>
#include <cstdint>
#include <string>

#include "core/base/limits.hpp"
#include "core/identity/card_link.hpp"
#include "core/identity/signed.hpp"
#include "core/wire/archive.hpp"

namespace identity = earshot::identity;
namespace wire = earshot::wire;

namespace {

/// Chance would never find a signature.
class AnySignature final : public earshot::crypto::Signatures {
public:
    earshot::crypto::Signature sign(const earshot::crypto::SignKeyPair& key, std::string_view label,
                                    earshot::ByteView message) const override {
        return earshot::crypto::sign(key, label, message);
    }
    bool verify(const earshot::crypto::SignPublicKey&, std::string_view, earshot::ByteView,
                const earshot::crypto::Signature&) const override {
        return true;
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = std::as_bytes(std::span(data, size));
    (void)identity::open_card_link(earshot::text_of(input));
    identity::Signed<identity::CardLink> outer{earshot::to_bytes(input), {}};
    const auto text =
        std::string{identity::card_link_scheme} + earshot::to_base32(wire::encode(outer));
    if (const auto card = identity::open_card_link(text, AnySignature{})) {
        assert(wire::encode(*card) == outer.body);
        assert(card->endpoints().size() <= earshot::limits::card_link_endpoints_max);
    }
    return 0;
}
