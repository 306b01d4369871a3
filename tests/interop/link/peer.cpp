// One side of a link that another implementation holds with ours (see live.py):
//
//     link-peer initiator|responder SECRETS [PSK]
//
// SECRETS are an identity's 136 bytes in hex. The connection is stdin and stdout. Both sides send
// what `bodies` says; the initiator then closes. At the end one line of JSON on stderr; any
// deviation ends the program with 1.
#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <stdexcept>
#include <string>

#include "core/link/link.hpp"

namespace earshot::link {
namespace {

constexpr Instant start{};

void require(bool holds, const std::string& what) {
    if (!holds) throw std::runtime_error(what);
}

void write_all(ByteView bytes) {
    while (!bytes.empty()) {
        const auto size = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (size < 0 && errno == EINTR) continue;
        require(size > 0, "cannot write");
        bytes = bytes.subspan(static_cast<std::size_t>(size));
    }
}

/// 2,100 small ones, so that keys change twice; one of each bucket; some in fragments.
std::vector<Received> bodies() {
    std::vector<Received> all;
    for (std::uint32_t i = 0; i < 2'100; ++i) {
        Bytes body;
        append_u32(body, i);
        all.push_back({0x10, std::move(body)});
    }
    for (const std::size_t size : {0u, 60u, 61u, 252u, 253u, 1020u, 1021u, 4092u, 4093u, 16380u,
                                   16381u, 65515u, 65516u, 131'004u, 131'005u, 1'048'576u})
        all.push_back({0xFE, Bytes(size, static_cast<std::byte>(size))});
    return all;
}

identity::LocalIdentity identity_from(const std::string& hex) {
    const auto bytes = from_hex(hex);
    require(bytes && bytes->size() == identity::IdentitySecrets::size, "SECRETS are not 136 bytes");
    const std::span<const std::byte, identity::IdentitySecrets::size> exact{*bytes};
    auto identity = identity::LocalIdentity::restore(identity::IdentitySecrets{exact});
    require(bool{identity}, "SECRETS make no identity");
    return *std::move(identity);
}

class Talk {
public:
    Talk(Role role, const identity::LocalIdentity& identity, LinkOptions options)
        : link_(role, identity, std::move(options), entropy_, start) {}

    /// Until the link has ended, as it should.
    void run() {
        flush();
        Bytes chunk(10'000);
        while (!link_.finished()) {
            const auto size = ::read(STDIN_FILENO, chunk.data(), chunk.size());
            if (size < 0 && errno == EINTR) continue;
            if (size <= 0) {
                link_.on_end(start, events_);
            } else {
                const auto count = static_cast<std::size_t>(size);
                link_.on_bytes(ByteView{chunk}.first(count), start, events_);
            }
            handle();
            flush();
        }
        require(ended_clean_, "the link did not end cleanly");
        require(received_ == bodies(), "not everything arrived as it was sent");
        std::cerr << R"({"peer":")" << to_hex(peer_.device.view()) << R"(","person":")"
                  << to_hex(peer_.person.view()) << R"(","instance":")"
                  << to_hex(peer_.instance.view()) << R"(","binding":")"
                  << to_hex(peer_.channel_binding) << "\"}\n";
    }

private:
    void handle() {
        for (auto& event : std::exchange(events_, {})) {
            if (auto* const up = std::get_if<Established>(&event)) {
                peer_ = up->peer;
                for (const auto& body : bodies())
                    require(bool{link_.send(body.type, body.body)}, "");
            } else if (auto* const received = std::get_if<Received>(&event)) {
                received_.push_back(std::move(*received));
                if (received_.size() == bodies().size() && link_.role() == Role::initiator)
                    link_.close(ByeReason::shutdown, start, events_);
            } else if (const auto* const ended = std::get_if<Ended>(&event)) {
                ended_clean_ = ended->clean && ended->bye == ByeReason::shutdown;
            }
        }
    }
    void flush() { write_all(link_.take_output()); }

    crypto::SystemEntropy entropy_;
    Link link_;
    Events events_;
    Peer peer_;
    std::vector<Received> received_;
    bool ended_clean_ = false;
};

void run(const std::vector<std::string>& words) {
    require(words.size() == 2 || words.size() == 3, "usage: ROLE SECRETS [PSK]");
    const auto identity = identity_from(words[1]);
    LinkOptions options;
    options.own_instance.bytes.fill(std::byte{0xC0});
    if (words.size() == 3) {
        const auto psk = from_hex(words[2]);
        require(psk && psk->size() == crypto::noise::Psk::size, "PSK is not 32 bytes");
        options.psks.emplace_back(std::span<const std::byte, 32>{*psk});
    }
    options.answers_strangers = options.psks.empty();
    const auto role = words[0] == "initiator" ? Role::initiator : Role::responder;
    Talk{role, identity, std::move(options)}.run();
}

}  // namespace
}  // namespace earshot::link

int main(int argc, char** argv) {
    try {
        earshot::link::run({argv + 1, argv + argc});
        return 0;
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << '\n';
        return 1;
    }
}
