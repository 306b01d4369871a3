#include "gui/self.hpp"

#include "client/read.hpp"
#include "gui/faces.hpp"
#include "gui/texts.hpp"
#include "gui/words.hpp"

namespace earshot::gui {

Self::Self(Connection& connection, QObject* parent) : QObject(parent), connection_(connection) {
    connect(&connection, &Connection::ready, this, &Self::load);
    connect(&connection, &Connection::event, this,
            [this](std::string_view name, const control::Object& fields) {
                // Another client of ours may have changed what we are called or how we are seen.
                const auto* person = control::find_object(fields, "person");
                const bool is_us = person && client::flag_in(*person, "self");
                if ((name == "person.updated" && is_us) ||
                    (name == "presence.changed" && client::text_in(fields, "person") == id_))
                    load();
            });
}

QString Self::id() const { return qt(id_); }
QString Self::short_id() const { return gui::short_id(id_); }
QString Self::initials() const { return initials_of(name_); }
int Self::hue() const { return hue_of(id_); }

void Self::load() {
    if (id_.empty()) {
        id_ = connection_.mirror().hello().person;
        name_ = qt(connection_.mirror().hello().name);
        emit changed();
    }
    connection_.call("profile.get", {}, [this](const client::Answer& answer) {
        const auto* profile = client::result_of(answer);
        const auto* person = profile ? control::find_object(*profile, "person") : nullptr;
        if (person) take_name(*person);
    });
    connection_.call("presence.get", {}, [this](const client::Answer& answer) {
        if (const auto* presence = client::result_of(answer)) take_presence(*presence);
    });
}

void Self::take_name(const control::Object& person) {
    id_ = client::text_in(person, "id");
    name_ = qt(client::text_in(person, "name"));
    emit changed();
}

void Self::take_presence(const control::Object& presence) {
    presence_ = qt(client::text_in(presence, "state"));
    is_off_hours_ = client::flag_in(presence, "off_hours") && presence_ == QStringLiteral("online");
    if (is_off_hours_) presence_ = QStringLiteral("busy");
    status_text_ = qt(client::text_in(presence, "text"));
    until_ = client::integer_in(presence, "until");
    emit changed();
}

void Self::rename(const QString& name) {
    connection_.call(
        "profile.update", {{"name", utf8(name)}}, [this](const client::Answer& answer) {
            const auto* renamed = client::result_of(answer);
            const auto* person = renamed ? control::find_object(*renamed, "person") : nullptr;
            if (person)
                take_name(*person);
            else
                emit failed(failure_words(answer));
        });
}

void Self::setPresence(const QString& state, const QString& text, qint64 for_ms) {
    control::Object params{{"state", utf8(state)}, {"text", utf8(text)}};
    if (for_ms > 0) params["for_ms"] = static_cast<std::int64_t>(for_ms);
    connection_.call("presence.set", params, [this](const client::Answer& answer) {
        if (const auto* presence = client::result_of(answer))
            take_presence(*presence);
        else
            emit failed(failure_words(answer));
    });
}

void Self::toggleBusy() {
    const auto busy = QStringLiteral("busy");
    setPresence(presence_ == busy ? QStringLiteral("online") : busy, status_text_);
}

void Self::fetchCard() {
    connection_.call("card.own", {}, [this](const client::Answer& answer) {
        const auto* own = client::result_of(answer);
        if (!own) return emit failed(failure_words(answer));
        card_ = qt(client::text_in(*own, "card"));
        emit cardChanged();
    });
}

}  // namespace earshot::gui
