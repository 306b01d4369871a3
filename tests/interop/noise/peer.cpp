// One side of a conversation that other Noise implementations hold with ours (see live.py):
//
//     noise-peer initiator|responder PROTOCOL FRAMES REKEY_EVERY [PSK]
//
// Messages go over stdin and stdout, each after its length in two bytes, big-endian. First the
// handshake, then FRAMES frames from the initiator, then as many from the responder. At the end one
// line of JSON on stderr; any deviation ends the program with 1.
#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <stdexcept>
#include <string>

#include "core/base/bytes.hpp"
#include "crypto/noise/handshake.hpp"

namespace earshot::crypto::noise {
namespace {

struct Arguments {
    Role role;
    std::string protocol;
    unsigned long frames;
    unsigned long rekey_every;
    std::optional<Psk> psk;
};

void read_exactly(std::span<std::byte> target) {
    while (!target.empty()) {
        const auto size = ::read(STDIN_FILENO, target.data(), target.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) throw std::runtime_error("the peer hung up");
        target = target.subspan(static_cast<std::size_t>(size));
    }
}

Bytes read_message() {
    std::array<std::byte, 2> length;
    read_exactly(length);
    Bytes message(read_u16(length));
    read_exactly(message);
    return message;
}

void write_message(ByteView message) {
    Bytes framed;
    append_u16(framed, static_cast<std::uint16_t>(message.size()));
    append(framed, message);
    ByteView rest{framed};
    while (!rest.empty()) {
        const auto size = ::write(STDOUT_FILENO, rest.data(), rest.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) throw std::runtime_error("cannot write");
        rest = rest.subspan(static_cast<std::size_t>(size));
    }
}

void require(bool holds, const std::string& what) {
    if (!holds) throw std::runtime_error(what);
}

std::string name_of(Role role) { return role == Role::initiator ? "initiator" : "responder"; }

/// The largest frame there is, an empty one, then all sizes up to 700 bytes.
std::string frame(Role sender, unsigned long number) {
    if (number == 1) return {};
    auto text = name_of(sender) + " " + std::to_string(number) + " ";
    return text +
           std::string(
               number == 0 ? message_bytes_max - aead_tag_bytes - text.size() : number % 700, 'x');
}

void send_frames(Role role, unsigned long count, TransportCipher& cipher) {
    for (unsigned long i = 0; i < count; ++i) {
        Bytes buffer = to_bytes(bytes_of(frame(role, i)));
        const auto size = buffer.size();
        buffer.resize(size + aead_tag_bytes);
        require(cipher.encrypt(ByteView{buffer}.first(size), buffer), "frame cannot be sealed");
        write_message(buffer);
    }
}

void receive_frames(Role sender, unsigned long count, TransportCipher& cipher) {
    for (unsigned long i = 0; i < count; ++i) {
        auto buffer = read_message();
        require(buffer.size() >= aead_tag_bytes, "frame is too short");
        const auto plain = std::span{buffer}.first(buffer.size() - aead_tag_bytes);
        require(cipher.decrypt(buffer, plain), "frame " + std::to_string(i) + " does not open");
        require(text_of(plain) == frame(sender, i), "frame " + std::to_string(i) + " is another");
    }
}

template <class Hash>
void talk(const Arguments& arguments) {
    SystemEntropy entropy;
    const auto own = AgreeKeyPair::generate(entropy);
    Handshake<Hash> handshake{arguments.role, own, bytes_of("earshot interop"),
                              arguments.psk ? &*arguments.psk : nullptr};
    const std::array<std::string, 3> payloads{"hello from initiator", "hello from responder",
                                              "and again from initiator"};
    for (std::size_t step = 0; step < payloads.size(); ++step) {
        const auto speaker = step == 1 ? Role::responder : Role::initiator;
        if (speaker == arguments.role) {
            const auto message = handshake.write_message(bytes_of(payloads[step]), entropy);
            require(message.has_value(), "handshake message cannot be written");
            write_message(*message);
        } else {
            const auto payload = handshake.read_message(read_message());
            require(payload.has_value(), "handshake message is refused");
            require(text_of(*payload) == payloads[step], "handshake payload is another");
        }
    }

    auto session = handshake.split();
    require(session.has_value(), "handshake does not end");
    TransportCipher send{std::move(session->send), arguments.rekey_every};
    TransportCipher receive{std::move(session->receive), arguments.rekey_every};
    for (const Role sender : {Role::initiator, Role::responder}) {
        if (sender == arguments.role) {
            send_frames(sender, arguments.frames, send);
        } else {
            receive_frames(sender, arguments.frames, receive);
        }
    }
    std::cerr << R"({"hash":")" << to_hex(session->hash) << R"(","static":")"
              << to_hex(own.public_key().bytes) << R"(","remote":")"
              << to_hex(session->remote_static.bytes) << R"("})" << std::endl;
}

Arguments parse(std::span<char*> words) {
    require(words.size() == 5 || words.size() == 6, "wrong number of arguments");
    Arguments arguments{.role = Role::initiator,
                        .protocol = words[2],
                        .frames = std::stoul(words[3]),
                        .rekey_every = std::stoul(words[4]),
                        .psk = {}};
    const std::string role = words[1];
    require(role == "initiator" || role == "responder", "no such role");
    if (role == "responder") arguments.role = Role::responder;
    if (words.size() == 6) {
        const auto psk = from_hex(words[5]);
        require(psk && psk->size() == Psk::size, "the psk is 64 hexadecimal digits");
        arguments.psk.emplace(ByteView{*psk}.first<Psk::size>());
    }
    return arguments;
}

void run(const Arguments& arguments) {
    const auto prefix =
        std::string{arguments.psk ? "Noise_XXpsk0" : "Noise_XX"} + "_25519_ChaChaPoly_";
    if (arguments.protocol == prefix + "SHA256") return talk<Sha256>(arguments);
    if (arguments.protocol == prefix + "SHA512") return talk<Sha512>(arguments);
    if (arguments.protocol == prefix + "BLAKE2b") return talk<Blake2b>(arguments);
    throw std::runtime_error("no such protocol: " + arguments.protocol);
}

}  // namespace
}  // namespace earshot::crypto::noise

int main(int count, char** words) {
    try {
        earshot::crypto::noise::run(
            earshot::crypto::noise::parse(std::span{words, static_cast<std::size_t>(count)}));
        return 0;
    } catch (const std::exception& failure) {
        std::cerr << "noise-peer: " << failure.what() << std::endl;
        return 1;
    }
}
