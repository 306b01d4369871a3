#include "core/carrier/envelope.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "core/wire/archive.hpp"
#include "crypto/hash.hpp"
#include "crypto/hpke.hpp"

namespace earshot::carrier {
namespace {

constexpr std::string_view seal_label = "earshot1 seal";
constexpr std::string_view purge_label = "earshot1 purge";
constexpr std::string_view id_label = "earshot1 envelope id";

/// Content of 1, 4, 16 and 66 KiB, and what stands around it.
constexpr std::array<std::size_t, 4> sizes{2048, 6144, 20'480, limits::envelope_bytes_max};

/// Version, suite, mailbox, seal id, life, purge hash, encapsulated key, and the count of the rest.
constexpr std::size_t outside_bytes = 1 + 1 + 16 + 4 + 2 + 32 + 32;
constexpr std::size_t around_bytes = outside_bytes + 4 + crypto::aead_tag_bytes;

/// What is sealed: a letter, and zeros up to a size that says little.
struct Padded {
    Letter letter;
    Bytes padding;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(letter, padding);
    }
};
bool is_valid(const Padded& padded) {
    return std::ranges::all_of(padded.padding, [](std::byte each) { return each == std::byte{}; });
}

}  // namespace

bool is_valid(const Outside& outside) {
    return outside.version == 1 && outside.life_hours > 0 &&
           outside.life_hours <= limits::envelope_life_hours_max &&
           outside.life_hours % limits::envelope_life_hours_step == 0;
}

bool is_valid(const Letter& letter) {
    return letter.version == 1 && letter.carriers.size() <= limits::carriers_per_message_max;
}

EnvelopeId envelope_id(ByteView envelope) {
    return EnvelopeId{crypto::labelled_hash(id_label, {envelope})};
}

PurgeHash purge_hash(const PurgeSecret& secret) {
    return PurgeHash{crypto::labelled_hash(purge_label, {secret.view()})};
}

std::uint16_t rounded_life(std::uint16_t hours) {
    constexpr auto step = limits::envelope_life_hours_step;
    const auto bounded = std::clamp(hours, step, limits::envelope_life_hours_max);
    return static_cast<std::uint16_t>((bounded + step - 1) / step * step);
}

Result<Sealed> seal(const Letter& letter, const SealTarget& target, std::uint16_t life_hours,
                    crypto::Entropy& entropy) {
    assert(is_valid(letter));
    if (letter.content.size() > limits::envelope_bytes_max)
        return Error{ErrorKind::too_large, "the content fits no envelope"};
    Padded padded{letter, {}};
    const auto needed = wire::encode(padded).size() + around_bytes;
    const auto* const size = std::ranges::lower_bound(sizes, needed);
    if (size == sizes.end()) return Error{ErrorKind::too_large, "the content fits no envelope"};
    padded.padding.resize(*size - needed);
    const auto plain = wire::encode(padded);

    const auto ephemeral = crypto::AgreeKeyPair::generate(entropy);
    auto sender = crypto::hpke_sender(ephemeral, target.key, bytes_of(seal_label));
    if (!sender) return Error{ErrorKind::unauthenticated, "a sealing key of small order"};
    Envelope envelope{{.mailbox = target.mailbox,
                       .seal_id = target.seal_id,
                       .life_hours = rounded_life(life_hours),
                       .purge_hash = purge_hash(letter.secret),
                       .encapsulated = sender->encapsulated},
                      Bytes(plain.size() + crypto::aead_tag_bytes)};
    sender->context.seal(wire::encode(envelope.outside), plain, envelope.sealed);
    auto bytes = wire::encode(envelope);
    assert(bytes.size() == *size);
    return Sealed{envelope_id(bytes), std::move(bytes)};
}

Result<Envelope> read_envelope(ByteView envelope) {
    if (envelope.size() > limits::envelope_bytes_max)
        return Error{ErrorKind::too_large, "an envelope above the largest size"};
    if (std::ranges::find(sizes, envelope.size()) == sizes.end())
        return Error{ErrorKind::malformed, "an envelope of no size that there is"};
    return wire::decode<Envelope>(envelope, limits::envelope_bytes_max);
}

Result<Letter> open(const Envelope& envelope, const crypto::AgreeKeyPair& own) {
    const Error refused{ErrorKind::unauthenticated, "not sealed to this key, or altered"};
    if (envelope.sealed.size() < crypto::aead_tag_bytes) return refused;
    auto recipient =
        crypto::hpke_recipient(own, envelope.outside.encapsulated, bytes_of(seal_label));
    Bytes plain(envelope.sealed.size() - crypto::aead_tag_bytes);
    if (!recipient || !recipient->open(wire::encode(envelope.outside), envelope.sealed, plain))
        return refused;
    EARSHOT_TRY(auto padded, wire::decode<Padded>(plain, limits::envelope_bytes_max));
    // Else an envelope could be opened whose purge deletes another one, or none.
    if (purge_hash(padded.letter.secret) != envelope.outside.purge_hash)
        return Error{ErrorKind::malformed, "a secret that is not the one of the envelope"};
    return std::move(padded.letter);
}

}  // namespace earshot::carrier
