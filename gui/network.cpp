#include "gui/network.hpp"

#include <algorithm>

#include "client/read.hpp"
#include "gui/texts.hpp"
#include "gui/words.hpp"

namespace earshot::gui {

Network::Network(Connection& connection, QObject* parent)
    : QObject(parent), connection_(connection) {
    connect(&connection, &Connection::ready, this, &Network::load);
    connect(&connection, &Connection::event, this,
            [this](std::string_view name, const control::Object&) {
                if (name == "net.changed" || name == "network.unknown") load();
            });
}

void Network::load() {
    connection_.call("net.status", {}, [this](const client::Answer& answer) {
        if (const auto* status = client::result_of(answer)) take(*status);
    });
}

void Network::take(const control::Object& status) {
    port_ = static_cast<int>(client::integer_in(status, "port"));
    addresses_.clear();
    for (const auto* each : client::objects_in(status, "interfaces"))
        if (client::flag_in(*each, "used"))
            for (const auto& address : client::texts_in(*each, "addresses"))
                addresses_.append(qt(address));
    const auto* discovery = control::find_object(status, "discovery");
    const auto state = discovery ? client::text_in(*discovery, "state") : std::string{};
    const auto backend = discovery ? client::text_in(*discovery, "backend") : std::string{};
    trouble_.clear();
    if (addresses_.isEmpty() && backend != "off")
        trouble_ = QStringLiteral("no_network");
    else if (state == "failed")
        trouble_ = QStringLiteral("discovery");
    take_visibility(status);
}

void Network::take_visibility(const control::Object& status) {
    visibility_ = qt(client::text_in(status, "visibility"));
    const auto networks = client::objects_in(status, "networks");
    is_visible_ = visibility_ != QLatin1String("hidden") &&
                  (networks.empty() || std::ranges::any_of(networks, [](const auto* network) {
                       return client::flag_in(*network, "visible");
                   }));
    unknown_network_.clear();
    if (visibility_ == QLatin1String("known"))
        for (const auto* network : networks)
            if (!client::flag_in(*network, "known"))
                unknown_network_ = qt(client::text_in(*network, "interface"));
    emit changed();
}

void Network::setVisibility(const QString& mode) {
    connection_.call("net.visibility", {{"mode", utf8(mode)}},
                     [this](const client::Answer& answer) {
                         if (const auto* status = client::result_of(answer))
                             take_visibility(*status);
                         else
                             emit failed(failure_words(answer));
                     });
}

void Network::allowHere(bool allow) {
    connection_.call("net.here", {{"action", allow ? "allow" : "forget"}},
                     [this](const client::Answer& answer) {
                         if (const auto* status = client::result_of(answer))
                             take_visibility(*status);
                         else
                             emit failed(failure_words(answer));
                     });
}

void Network::look() {
    connection_.call("net.look", {}, [this](const client::Answer& answer) {
        if (!client::result_of(answer)) emit failed(failure_words(answer));
    });
}

}  // namespace earshot::gui
