#include "core/gossip/presence.hpp"

#include <algorithm>
#include <cassert>

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/identity/ids.hpp"
#include "core/identity/signed.hpp"
#include "core/wire/archive.hpp"
#include "crypto/hash.hpp"

namespace earshot::gossip {
namespace {

constexpr std::string_view label = "earshot1 presence";
constexpr std::uint16_t status_text_extension = 1;
constexpr std::uint16_t confided_extension = 2;

using SignedPresence = identity::Signed<Presence>;

Bytes signed_content(const NetworkId& network, ByteView body) {
    Bytes content;
    content.reserve(NetworkId::size + body.size());
    append(content, network.view());
    append(content, body);
    return content;
}

}  // namespace

Sid sid_of(const DeviceId& device) { return Sid::from_view(device.view().first(Sid::size)); }

Sid sid_of(const crypto::SignPublicKey& device) { return sid_of(identity::device_id(device)); }

PublishedEndpoint PublishedEndpoint::of(const Endpoint& endpoint) {
    PublishedEndpoint published;
    published.port = endpoint.port;
    if (endpoint.address.is_v4()) {
        auto& four = published.address.emplace<0>();
        std::copy_n(endpoint.address.bytes.begin() + 12, four.size(), four.begin());
    } else {
        published.address.emplace<1>(endpoint.address.bytes);
    }
    return published;
}

Endpoint PublishedEndpoint::endpoint() const {
    if (const auto* const four = std::get_if<0>(&address)) return {Address::v4(*four), port};
    return {Address{std::get<1>(address), 0}, port};
}

bool is_valid(const Presence& presence) {
    return presence.version == 1 && presence.endpoints.size() <= limits::record_addresses_max &&
           std::ranges::none_of(presence.endpoints, [](const auto& published) {
               return published.port == 0 || published.endpoint().address.is_link_local();
           });
}

std::string Presence::status_text() const {
    const auto found = extensions.find(status_text_extension);
    if (found == extensions.end()) return {};
    return clean_name(earshot::text_of(found->second), limits::status_text_bytes_max);
}

bool Presence::is_confided() const { return extensions.contains(confided_extension); }

void Presence::set_confided(bool is_confided) {
    if (is_confided) {
        extensions.insert_or_assign(confided_extension, Bytes{});
    } else {
        extensions.erase(confided_extension);
    }
}

bool Presence::is_in(const Subnet& subnet) const {
    return std::ranges::any_of(endpoints, [&](const auto& published) {
        return subnet.contains(published.endpoint().address);
    });
}

void Presence::set_status_text(std::string_view text) {
    const auto clean = clean_name(text, limits::status_text_bytes_max);
    if (clean.empty()) {
        extensions.erase(status_text_extension);
    } else {
        extensions.insert_or_assign(status_text_extension, to_bytes(bytes_of(clean)));
    }
}

Record make_record(const identity::LocalIdentity& identity, const NetworkId& network,
                   const Presence& presence, const crypto::Signatures& signatures) {
    SignedPresence sealed{wire::encode(presence), {}};
    sealed.signature =
        signatures.sign(identity.device_keys(), label, signed_content(network, sealed.body));
    auto record = read_record(wire::encode(sealed));
    assert(record);
    return *std::move(record);
}

Result<Record> read_record(ByteView bytes) {
    EARSHOT_TRY(const auto sealed, wire::decode<SignedPresence>(bytes, limits::record_bytes_max));
    EARSHOT_TRY(auto presence, wire::decode<Presence>(sealed.body, limits::record_bytes_max));
    const auto device = identity::device_id(presence.device);
    const auto person = identity::person_id(presence.account);
    const auto hash = read_u32(crypto::sha256(bytes));
    return Record{std::move(presence), sid_of(device), device, person, hash, to_bytes(bytes)};
}

bool is_authentic(const Record& record, const NetworkId& network,
                  const crypto::Signatures& signatures) {
    const auto sealed = wire::decode<SignedPresence>(record.bytes, limits::record_bytes_max);
    return sealed && signatures.verify(record.presence.device, label,
                                       signed_content(network, sealed->body), sealed->signature);
}

}  // namespace earshot::gossip
