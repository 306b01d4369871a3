#include "core/base/limits.hpp"
#include "core/engine/engine.hpp"
#include "core/wire/archive.hpp"

namespace earshot::engine {

std::size_t Engine::ask_dial_back(std::uint16_t port, Now now, Effects& effects) {
    std::size_t asked = 0;
    for (const auto& [link, state] : links_) {
        if (asked == limits::dial_backs_asked_max) break;
        if (state.view.through) continue;
        dial_back_.on_ask(link, now.steady);
        effects.frames.push_back({link, dial_back_frame, wire::encode(DialBackFrame{port, {}})});
        ++asked;
    }
    return asked;
}

Result<void> Engine::ask_who_reaches(const PersonId& person, Now now, Effects& effects) {
    for (const auto& device : people_.devices_of(person))
        EARSHOT_CHECK(roster_->inquire(device, now, effects));
    return {};
}

void Engine::on_dial_back_frame(const LinkState& from, const FrameReceived& frame, Now now,
                                Effects& effects) {
    const auto refuse = [&] { effects.closes.push_back({frame.link, link::ByeReason::refused}); };
    if (frame.type == dial_back_frame) {
        const auto asked = wire::decode<DialBackFrame>(frame.body, limits::dial_back_bytes_max);
        if (!asked) return refuse();
        const auto where =
            dial_back_.on_asked(frame.link, from.view.remote, asked->port, now.steady);
        if (where) effects.tries.push_back({frame.link, *where});
        return;
    }
    const auto answer = wire::decode<DialledBackFrame>(frame.body, limits::dial_back_bytes_max);
    if (!answer) return refuse();
    if (dial_back_.on_answer(frame.link, now.steady))
        effects.dialled_back.push_back(answer->is_reached);
}

Result<void> Engine::on_input(const Tried& tried, Now, Effects& effects) {
    if (dial_back_.on_tried(tried.link))
        effects.frames.push_back(
            {tried.link, dialled_back_frame, wire::encode(DialledBackFrame{tried.is_reached, {}})});
    return {};
}

}  // namespace earshot::engine
