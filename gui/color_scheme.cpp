#include "gui/color_scheme.hpp"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingReply>
#include <QGuiApplication>
#include <QPalette>

namespace earshot::gui {
namespace {

const auto service = QStringLiteral("org.freedesktop.portal.Desktop");
const auto path = QStringLiteral("/org/freedesktop/portal/desktop");
const auto interface = QStringLiteral("org.freedesktop.portal.Settings");
const auto appearance = QStringLiteral("org.freedesktop.appearance");
const auto color_scheme = QStringLiteral("color-scheme");

enum Scheme : uint { none = 0, dark = 1, light = 2 };

bool palette_is_dark() {
    const auto palette = QGuiApplication::palette();
    return palette.color(QPalette::Window).lightness() <
           palette.color(QPalette::WindowText).lightness();
}

}  // namespace

ColorScheme::ColorScheme(QObject* parent) : QObject(parent), is_dark_(palette_is_dark()) {
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this,
                SLOT(on_setting(QString, QString, QDBusVariant)));
    ask();
}

void ColorScheme::ask() {
    auto question =
        QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    question << appearance << color_scheme;
    auto* watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isValid()) take(reply.value().variant());
        watcher->deleteLater();
    });
}

void ColorScheme::on_setting(const QString& space, const QString& key, const QDBusVariant& value) {
    if (space == appearance && key == color_scheme) take(value.variant());
}

void ColorScheme::take(const QVariant& value) {
    // `Read` wraps its answer in one variant more than the signal does.
    const auto inner =
        value.canConvert<QDBusVariant>() ? value.value<QDBusVariant>().variant() : value;
    const auto scheme = inner.toUInt();
    const bool is_dark = scheme == Scheme::none ? palette_is_dark() : scheme == Scheme::dark;
    if (is_dark == is_dark_) return;
    is_dark_ = is_dark;
    emit changed();
}

}  // namespace earshot::gui
