#include "gui/settings.hpp"

#include "client/read.hpp"
#include "gui/texts.hpp"
#include "gui/words.hpp"

namespace earshot::gui {
namespace {

const std::string theme_key = "ui.theme";
const std::string language_key = "ui.language";
const std::string scale_key = "ui.scale";
const std::string motion_key = "ui.reduce_motion";

QString text_of(const control::Json& value) {
    const auto* text = value.if_string();
    return text ? qt({text->data(), text->size()}) : QString{};
}

}  // namespace

Settings::Settings(Connection& connection, Appearance& appearance, QObject* parent)
    : QObject(parent), connection_(connection), appearance_(appearance) {
    connect(&connection, &Connection::ready, this, &Settings::load);
    connect(&connection, &Connection::event, this,
            [this](std::string_view name, const control::Object& fields) {
                const auto* value = fields.if_contains("value");
                if (name == "config.changed" && value) take(client::text_in(fields, "key"), *value);
            });
    connect(&appearance, &Appearance::themeChanged, this,
            [this] { store(theme_key, control::Json(utf8(appearance_.theme()))); });
    connect(&appearance, &Appearance::languageChanged, this,
            [this] { store(language_key, control::Json(utf8(appearance_.language()))); });
    connect(&appearance, &Appearance::scaleChanged, this,
            [this] { store(scale_key, control::Json(appearance_.scale())); });
    connect(&appearance, &Appearance::motionChanged, this,
            [this] { store(motion_key, control::Json(appearance_.reduce_motion())); });
}

void Settings::load() {
    connection_.call("config.list", {}, [this](const client::Answer& answer) {
        const auto* list = client::result_of(answer);
        if (!list) return;
        for (const auto* setting : client::objects_in(*list, "settings"))
            if (const auto* value = setting->if_contains("value"))
                take(client::text_in(*setting, "key"), *value);
    });
    connection_.call("notify.get", {}, [this](const client::Answer& answer) {
        if (const auto* notify = client::result_of(answer)) {
            snoozed_until_ = client::integer_in(*notify, "snoozed_until");
            emit changed();
        }
    });
}

void Settings::take(const std::string& key, const control::Json& value) {
    values_[key] = value;
    if (key == theme_key) appearance_.setTheme(text_of(value));
    if (key == language_key) appearance_.setLanguage(text_of(value));
    if (key == scale_key && value.is_int64())
        appearance_.setScale(static_cast<int>(value.get_int64()));
    if (key == motion_key && value.is_bool()) appearance_.setReduceMotion(value.get_bool());
    emit changed();
}

void Settings::store(const std::string& key, control::Json value) {
    // Only what the daemon knows, and says otherwise.
    const auto known = values_.find(key);
    if (known == values_.end() || known->second == value) return;
    known->second = value;
    emit changed();
    connection_.call("config.set", {{"key", key}, {"value", std::move(value)}},
                     [this](const client::Answer& answer) {
                         if (client::result_of(answer)) return;
                         emit failed(failure_words(answer));
                         load();
                     });
}

bool Settings::flag(const std::string& key) const {
    const auto found = values_.find(key);
    return found == values_.end() || !found->second.is_bool() || found->second.get_bool();
}

QString Settings::text(const std::string& key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? QString{} : text_of(found->second);
}

QString Settings::notify_privacy() const {
    return has_notify_privacy() ? text("notify.privacy") : QStringLiteral("full");
}

void Settings::setTellsTyping(bool tells) { store("privacy.typing", control::Json(tells)); }
void Settings::setTellsRead(bool tells) { store("privacy.read", control::Json(tells)); }
void Settings::setNotifyPrivacy(const QString& privacy) {
    store("notify.privacy", control::Json(utf8(privacy)));
}

void Settings::setNotifyHours(const QString& hours) {
    if (hours == notify_hours()) return;
    connection_.call("config.set", {{"key", "notify.hours"}, {"value", utf8(hours)}},
                     [this](const client::Answer& answer) {
                         if (const auto* setting = client::result_of(answer))
                             take("notify.hours", setting->at("value"));
                         else
                             emit hoursRefused();
                     });
}

void Settings::snooze(qint64 milliseconds) {
    connection_.call("notify.snooze", {{"for_ms", static_cast<std::int64_t>(milliseconds)}},
                     [this](const client::Answer& answer) {
                         const auto* notify = client::result_of(answer);
                         if (!notify) return emit failed(failure_words(answer));
                         snoozed_until_ = client::integer_in(*notify, "snoozed_until");
                         emit changed();
                     });
}

}  // namespace earshot::gui
