#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/identity/certificate.hpp"
#include "core/link/link_options.hpp"
#include "core/wire/extensions.hpp"

/// The two things a link says before it is one: the preface in clear, and HELLO inside the second
/// and third handshake message. docs/PROTOCOL.md, "Handshake".
namespace earshot::link {

/// "ESH1" | mode | lowest version | highest version | 0. Part of the Noise prologue.
struct Preface {
    enum class Mode : std::uint8_t { open = 0, with_psk = 1 };
    static constexpr std::size_t bytes = 8;

    Mode mode = Mode::open;
    VersionRange versions;

    std::array<std::byte, bytes> encode() const;
    /// Nothing for anything that is not exactly a preface. Precondition: 8 bytes.
    static std::optional<Preface> decode(ByteView encoded);
};

/// The version both can speak, highest first.
std::optional<std::uint8_t> choose_version(const VersionRange& one, const VersionRange& other);

struct Hello {
    std::uint8_t version = 0;  ///< As chosen by the responder, from both sides.
    identity::Suite suite = identity::Suite::classic;
    InstanceId instance;
    std::uint32_t features = 0;
    identity::SignedCertificate certificate;
    wire::Extensions extensions;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(version, suite, instance, features, certificate, extensions);
    }
};

/// The payload of a handshake message: u16 length, HELLO, zeros to a multiple of 512 bytes.
Bytes encode_hello(const Hello& hello);
Result<Hello> decode_hello(ByteView payload);

}  // namespace earshot::link
