#include "core/session/prekey_card.hpp"

#include "core/base/limits.hpp"
#include "core/identity/ids.hpp"
#include "core/wire/archive.hpp"

namespace earshot::session {
namespace {

constexpr std::string_view label = "earshot1 prekey card";

}  // namespace

SignedPrekeyCard sign_prekey_card(const crypto::SignKeyPair& device, const PrekeyCard& card) {
    SignedPrekeyCard signed_card{wire::encode(card), {}};
    signed_card.signature = crypto::sign(device, label, signed_card.body);
    return signed_card;
}

Result<PrekeyCard> open_prekey_card(const SignedPrekeyCard& signed_card,
                                    const crypto::SignPublicKey& device,
                                    const crypto::Signatures& signatures) {
    EARSHOT_TRY(auto card,
                wire::decode<PrekeyCard>(signed_card.body, limits::prekeys_frame_bytes_max));
    if (card.device != identity::device_id(device))
        return Error{ErrorKind::unauthenticated, "the keys of another device"};
    if (!signatures.verify(device, label, signed_card.body, signed_card.signature))
        return Error{ErrorKind::unauthenticated, "the keys are not signed by their device"};
    return card;
}

}  // namespace earshot::session
