#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

#include "core/base/bytes.hpp"
#include "core/identity/identity.hpp"
#include "core/link/hello.hpp"
#include "core/link/link_options.hpp"
#include "core/link/peer.hpp"
#include "crypto/entropy.hpp"
#include "crypto/noise/handshake.hpp"

/// The handshake of a link, message by message: preface, Noise XX or XXpsk0 with HELLO inside, and
/// every check of docs/PROTOCOL.md, "Checks", in its order. Says at each step how many bytes it
/// needs, so nothing is ever stored by a stranger's number. A failed step is the end: what was not
/// sent by then never is.
namespace earshot::link {

class Handshake {
public:
    struct Done {
        Peer peer;
        crypto::noise::CipherState send;
        crypto::noise::CipherState receive;
    };
    struct More {};
    using Step = std::variant<More, Done, EndReason>;

    /// `identity` and `entropy` outlive the handshake.
    Handshake(Role role, const identity::LocalIdentity& identity, LinkOptions options,
              crypto::Entropy& entropy);

    /// The initiator's first words. Precondition: we are the initiator; once.
    void start(Bytes& output);

    /// How many bytes `on_input` wants next.
    std::size_t wanted() const noexcept { return wanted_; }

    /// Precondition: `input` has `wanted()` bytes and no step has ended the handshake.
    Step on_input(ByteView input, Bytes& output);

    /// The peer has sent a whole first message, in time for limits::handshake_first_message_max.
    bool has_heard() const noexcept { return has_heard_; }

private:
    using Noise = crypto::noise::Handshake<crypto::Sha256>;
    enum class Await : std::uint8_t { preface, length, message };

    Step on_preface(ByteView input);
    Step on_length(ByteView input);
    Step on_message(ByteView message, Bytes& output);
    Step on_first_message(ByteView message, Bytes& output);
    Step on_hello_message(ByteView message, Bytes& output);
    std::optional<EndReason> check_peer(const Hello& hello);
    bool is_expected() const;
    bool write_hello(Bytes& output);
    Bytes prologue() const;
    Step finish();
    void await_length();

    Role role_;
    const identity::LocalIdentity& identity_;  // The caller's; outlives us.
    crypto::Entropy& entropy_;                 // Likewise.
    LinkOptions options_;
    Preface preface_;
    std::uint8_t version_ = 0;
    std::optional<Noise> noise_;
    Await await_;
    std::size_t wanted_;
    bool has_heard_ = false;
    Peer peer_;
};

}  // namespace earshot::link
