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

void MessageDetails::take(const control::Object& info) {
    if (const auto* message = control::find_object(info, "message")) {
        written_ = times_.moment(client::integer_in(*message, "time"));
        state_ = state_word(client::message_state_from(client::text_in(*message, "state")));
    }
    devices_.clear();
    for (const auto* device : client::objects_in(info, "devices"))
        devices_.append(QVariantMap{
            {QStringLiteral("device"), short_id(client::text_in(*device, "device"))},
            {QStringLiteral("state"),
             state_word(client::message_state_from(client::text_in(*device, "state")))},
            {QStringLiteral("time"), times_.moment(client::integer_in(*device, "time"))}});
}

}  // namespace earshot::gui
