#include "node/control/message_info.hpp"

#include "node/control/views.hpp"

namespace earshot::control {
namespace {

using enum store::MessageState;

Object device_json(const DeviceId& device, store::MessageState state, WallTime time) {
    Object object;
    object["device"] = text_json(device.text());
    object["state"] = text_json(state_name(state));
    object["time"] = millis(time);
    return object;
}

/// Where a message of ours is. One device takes it for all that a person has; before that each may.
Array devices_of_ours(const engine::Engine& engine, const store::Message& message,
                      const store::Progress& progress) {
    Array devices;
    if (message.state == queued || message.state == carried) {
        const auto* const row = engine.conversations().find(message.conversation);
        if (row == nullptr) return devices;
        for (const auto& device : engine.people().devices_of(row->peer))
            devices.push_back(device_json(device, message.state, message.stored));
        return devices;
    }
    if (!progress.device) return devices;
    auto object = device_json(*progress.device, message.state,
                              progress.read.value_or(progress.answered.value_or(WallTime{})));
    if (message.state == read && progress.answered)
        object["delivered"] = millis(*progress.answered);
    devices.push_back(std::move(object));
    return devices;
}

std::string_view route_name(store::Route route) noexcept {
    switch (route) {
        case store::Route::direct: return "direct";
        case store::Route::relayed: return "relayed";
        case store::Route::carried: break;
    }
    return "carried";
}

Array carriers_json(const engine::Engine& engine, const MessageId& message) {
    Array carriers;
    for (const auto& device : engine.carriers_of(message)) {
        Object object;
        object["device"] = text_json(device.text());
        if (const auto* const known = engine.people().find_device(device))
            object["person"] = named_json(known->person, name_of(engine, known->person));
        carriers.push_back(std::move(object));
    }
    return carriers;
}

}  // namespace

Result<Object> message_info_json(const engine::Engine& engine, const store::Message& message) {
    Object object;
    object["message"] = message_json(engine, message);
    Array devices;
    if (message.author == engine.identity().person()) {
        EARSHOT_TRY(const auto progress, engine.stores().messages.progress_of(message.id));
        devices = devices_of_ours(engine, message, progress.value_or(store::Progress{}));
    } else {
        devices.push_back(device_json(engine.identity().device(), message.state, message.stored));
        if (const auto& origin = message.origin)
            object["source"] = Object{{"device", text_json(origin->device.text())},
                                      {"route", text_json(route_name(origin->route))}};
    }
    object["devices"] = std::move(devices);
    object["carriers"] = message.state == carried ? carriers_json(engine, message.id) : Array{};
    return object;
}

}  // namespace earshot::control
