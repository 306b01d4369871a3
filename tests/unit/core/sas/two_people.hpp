#pragma once

#include <deque>

#include "core/base/limits.hpp"
#include "core/sas/comparisons.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

/// Two people with a link, whose frames go to and fro in virtual time.
namespace earshot::sas {

constexpr LinkId link_number = 7;

struct Desk {
    support::SeededEntropy entropy;
    crypto::SignPublicKey account;
    DeviceId device;
    PersonId person;
    Comparisons comparisons;
    std::deque<SendFrame> out;
    std::size_t told = 0;

    /// `number` is in every identifier; a higher one is a greater device.
    explicit Desk(std::uint8_t number)
        : entropy(number),
          account(filled<crypto::SignPublicKey>(number)),
          device(filled<DeviceId>(number)),
          person(filled<PersonId>(number)),
          comparisons(account, device, entropy) {}

    template <class Value>
    static Value filled(std::uint8_t number) {
        Value value;
        value.bytes.fill(static_cast<std::byte>(number));
        return value;
    }
    void take(Effects effects) {
        for (auto& frame : effects.frames) out.push_back(std::move(frame));
        told += effects.changed.size();
    }
};

struct TwoPeople {
    Instant now{};
    Desk anna{1};
    Desk bob{2};
    crypto::Digest channel{std::byte{0xCC}};
    bool are_contacts = true;

    Other seen(const Desk& who) const {
        return {link_number, who.person, who.device, who.account, channel, are_contacts};
    }
    Result<void> start(Desk& one, const Desk& other) {
        Effects effects;
        const auto started = one.comparisons.start(seen(other), now, effects);
        one.take(std::move(effects));
        return started;
    }
    bool deliver(Desk& to, const Desk& from, const SendFrame& frame) {
        Effects effects;
        const bool is_fine =
            to.comparisons.on_frame(seen(from), frame.type, frame.body, now, effects);
        to.take(std::move(effects));
        return is_fine;
    }
    /// Everything that is on its way arrives, and what that brings about.
    void settle() {
        while (!anna.out.empty() || !bob.out.empty()) {
            auto& from = anna.out.empty() ? bob : anna;
            auto& to = anna.out.empty() ? anna : bob;
            const auto frame = from.out.front();
            from.out.pop_front();
            CHECK(deliver(to, from, frame));
        }
    }
    Result<void> confirm(Desk& one, const Desk& other, std::string_view code) {
        Effects effects;
        const auto confirmed = one.comparisons.confirm(other.person, code, now, effects);
        one.take(std::move(effects));
        return confirmed;
    }
    Result<void> stop(Desk& one, const Desk& other, Verdict verdict) {
        Effects effects;
        const auto stopped = one.comparisons.stop(other.person, verdict, now, effects);
        one.take(std::move(effects));
        return stopped;
    }
    void pass(Duration time) {
        now += time;
        for (auto* const desk : {&anna, &bob}) {
            Effects effects;
            desk->comparisons.on_time(now, effects);
            desk->take(std::move(effects));
        }
    }
    Comparison of(const Desk& one, const Desk& other) const {
        const auto* const found = one.comparisons.find(other.person);
        REQUIRE(found != nullptr);
        return *found;
    }
    /// Both begin, and both have a code.
    void compare() {
        REQUIRE(start(anna, bob));
        settle();
        REQUIRE(start(bob, anna));
        settle();
        REQUIRE(of(anna, bob).stage == Stage::comparing);
        REQUIRE(of(bob, anna).stage == Stage::comparing);
    }
};

}  // namespace earshot::sas
