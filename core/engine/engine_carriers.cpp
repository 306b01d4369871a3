#include "core/engine/engine.hpp"

/// Messages by way of others, for those who are away.
namespace earshot::engine {

Result<void> Engine::make_carriers(Now now) {
    const Carriers::Places places{people_,        sessions_, outbox_,       inbox_,
                                  conversations_, *roster_,  parts_.stores, parts_.entropy};
    EARSHOT_TRY(carriers_, Carriers::make(places, now));
    return {};
}

Result<void> Engine::on_carrier_frame(LinkState& from, const FrameReceived& frame, Now now,
                                      Effects& effects) {
    from.used = now.steady;
    EARSHOT_TRY(const bool is_understood, carriers_->on_frame(frame, now, effects));
    if (!is_understood) effects.closes.push_back({frame.link, link::ByeReason::refused});
    return take_answered(now, effects);
}

Result<void> Engine::run_carriers(Now now, Effects& effects) {
    EARSHOT_CHECK(carriers_->on_time(now, effects));
    if (roster_->set_of_use(carriers_->wished(), now, effects))
        for (const auto& device : carriers_->wished()) relay_.on_sought(device, now.steady);
    return take_answered(now, effects);
}

Result<void> Engine::take_answered(Now now, Effects& effects) {
    for (const auto& person : carriers_->take_answered())
        EARSHOT_CHECK(update_awaited(person, now, effects));
    return {};
}

std::vector<DeviceId> Engine::carriers_of(const MessageId& message) const {
    return carriers_->carriers_of(message);
}

}  // namespace earshot::engine
