#include "gui/desktop_wishes.hpp"

#include <QDBusConnection>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QPalette>
#include <algorithm>

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

struct Way {
    const char* space;
    const char* key;
    bool (*is_still)(const QVariant& value);
};

// The portal has a key of its own since 2025; the desktops' own ones are older, and are what Debian
// 12 has: GNOME's and that of KDE, which says how fast animations are, 0 being at once.
constexpr std::array<Way, 3> ways{
    Way{"org.freedesktop.appearance", "reduced-motion",
        [](const QVariant& value) { return value.toUInt() == 1; }},
    Way{"org.gnome.desktop.interface", "enable-animations",
        [](const QVariant& value) { return value.typeId() == QMetaType::Bool && !value.toBool(); }},
    Way{"org.kde.kdeglobals.KDE", "AnimationDurationFactor", [](const QVariant& value) {
            bool is_number = false;
            const auto factor = value.toDouble(&is_number);
            return is_number && factor <= 0;
        }}};

/// `Read` wraps its answer in one variant more than the signal does.
QVariant inner(const QVariant& value) {
    return value.canConvert<QDBusVariant>() ? value.value<QDBusVariant>().variant() : value;
}

}  // namespace

DesktopWishes::DesktopWishes(QObject* parent) : QObject(parent), is_dark_(palette_is_dark()) {
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this,
                SLOT(on_setting(QDBusMessage)));
    ask(appearance, color_scheme);
    for (const auto& way : ways) ask(QLatin1String(way.space), QLatin1String(way.key));
}

bool DesktopWishes::is_still() const {
    return std::ranges::any_of(stills_, [](bool is_still) { return is_still; });
}

void DesktopWishes::ask(const QString& space, const QString& key) {
    auto question =
        QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    question << space << key;
    auto* watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, space, key] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isValid()) take(space, key, reply.value().variant());
        watcher->deleteLater();
    });
}

// As a message: of a slot with a QDBusVariant Qt 6.4 finds no way to call it.
void DesktopWishes::on_setting(const QDBusMessage& message) {
    const auto words = message.arguments();
    if (words.size() == 3) take(words[0].toString(), words[1].toString(), words[2]);
}

void DesktopWishes::take(const QString& space, const QString& key, const QVariant& value) {
    if (space == appearance && key == color_scheme) return take_scheme(inner(value));
    const bool was_still = is_still();
    for (std::size_t i = 0; i < ways.size(); ++i)
        if (space == QLatin1String(ways[i].space) && key == QLatin1String(ways[i].key))
            stills_[i] = ways[i].is_still(inner(value));
    if (is_still() != was_still) emit stillChanged();
}

void DesktopWishes::take_scheme(const QVariant& value) {
    const auto scheme = value.toUInt();
    const bool is_dark = scheme == Scheme::none ? palette_is_dark() : scheme == Scheme::dark;
    if (is_dark == is_dark_) return;
    is_dark_ = is_dark;
    emit darkChanged();
}

}  // namespace earshot::gui
