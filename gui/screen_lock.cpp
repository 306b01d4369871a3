#include "gui/screen_lock.hpp"

#include <QDBusConnection>
#include <QDBusPendingReply>
#include <array>

namespace earshot::gui {
namespace {

struct Saver {
    const char* interface;  ///< And service.
    const char* path;
};

constexpr std::array savers{Saver{"org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"},
                            Saver{"org.freedesktop.ScreenSaver", "/ScreenSaver"},
                            Saver{"org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"}};

const auto login = QStringLiteral("org.freedesktop.login1");
const auto login_session = QStringLiteral("org.freedesktop.login1.Session");
// Of the process that asks.
const auto own_session = QStringLiteral("/org/freedesktop/login1/session/auto");
const auto properties = QStringLiteral("org.freedesktop.DBus.Properties");
const auto locked_hint = QStringLiteral("LockedHint");

template <class Answer, class Then>
void ask_bus(QObject& owner, const QDBusConnection& bus, const QDBusMessage& question, Then then) {
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(question), &owner);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, &owner, [watcher, then] {
        const QDBusPendingReply<Answer> reply = *watcher;
        if (reply.isValid()) then(reply.value());
        watcher->deleteLater();
    });
}

}  // namespace

ScreenLock::ScreenLock(QObject* parent) : QObject(parent) {
    auto session = QDBusConnection::sessionBus();
    if (session.isConnected())
        for (const auto& saver : savers) {
            const auto interface = QString::fromLatin1(saver.interface);
            const auto path = QString::fromLatin1(saver.path);
            session.connect(interface, path, interface, QStringLiteral("ActiveChanged"), this,
                            SLOT(on_saver(bool)));
            ask_bus<bool>(*this, session,
                          QDBusMessage::createMethodCall(interface, path, interface,
                                                         QStringLiteral("GetActive")),
                          [this](bool active) {
                              if (active) set(saver_, true);
                          });
        }
    auto system = QDBusConnection::systemBus();
    if (!system.isConnected()) return;
    // Signals come from the session's own path, not from the one that stands for it.
    system.connect(login, QString{}, properties, QStringLiteral("PropertiesChanged"),
                   {login_session}, QString{}, this, SLOT(on_login()));
    on_login();
}

void ScreenLock::on_saver(bool active) { set(saver_, active); }

void ScreenLock::on_login() {
    auto question =
        QDBusMessage::createMethodCall(login, own_session, properties, QStringLiteral("Get"));
    question << login_session << locked_hint;
    ask_bus<QDBusVariant>(
        *this, QDBusConnection::systemBus(), question,
        [this](const QDBusVariant& hint) { set(login_, hint.variant().toBool()); });
}

void ScreenLock::set(bool& source, bool locked) {
    const bool was_locked = is_locked();
    source = locked;
    if (is_locked() != was_locked) emit changed();
}

}  // namespace earshot::gui
