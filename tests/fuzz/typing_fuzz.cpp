/// Frames that say who writes, of any bytes and at any pace: no more people are seen to write than
/// there is room for, and whoever stops saying so does not for long.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "core/base/limits.hpp"
#include "core/typing/frames.hpp"
#include "core/typing/typing.hpp"
#include "core/wire/archive.hpp"

namespace typing = earshot::typing;
namespace wire = earshot::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = std::as_bytes(std::span(data, size));
    if (const auto frame = wire::decode<typing::TypingFrame>(input))
        if (!std::ranges::equal(wire::encode(*frame), input)) std::abort();

    typing::Typing machine;
    earshot::Instant now{};
    std::size_t active = 0;
    const auto count = [&] {
        for (const auto& change : machine.take_changes()) {
            if (change.is_active)
                ++active;
            else
                --active;
        }
        if (active > earshot::limits::typing_max) std::abort();
    };
    for (std::size_t at = 0; at + 2 < size; at += 3) {
        typing::Typing::Sender sender{data[at], {}, {}};
        sender.person.bytes[0] = input[at + 1];
        const bool is_real = (data[at + 2] & 1) != 0;
        const auto body =
            wire::encode(typing::TypingFrame{sender.conversation, (data[at + 2] & 2) != 0, {}});
        machine.on_frame(sender, is_real ? earshot::ByteView{body} : input.subspan(at), now);
        if ((data[at + 2] & 4) != 0) machine.on_over(sender.person);
        now += earshot::Duration{(data[at + 2] >> 3) * 100};
        machine.on_time(now);
        count();
    }
    machine.on_time(now + earshot::limits::typing_life);
    count();
    if (active != 0 || machine.next_deadline()) std::abort();
    return 0;
}
