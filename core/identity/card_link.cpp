#include "core/identity/card_link.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/identity/ids.hpp"
#include "core/identity/signed.hpp"
#include "core/wire/archive.hpp"

namespace earshot::identity {
namespace {

constexpr std::string_view label = "earshot1 card link";
/// Eight characters hold five bytes.
constexpr std::size_t text_bytes_max = (limits::card_link_bytes_max * 8 + 4) / 5;

bool has_scheme(std::string_view text) {
    const auto same = [](char given, char wanted) {
        return given == wanted || (given >= 'A' && given <= 'Z' && given - 'A' + 'a' == wanted);
    };
    return text.size() >= card_link_scheme.size() &&
           std::ranges::equal(text.substr(0, card_link_scheme.size()), card_link_scheme, same);
}

}  // namespace

bool is_valid(const CardLink& card) {
    return card.version == 1 && card.name.size() <= limits::display_name_bytes_max &&
           card.places.size() <= limits::card_link_endpoints_max &&
           std::ranges::none_of(card.places, [](const auto& place) { return place.port == 0; });
}

PersonId CardLink::person() const { return person_id(account); }
DeviceId CardLink::device_id() const { return identity::device_id(device); }

std::vector<Endpoint> CardLink::endpoints() const {
    std::vector<Endpoint> endpoints;
    for (const auto& place : places)
        endpoints.push_back({.address = {.bytes = place.address}, .port = place.port});
    return endpoints;
}

std::string make_card_link(const LocalIdentity& identity, std::string_view name,
                           const std::vector<Endpoint>& endpoints) {
    const auto& certificate = identity.certificate();
    CardLink card{.account = certificate.account,
                  .device = certificate.device,
                  .link = certificate.link,
                  .name = clean_name(name, limits::display_name_bytes_max),
                  .places = {},
                  .extensions = {}};
    for (const auto& endpoint : endpoints)
        if (card.places.size() < limits::card_link_endpoints_max && endpoint.port != 0 &&
            !endpoint.address.is_link_local())
            card.places.push_back({endpoint.address.bytes, endpoint.port});
    Signed<CardLink> made{wire::encode(card), {}};
    made.signature = crypto::sign(identity.account_keys(), label, made.body);
    return std::string{card_link_scheme} + to_base32(wire::encode(made));
}

Result<CardLink> open_card_link(std::string_view text, const crypto::Signatures& signatures) {
    if (!has_scheme(text)) return Error{ErrorKind::malformed, "a card begins with `earshot:`"};
    text.remove_prefix(card_link_scheme.size());
    if (text.size() > text_bytes_max) return Error{ErrorKind::too_large, "no card is so long"};
    const auto bytes = from_base32(text);
    if (!bytes) return Error{ErrorKind::malformed, "the card is not complete, or misspelt"};
    EARSHOT_TRY(const auto outer,
                wire::decode<Signed<CardLink>>(*bytes, limits::card_link_bytes_max));
    EARSHOT_TRY(auto card, wire::decode<CardLink>(outer.body));
    if (!signatures.verify(card.account, label, outer.body, outer.signature))
        return Error{ErrorKind::unauthenticated, "the card was changed by somebody else"};
    return card;
}

}  // namespace earshot::identity
