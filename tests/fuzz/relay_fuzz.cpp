#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <set>

#include "core/base/limits.hpp"
#include "core/relay/relay.hpp"
#include "core/wire/archive.hpp"
#include "tests/fuzz/script.hpp"
#include "tests/support/seeded_entropy.hpp"

/// One computer's relay against neighbours that say whatever the input says: raw bytes in frames of
/// every type, and well-formed frames about streams that exist, or nearly. Whatever happens,
/// nothing grows beyond its bound, nothing is sent to links that are not there, streams begin
/// before they say anything and end once, and no more than there is room for is ever sent on.
namespace earshot::relay {
namespace {

using support::require;
using support::Script;

constexpr std::size_t devices_count = 6;
constexpr std::size_t links_most = 8;

DeviceId device(std::size_t number) {
    DeviceId id;
    id.bytes[0] = static_cast<std::byte>(number);
    return id;
}

class Station final : private Guard {
public:
    Station() : entropy_(7), relay_(device(0), *this, entropy_) {
        for (std::size_t i = 1; i <= 4; ++i) link_up(i, i % 2 == 0);
    }

    void obey(Script& script) {
        Effects effects;
        switch (script.below(8)) {
            case 0: say_anything(script, effects); break;
            case 1: link_up(script.below(devices_count), script.below(2) == 0); break;
            case 2: link_down(script, effects); break;
            case 3: pass(script); break;
            case 4: use_stream(script, effects); break;
            case 5:
                relay_.on_no_direct(device(script.below(devices_count)), link(script), now_);
                break;
            default: say_something(script, effects); break;
        }
        check(effects);
        turn();
    }

private:
    bool is_contact(const DeviceId& who) const override { return who == device(1); }
    bool is_welcome(const DeviceId& who) const override { return who != device(5); }
    bool is_sought(const DeviceId& who) const override { return !(who < device(3)); }

    LinkId link(Script& script) const {
        auto chosen = script.below(links_.size() + 1);
        for (const auto each : links_)
            if (chosen-- == 0) return each;
        return 0;
    }
    void link_up(std::size_t number, bool is_dialled) {
        if (number == 0 || links_.size() >= links_most) return;
        links_.insert(next_link_);
        relay_.on_link_up({next_link_++, device(number), is_dialled}, now_);
    }
    void link_down(Script& script, Effects& effects) {
        const auto ended = link(script);
        links_.erase(ended);
        relay_.on_link_down(ended, effects);
    }
    void pass(Script& script) {
        const auto until =
            now_ + (script.below(2) == 0 ? Duration{10} : Duration{1000}) * script.byte();
        for (int turns = 0; turns < 100; ++turns) {
            const auto next = relay_.next_deadline();
            if (!next || *next > until) break;
            now_ = std::max(now_, *next);
            turn();
        }
        now_ = until;
    }
    void turn() {
        Effects effects;
        relay_.on_time(now_, effects);
        check(effects);
        const auto next = relay_.next_deadline();
        require(!next || *next > now_);
    }
    void use_stream(Script& script, Effects& effects) {
        if (rooms_.empty()) return;
        auto chosen = rooms_.begin();
        std::advance(chosen, script.below(rooms_.size()));
        const auto stream = chosen->first;
        if (script.below(4) == 0) {
            rooms_.erase(chosen);
            return relay_.on_over(stream, effects);
        }
        const auto size = std::min<std::size_t>(chosen->second, script.byte() * 256u);
        chosen->second -= size;
        relay_.on_said(stream, Bytes(size), effects);
    }
    void say(LinkId from, std::uint8_t type, Bytes body, Effects& effects) {
        if (!links_.contains(from)) return;
        if (relay_.on_frame(from, type, body, now_, effects)) return;
        links_.erase(from);  // As the engine does with whoever breaks the rules.
        relay_.on_link_down(from, effects);
    }
    void say_anything(Script& script, Effects& effects) {
        const auto type = static_cast<std::uint8_t>(open_frame + script.below(8));
        if (!is_relay(type)) return;
        const auto from = link(script);
        say(from, type, script.bytes(script.byte()), effects);
    }
    void say_something(Script& script, Effects& effects) {
        const auto from = link(script);
        const std::uint32_t number = script.byte() % 32;
        const auto type = static_cast<std::uint8_t>(open_frame + script.below(7));
        switch (type) {
            case open_frame:
            case offer_frame: {
                const OpenFrame frame{number, device(script.below(devices_count)), {}};
                return say(from, type, wire::encode(frame), effects);
            }
            case refused_frame:
                return say(from, type, wire::encode(RefusedFrame{number, script.byte()}), effects);
            case data_frame: {
                const DataFrame frame{number, Bytes(script.byte() * 65u)};
                return say(from, type, wire::encode(frame), effects);
            }
            case credit_frame: {
                const CreditFrame frame{number, script.byte() * 257u};
                return say(from, type, wire::encode(frame), effects);
            }
            default: return say(from, type, wire::encode(StreamFrame{number}), effects);
        }
    }

    void check(const Effects& effects) {
        for (const auto& frame : effects.frames) {
            require(is_relay(frame.type));
            // Whoever broke the rules may be told why until its link is gone.
            require(frame.link < next_link_ && frame.link > 0);
            require(frame.body.size() <= limits::relay_part_bytes_max + 8);
        }
        for (const auto& effect : effects.streams) check_stream(effect);
        const auto sizes = relay_.sizes();
        require(sizes.carried <= limits::relay_streams_max);
        require(sizes.carried_bytes <= 2 * limits::relay_streams_max * limits::relay_window_bytes);
        require(sizes.ends <= limits::relay_ends_max);
        require(sizes.detours <= devices_count);
    }
    void check_stream(const StreamEffect& effect) {
        if (const auto* const start = std::get_if<StartStream>(&effect)) {
            require(rooms_.emplace(start->stream, limits::relay_window_bytes).second);
            require(start->device != device(0));
        } else if (const auto* const came = std::get_if<StreamBytes>(&effect)) {
            require(rooms_.contains(came->stream));
        } else if (const auto* const room = std::get_if<StreamRoom>(&effect)) {
            rooms_.at(room->stream) += room->bytes;
            require(rooms_.at(room->stream) <= limits::relay_window_bytes);
        } else if (const auto* const end = std::get_if<EndStream>(&effect)) {
            require(rooms_.erase(end->stream) == 1);
        }
    }

    support::SeededEntropy entropy_;
    Instant now_{Duration{1'000'000}};
    std::set<LinkId> links_;
    LinkId next_link_ = 1;
    std::map<StreamId, std::size_t> rooms_;  ///< Of the streams that end here.
    Relay relay_;
};

}  // namespace
}  // namespace earshot::relay

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace earshot;
    relay::Script script{std::as_bytes(std::span{data, std::min<std::size_t>(size, 2000)})};
    relay::Station station;
    while (!script.is_over()) station.obey(script);
    return 0;
}
