#include "core/identity/card.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/identity/ids.hpp"
#include "core/wire/archive.hpp"

namespace earshot::identity {
namespace {

constexpr std::string_view label = "earshot1 card";

/// Somebody without a name that can be shown is called by the start of the person id.
std::string shown_name(const CardBody& body, const PersonId& person) {
    auto name = clean_name(body.name, limits::display_name_bytes_max);
    return name.empty() ? person.short_text() : name;
}

}  // namespace

bool is_valid(const CardBody& body) {
    return body.version == 1 && body.name.size() <= limits::display_name_bytes_max;
}

Bytes make_card(const LocalIdentity& identity, const CardContent& content) {
    const CardBody body{.certificate = identity.signed_certificate(),
                        .device_list = identity.signed_device_list(),
                        .seq = content.seq,
                        .created = encodable(content.created),
                        .name = clean_name(content.name, limits::display_name_bytes_max),
                        .avatar = content.avatar,
                        .extensions = {}};
    Signed<CardBody> card{wire::encode(body), {}};
    card.signature = crypto::sign(identity.device_keys(), label, card.body);
    return wire::encode(card);
}

Result<Card> open_card(ByteView signed_card, const crypto::Signatures& signatures) {
    EARSHOT_TRY(const auto outer,
                wire::decode<Signed<CardBody>>(signed_card, limits::card_bytes_max));
    EARSHOT_TRY(auto body, wire::decode<CardBody>(outer.body));
    EARSHOT_TRY(auto certificate, open_certificate(body.certificate, signatures));
    if (!signatures.verify(certificate.device, label, outer.body, outer.signature))
        return Error{ErrorKind::unauthenticated, "card is not signed by its device"};
    EARSHOT_TRY(auto list, open_device_list(body.device_list, signatures));
    if (list.account != certificate.account)
        return Error{ErrorKind::unauthenticated, "device list of another account"};
    if (!list.has(certificate.device))
        return Error{ErrorKind::unauthenticated, "device is not in its account's list"};

    const auto person = person_id(certificate.account);
    const auto device = device_id(certificate.device);
    auto name = shown_name(body, person);
    return Card{std::move(body), std::move(certificate), std::move(list), person,
                device,          card_hash(signed_card), std::move(name)};
}

}  // namespace earshot::identity
