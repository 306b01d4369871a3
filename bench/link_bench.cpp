/// What a link costs, without a network: handshakes, small and large bodies through two links in
/// memory, against the bare cipher on the same sizes in the same run. Prints a table per second of
/// one processor.
#include <algorithm>
#include <cstdio>

#include "bench/processor_rate.hpp"
#include "core/link/frame.hpp"
#include "tests/support/link_pair.hpp"

namespace earshot {
namespace {

double handshakes() {
    static const auto alice = support::person(1);
    static const auto bob = support::person(2);
    return per_second([] {
        support::LinkPair pair{alice, bob};
        pair.carry();
        return std::size_t{pair.is_established()};
    });
}

/// One way: sealed, written, read, opened and handed up, in turns of 64 bodies.
double bodies(std::size_t body_bytes) {
    static const auto alice = support::person(1);
    static const auto bob = support::person(2);
    support::LinkPair pair{alice, bob};
    pair.carry();
    const Bytes body(body_bytes, std::byte{1});
    Bytes spare;
    return per_second([&] {
        for (int i = 0; i < 64; ++i) (void)pair.dialler.link.send(0x10, body);
        spare = pair.dialler.link.take_output(std::move(spare));
        pair.dialled.events.clear();
        pair.dialled.take_bytes(spare, pair.now);
        // What did not arrive does not count.
        return static_cast<std::size_t>(
            std::ranges::count_if(pair.dialled.events, [&](const link::Event& event) {
                const auto* const received = std::get_if<link::Received>(&event);
                return received != nullptr && received->body.size() == body_bytes;
            }));
    });
}

double bare_cipher(std::size_t plain_bytes) {
    const auto key = [] {
        const std::array<std::byte, 32> bytes{};
        return crypto::AeadKey{bytes};
    };
    crypto::noise::TransportCipher sealer{crypto::noise::CipherState{key()}, 1024};
    crypto::noise::TransportCipher opener{crypto::noise::CipherState{key()}, 1024};
    Bytes buffer(plain_bytes + crypto::aead_tag_bytes);
    const auto plain = std::span{buffer}.first(plain_bytes);
    return per_second([&] {
        // As many between two looks at the clock as through links.
        std::size_t done = 0;
        for (int i = 0; i < 64; ++i)
            done += std::size_t{sealer.encrypt(plain, buffer) && opener.decrypt(buffer, plain)};
        return done;
    });
}

}  // namespace
}  // namespace earshot

int main() {
    using namespace earshot;
    std::printf("handshakes, both sides           %10.0f /s\n", handshakes());
    for (const std::size_t size : {40u, 200u, 1000u, 4000u, 16'000u, 65'000u}) {
        const auto plain = link::frame_bytes(size) - 2 - crypto::aead_tag_bytes;
        // Best of three each, in turns: other programs disturb both alike.
        double through = 0;
        double bare = 0;
        for (int round = 0; round < 3; ++round) {
            through = std::max(through, bodies(size));
            bare = std::max(bare, bare_cipher(plain));
        }
        std::printf(
            "bodies of %5zu bytes, one way   %10.0f /s, %6.0f MB/s; bare cipher %10.0f /s, %.2f "
            "times\n",
            size, through, through * static_cast<double>(size) / 1e6, bare, bare / through);
    }
    return 0;
}
