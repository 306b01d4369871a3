#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/identity/identity.hpp"
#include "core/link/link.hpp"
#include "tests/support/seeded_entropy.hpp"

/// Two links that talk over a wire in memory, in virtual time. Nothing moves until `carry` is
/// called.
namespace earshot::support {

inline constexpr WallTime link_test_day{Duration{1'700'000'000'000}};

inline identity::LocalIdentity person(std::uint64_t seed) {
    SeededEntropy entropy{seed};
    return identity::LocalIdentity::generate(entropy, link_test_day);
}

inline link::LinkOptions link_options(unsigned instance) {
    link::LinkOptions options;
    options.own_instance.bytes.fill(static_cast<std::byte>(instance));
    return options;
}

inline crypto::noise::Psk psk(unsigned value) {
    std::array<std::byte, 32> bytes{};
    bytes.fill(static_cast<std::byte>(value));
    return crypto::noise::Psk{std::span<const std::byte, 32>{bytes}};
}

/// One side: a link and what it has told so far.
struct LinkEnd {
    link::Link link;
    link::Events events;

    template <class Event>
    std::vector<Event> all() const {
        std::vector<Event> found;
        for (const auto& event : events)
            if (const auto* one = std::get_if<Event>(&event)) found.push_back(*one);
        return found;
    }
    template <class Event>
    std::optional<Event> last() const {
        auto found = all<Event>();
        if (found.empty()) return std::nullopt;
        return std::move(found.back());
    }
    void take_bytes(ByteView bytes, Instant now) { link.on_bytes(bytes, now, events); }
};

struct LinkPair {
    Instant now{};
    SeededEntropy dialler_entropy;
    SeededEntropy dialled_entropy;
    LinkEnd dialler;
    LinkEnd dialled;

    LinkPair(const identity::LocalIdentity& from, const identity::LocalIdentity& to,
             link::LinkOptions from_options = link_options(1),
             link::LinkOptions to_options = link_options(2), std::uint64_t seed = 1)
        : dialler_entropy(2 * seed),
          dialled_entropy(2 * seed + 1),
          dialler{{link::Role::initiator, from, std::move(from_options), dialler_entropy, now}, {}},
          dialled{{link::Role::responder, to, std::move(to_options), dialled_entropy, now}, {}} {}

    /// Hands over what both have to say, until neither has anything more. True if anything moved.
    bool carry() {
        bool moved = false;
        for (;;) {
            const auto forth = dialler.link.take_output();
            const auto back = dialled.link.take_output();
            if (forth.empty() && back.empty()) return moved;
            moved = true;
            dialled.take_bytes(forth, now);
            dialler.take_bytes(back, now);
        }
    }

    /// Lets time pass in steps of the next deadline, carrying everything at once.
    void run_for(Duration time) {
        const auto end = now + time;
        carry();
        while (const auto deadline = next_deadline()) {
            if (*deadline > end) break;
            now = std::max(now, *deadline);
            dialler.link.on_time(now, dialler.events);
            dialled.link.on_time(now, dialled.events);
            carry();
        }
        now = end;
    }

    std::optional<Instant> next_deadline() const {
        const auto one = dialler.link.next_deadline();
        const auto other = dialled.link.next_deadline();
        if (!one || !other) return one ? one : other;
        return std::min(*one, *other);
    }

    bool is_established() const {
        return dialler.link.is_established() && dialled.link.is_established();
    }
};

}  // namespace earshot::support
