#include "gui/notifications.hpp"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingReply>
#include <QVariantMap>

#include "client/read.hpp"
#include "gui/texts.hpp"

namespace earshot::gui {
namespace {

const auto service = QStringLiteral("org.freedesktop.Notifications");
const auto path = QStringLiteral("/org/freedesktop/Notifications");
const auto interface = service;
const auto default_action = QStringLiteral("default");
constexpr qsizetype shown_max = 256;
constexpr int desktop_decides = -1;  // How long it is shown.

QDBusMessage call(const char* method) {
    return QDBusMessage::createMethodCall(service, path, interface, QLatin1String(method));
}

}  // namespace

Notifications::Notifications(Connection& connection, QObject* parent) : QObject(parent) {
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    bus.connect(service, path, interface, QStringLiteral("ActionInvoked"), this,
                SLOT(on_action(uint, QString)));
    bus.connect(service, path, interface, QStringLiteral("NotificationClosed"), this,
                SLOT(on_closed(uint, uint)));
    bus.connect(service, path, interface, QStringLiteral("ActivationToken"), this,
                SLOT(on_activation(uint, QString)));
    connect(&lock_, &ScreenLock::changed, this, &Notifications::on_lock);
    connect(&connection, &Connection::event, this, &Notifications::on_event);
    ask_abilities();
}

void Notifications::ask_abilities() {
    auto* watcher = new QDBusPendingCallWatcher(
        QDBusConnection::sessionBus().asyncCall(call("GetCapabilities")), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QStringList> reply = *watcher;
        if (reply.isValid()) has_markup_ = reply.value().contains(QStringLiteral("body-markup"));
        watcher->deleteLater();
    });
}

void Notifications::on_event(std::string_view name, const control::Object& fields) {
    if (name == "notification.raised") {
        on_raised(fields);
    } else if (name == "notification.withdrawn") {
        withdraw(qt(client::text_in(fields, "id")));
    }
}

QString Notifications::body_of(const Shown& shown) const {
    if (shown.is_arrival)
        return shown.title.isEmpty() ? tr("Somebody you waited for is here") : tr("is here now");
    if (!shown.tells_text) return tr("%n new messages", nullptr, shown.count);
    // What others wrote is never markup.
    return has_markup_ ? shown.text.toHtmlEscaped() : shown.text;
}

void Notifications::on_raised(const control::Object& fields) {
    const auto id = qt(client::text_in(fields, "id"));
    if (!shown_.contains(id) && shown_.size() >= shown_max) return;
    auto& shown = shown_[id];
    shown.conversation = qt(client::text_in(fields, "conversation"));
    shown.title = qt(client::text_in(fields, "title"));
    shown.text = qt(client::text_in(fields, "text"));
    shown.count = static_cast<int>(client::integer_in(fields, "count"));
    shown.is_arrival = client::text_in(fields, "kind") == "arrival";
    shown.is_withdrawn = false;
    show(id, shown, false);
}

/// The texts that stand on the screen go before somebody else sees them; they do not come back by
/// themselves, because that would be told of as something new.
void Notifications::on_lock() {
    for (auto each = shown_.begin(); each != shown_.end(); ++each)
        if (each->number != 0 && tells_too_much(*each)) show(each.key(), *each, true);
}

void Notifications::show(const QString& id, Shown& shown, bool is_silent) {
    shown.tells_text = !shown.text.isEmpty() && !lock_.is_locked();
    QVariantMap hints{{QStringLiteral("desktop-entry"), QStringLiteral("earshot")},
                      {QStringLiteral("category"), QStringLiteral("im.received")}};
    if (is_silent) hints.insert(QStringLiteral("suppress-sound"), true);
    auto message = call("Notify");
    message << QStringLiteral("Earshot") << shown.number << QStringLiteral("earshot")
            << (shown.title.isEmpty() ? QStringLiteral("Earshot") : shown.title) << body_of(shown)
            << QStringList{default_action, tr("Open")} << hints << desktop_decides;
    auto* watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, id] {
        const QDBusPendingReply<uint> reply = *watcher;
        on_shown(id, reply.isValid() ? reply.value() : 0);
        watcher->deleteLater();
    });
}

void Notifications::on_shown(const QString& id, uint number) {
    const auto found = shown_.find(id);
    if (found == shown_.end()) return;
    found->number = number;
    if (number != 0 && !found->is_withdrawn) {
        if (tells_too_much(*found)) show(id, *found, true);
        return;
    }
    // Nobody shows it, or it was over before it was shown.
    shown_.erase(found);
    if (number != 0) close(number);
}

void Notifications::withdraw(const QString& id) {
    const auto found = shown_.find(id);
    if (found == shown_.end()) return;
    if (found->number == 0) {
        found->is_withdrawn = true;
        return;
    }
    close(found->number);
    shown_.erase(found);
}

void Notifications::close(uint number) {
    auto message = call("CloseNotification");
    message << number;
    QDBusConnection::sessionBus().asyncCall(message);
}

void Notifications::on_action(uint number, const QString& action) {
    if (action != default_action) return;
    for (const auto& shown : std::as_const(shown_))
        if (shown.number == number) return emit opened(shown.conversation, shown.activation);
}

/// Comes before the action that it is for.
void Notifications::on_activation(uint number, const QString& token) {
    for (auto& shown : shown_)
        if (shown.number == number) shown.activation = token;
}

void Notifications::on_closed(uint number, uint /*reason*/) {
    shown_.removeIf([&](const auto& each) { return each.value().number == number; });
}

}  // namespace earshot::gui
