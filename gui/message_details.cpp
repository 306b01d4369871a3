#include "gui/message_details.hpp"

#include "client/read.hpp"
#include "gui/texts.hpp"
#include "gui/words.hpp"

namespace earshot::gui {

MessageDetails::MessageDetails(Connection& connection, const Times& times, QObject* parent)
    : QObject(parent), connection_(connection), times_(times) {
    connect(&connection, &Connection::event, this,
            [this](std::string_view name, const control::Object& fields) {
                if (name == "message.stateChanged" && !message_.empty() &&
                    client::text_in(fields, "id") == message_)
                    open(qt(message_));
            });
}

void MessageDetails::open(const QString& message) {
    if (utf8(message) != message_) {
        devices_.clear();
        carriers_.clear();
        source_.clear();
        written_.clear();
        state_.clear();
        is_loaded_ = false;
        emit changed();
    }
    message_ = utf8(message);
    connection_.call("message.info", {{"id", message_}},
                     [this, id = message_](const client::Answer& answer) {
                         if (id != message_) return;
                         is_loaded_ = true;
                         if (const auto* info = client::result_of(answer)) take(*info);
                         emit changed();
                     });
}

QString MessageDetails::source_words(const control::Object& source) {
    const auto device = short_id(client::text_in(source, "device"));
    const auto route = client::text_in(source, "route");
    if (route == "relayed")
        return tr("Came from device %1 through somebody else's computer").arg(device);
    if (route == "carried")
        return tr("Came from device %1; others kept it until they met you").arg(device);
    return tr("Came directly from device %1").arg(device);
}

void MessageDetails::take(const control::Object& info) {
    if (const auto* message = control::find_object(info, "message")) {
        written_ = times_.moment(client::integer_in(*message, "time"));
        state_ = state_word(client::message_state_from(client::text_in(*message, "state")));
    }
    const auto* source = control::find_object(info, "source");
    source_ = source ? source_words(*source) : QString{};
    devices_.clear();
    for (const auto* device : client::objects_in(info, "devices"))
        devices_.append(
            QVariantMap{{QStringLiteral("device"), short_id(client::text_in(*device, "device"))},
                        {QStringLiteral("steps"), steps_of(*device)}});
    carriers_.clear();
    for (const auto* carrier : client::objects_in(info, "carriers")) {
        const auto device = short_id(client::text_in(*carrier, "device"));
        const auto* person = control::find_object(*carrier, "person");
        carriers_.append(person
                             ? tr("%1, device %2").arg(qt(client::text_in(*person, "name")), device)
                             : tr("Device %1").arg(device));
    }
}

QStringList MessageDetails::steps_of(const control::Object& device) const {
    const auto step = [&](client::MessageState state, const char* time) {
        const auto moment = times_.moment(client::integer_in(device, time));
        //: What became of a message, and when: "delivered today at 14:32".
        return moment.isEmpty() ? state_word(state) : tr("%1 %2").arg(state_word(state), moment);
    };
    const auto state = client::message_state_from(client::text_in(device, "state"));
    QStringList steps;
    if (state == client::MessageState::read && client::integer_in(device, "delivered") > 0)
        steps.append(step(client::MessageState::delivered, "delivered"));
    steps.append(step(state, "time"));
    return steps;
}

}  // namespace earshot::gui
