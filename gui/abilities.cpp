#include "gui/abilities.hpp"

#include <algorithm>
#include <array>

#include "client/read.hpp"

namespace earshot::gui {
namespace {

constexpr std::array asked_for{"search.query", "notify.set", "notify.snooze", "message.info",
                               "people.notifyWhenSeen"};

}  // namespace

Abilities::Abilities(Connection& connection, QObject* parent)
    : QObject(parent), connection_(connection) {
    connect(&connection, &Connection::ready, this, &Abilities::load);
}

void Abilities::load() {
    connection_.call("rpc.discover", {}, [this](const client::Answer& answer) {
        const auto* document = client::result_of(answer);
        if (!document) return;
        std::set<std::string> methods;
        for (const auto* method : client::objects_in(*document, "methods"))
            if (auto name = client::text_in(*method, "name"); std::ranges::count(asked_for, name))
                methods.insert(std::move(name));
        if (methods == methods_) return;
        methods_ = std::move(methods);
        emit changed();
    });
}

}  // namespace earshot::gui
