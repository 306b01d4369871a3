#include "core/link/handshake.hpp"

#include <algorithm>
#include <cassert>

#include "core/base/limits.hpp"
#include "core/identity/ids.hpp"

namespace earshot::link {
namespace {

constexpr std::size_t length_bytes = 2;
constexpr std::size_t first_message_bytes = 32;
constexpr std::size_t hello_block_bytes = 512;
constexpr std::size_t second_message_overhead = 96;
constexpr std::size_t third_message_overhead = 64;
constexpr std::size_t psks_tried_max = limits::team_psks_tried_max + limits::invitations_tried_max;

void append_message(Bytes& output, ByteView message) {
    append_u16(output, static_cast<std::uint16_t>(message.size()));
    append(output, message);
}

}  // namespace

Handshake::Handshake(Role role, const identity::LocalIdentity& identity, LinkOptions options,
                     crypto::Entropy& entropy)
    : role_(role),
      identity_(identity),
      entropy_(entropy),
      options_(std::move(options)),
      preface_{options_.psks.empty() ? Preface::Mode::open : Preface::Mode::with_psk,
               options_.versions},
      await_(role == Role::initiator ? Await::length : Await::preface),
      wanted_(role == Role::initiator ? length_bytes : Preface::bytes) {}

void Handshake::start(Bytes& output) {
    assert(role_ == Role::initiator && !noise_ && options_.psks.size() <= 1);
    const auto* const psk = options_.psks.empty() ? nullptr : &options_.psks.front();
    noise_.emplace(role_, identity_.link_keys(), prologue(), psk);
    append(output, preface_.encode());
    const auto message = noise_->write_message({}, entropy_);
    assert(message);
    append_message(output, *message);
}

Handshake::Step Handshake::on_input(ByteView input, Bytes& output) {
    assert(input.size() == wanted_);
    switch (await_) {
        case Await::preface: return on_preface(input);
        case Await::length: return on_length(input);
        default: return on_message(input, output);
    }
}

Handshake::Step Handshake::on_preface(ByteView input) {
    const auto preface = Preface::decode(input);
    if (!preface) return EndReason::not_earshot;
    preface_ = *preface;
    const auto version = choose_version(preface_.versions, options_.versions);
    if (!version) return EndReason::handshake_failed;
    version_ = *version;
    const bool answered =
        preface_.mode == Preface::Mode::open ? options_.answers_strangers : !options_.psks.empty();
    if (!answered) return EndReason::not_admitted;
    await_length();
    return More{};
}

Handshake::Step Handshake::on_length(ByteView input) {
    const std::size_t size = read_u16(input);
    const bool with_psk = preface_.mode == Preface::Mode::with_psk;
    bool fits = false;
    if (role_ == Role::responder && !noise_) {
        fits = size == first_message_bytes + (with_psk ? crypto::aead_tag_bytes : 0);
    } else {
        const auto overhead =
            role_ == Role::initiator ? second_message_overhead : third_message_overhead;
        fits = size > overhead && size <= limits::handshake_message_bytes_max &&
               (size - overhead) % hello_block_bytes == 0;
    }
    if (!fits) return EndReason::not_earshot;
    await_ = Await::message;
    wanted_ = size;
    return More{};
}

Handshake::Step Handshake::on_message(ByteView message, Bytes& output) {
    has_heard_ = true;
    if (role_ == Role::responder && !noise_) return on_first_message(message, output);
    return on_hello_message(message, output);
}

Handshake::Step Handshake::on_first_message(ByteView message, Bytes& output) {
    const auto try_psk = [&](const crypto::noise::Psk* psk) {
        noise_.emplace(role_, identity_.link_keys(), prologue(), psk);
        return noise_->read_message(message).has_value();
    };
    bool understood = false;
    if (preface_.mode == Preface::Mode::open) {
        understood = try_psk(nullptr);
    } else {
        const auto tried = std::min(options_.psks.size(), psks_tried_max);
        for (std::size_t i = 0; i < tried && !understood; ++i)
            understood = try_psk(&options_.psks[i]);
    }
    if (!understood || !write_hello(output)) return EndReason::handshake_failed;
    await_length();
    return More{};
}

Handshake::Step Handshake::on_hello_message(ByteView message, Bytes& output) {
    const auto payload = noise_->read_message(message);
    if (!payload) return EndReason::handshake_failed;
    const auto hello = decode_hello(*payload);
    if (!hello) return EndReason::handshake_failed;
    if (role_ == Role::initiator) {
        version_ = hello->version;
        if (version_ < options_.versions.min || version_ > options_.versions.max)
            return EndReason::handshake_failed;
    } else if (hello->version != version_) {
        return EndReason::handshake_failed;
    }
    if (const auto refused = check_peer(*hello)) return *refused;
    if (role_ == Role::initiator && !write_hello(output)) return EndReason::handshake_failed;
    return finish();
}

/// The order is that of the protocol document: nothing of a certificate counts before its
/// signature.
std::optional<EndReason> Handshake::check_peer(const Hello& hello) {
    auto certificate = identity::open_certificate(hello.certificate);
    if (!certificate) return EndReason::bad_certificate;
    // Somebody else's certificate proves nothing about this session.
    if (certificate->link != noise_->remote_static()) return EndReason::bad_certificate;

    peer_ = Peer{.person = identity::person_id(certificate->account),
                 .device = identity::device_id(certificate->device),
                 .instance = hello.instance,
                 .certificate = *std::move(certificate),
                 .signed_certificate = hello.certificate,
                 .version = version_,
                 .features = hello.features};
    const auto& own = identity_.certificate();
    if (peer_.device == identity_.device() || peer_.certificate.link == own.link)
        return EndReason::own_device;
    if (!is_expected()) return EndReason::unexpected_device;
    if (options_.policy != nullptr && !options_.policy->admits(peer_))
        return EndReason::not_admitted;
    return std::nullopt;
}

bool Handshake::is_expected() const {
    const auto& expected = options_.expected;
    if (!expected) return true;
    return peer_.device == expected->device &&
           (!expected->account || peer_.certificate.account == *expected->account) &&
           (!expected->link_key || peer_.certificate.link == *expected->link_key);
}

bool Handshake::write_hello(Bytes& output) {
    const Hello hello{.version = version_,
                      .instance = options_.own_instance,
                      .features = options_.features,
                      .certificate = identity_.signed_certificate(),
                      .extensions = {}};
    const auto message = noise_->write_message(encode_hello(hello), entropy_);
    if (!message) return false;
    append_message(output, *message);
    return true;
}

Bytes Handshake::prologue() const {
    constexpr std::string_view label{"earshot1 link\0", 14};
    auto prologue = to_bytes(bytes_of(label));
    append(prologue, preface_.encode());
    return prologue;
}

Handshake::Step Handshake::finish() {
    auto session = noise_->split();
    assert(session);
    peer_.channel_binding = session->hash;
    return Done{std::move(peer_), std::move(session->send), std::move(session->receive)};
}

void Handshake::await_length() {
    await_ = Await::length;
    wanted_ = length_bytes;
}

}  // namespace earshot::link
