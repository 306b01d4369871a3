#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <deque>

#include "tests/fuzz/script.hpp"
#include "tests/support/link_pair.hpp"

/// Two honest links over a wire that the input controls: how bytes are cut, damaged, lost,
/// repeated, invented and delayed, what is sent when, and what time it is. Whatever happens, nobody
/// reports a body that was not sent, or one out of order, or anything after the end; and without
/// damage all of it arrives.
namespace earshot {
namespace {

using support::LinkEnd;
using support::LinkPair;
using support::require;
using support::Script;

/// One direction: what was sent, what is on its way, and what must come out.
struct Direction {
    LinkEnd& from;
    LinkEnd& to;
    Bytes on_the_wire{};
    std::deque<link::Received> sent{};
    bool is_damaged = false;
    std::size_t handled = 0;  ///< Events of `to` that were looked at.

    void pick_up() { append(on_the_wire, from.link.take_output()); }

    void send(std::uint8_t type, std::size_t size) {
        link::Received body{static_cast<std::uint8_t>(type | 0x10),
                            Bytes(size, static_cast<std::byte>(sent.size() + type))};
        if (from.link.send(body.type, body.body)) sent.push_back(std::move(body));
    }
    void deliver(std::size_t most, Instant now) {
        pick_up();
        const auto size = std::min(most, on_the_wire.size());
        const Bytes piece(on_the_wire.begin(),
                          on_the_wire.begin() + static_cast<std::ptrdiff_t>(size));
        on_the_wire.erase(on_the_wire.begin(),
                          on_the_wire.begin() + static_cast<std::ptrdiff_t>(size));
        to.take_bytes(piece, now);
        check();
    }
    /// Precondition for all kinds of damage: something is on its way.
    void damage(std::uint8_t kind, std::size_t where, std::uint8_t value) {
        pick_up();
        if (on_the_wire.empty()) return;
        const auto at =
            on_the_wire.begin() + static_cast<std::ptrdiff_t>(where % on_the_wire.size());
        is_damaged = true;
        switch (kind % 4) {
            case 0: *at ^= static_cast<std::byte>(value | 1); break;
            case 1: on_the_wire.erase(at); break;
            case 2: on_the_wire.insert(at, std::byte{value}); break;
            default: std::rotate(on_the_wire.begin(), at, on_the_wire.end());
        }
    }
    void check() {
        for (; handled < to.events.size(); ++handled) {
            const bool is_last = handled + 1 == to.events.size();
            const auto& event = to.events[handled];
            if (const auto* const received = std::get_if<link::Received>(&event)) {
                require(!sent.empty() && *received == sent.front());
                sent.pop_front();
            }
            if (const auto* const ended = std::get_if<link::Ended>(&event)) {
                require(is_last && to.link.finished());
                // A clean end means that nothing is missing.
                require(!ended->clean || sent.empty());
            }
        }
    }
};

void run(ByteView input) {
    static const auto alice = support::person(1);
    static const auto bob = support::person(2);
    Script script{input};
    auto options = support::link_options(1);
    options.frame_limits = {.until_replaced = 30, .most = 60};
    LinkPair pair{alice, bob, std::move(options), support::link_options(2)};
    Direction forth{pair.dialler, pair.dialled};
    Direction back{pair.dialled, pair.dialler};

    const auto handshake_pieces = script.byte();
    for (unsigned i = 0; i < 8u * (handshake_pieces % 4); ++i) {
        forth.deliver(1000, pair.now);
        back.deliver(1000, pair.now);
    }
    for (int steps = 0; !script.is_over() && steps < 200; ++steps) {
        const auto operation = script.byte();
        auto& way = operation & 0x80 ? back : forth;
        switch (operation % 8) {
            case 0:
            case 1: way.deliver(script.number(), pair.now); break;
            case 2: way.send(script.byte(), script.byte()); break;
            case 3: way.send(script.byte(), 5 * script.number()); break;
            case 4:
                if (operation & 0x40) way.damage(script.byte(), script.number(), script.byte());
                break;
            case 5: pair.now += Duration{script.number() * 8}; break;
            case 6:
                if (operation & 0x40) {
                    way.from.link.close(static_cast<link::ByeReason>(script.byte() % 6), pair.now,
                                        way.from.events);
                } else {
                    way.to.link.on_end(pair.now, way.to.events);
                }
                break;
            default:
                way.from.link.on_time(pair.now, way.from.events);
                way.to.link.on_time(pair.now, way.to.events);
        }
        forth.check();
        back.check();
    }
    // Whatever is still on its way arrives; undamaged, a link that stands has delivered everything.
    for (int i = 0; i < 4; ++i) {
        forth.deliver(SIZE_MAX, pair.now);
        back.deliver(SIZE_MAX, pair.now);
    }
    const bool is_open = pair.is_established() && !forth.is_damaged && !back.is_damaged;
    require(!is_open || (forth.sent.empty() && back.sent.empty()));
}

}  // namespace
}  // namespace earshot

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    earshot::run(std::as_bytes(std::span{data, size}));
    return 0;
}
