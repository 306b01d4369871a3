#include "gui/tray.hpp"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QPainter>
#include <QSvgRenderer>

namespace earshot::gui {
namespace {

const auto service = QStringLiteral("org.kde.StatusNotifierWatcher");
const auto path = QStringLiteral("/StatusNotifierWatcher");
const auto properties = QStringLiteral("org.freedesktop.DBus.Properties");
constexpr int fine_from = 32;  // Pixels; smaller ones have a drawing of fewer lines.

QPixmap drawn(int pixels, bool has_unread) {
    QPixmap pixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    QSvgRenderer(pixels < fine_from ? QStringLiteral(":/earshot/earshot-small.svg")
                                    : QStringLiteral(":/earshot/earshot.svg"))
        .render(&painter);
    if (!has_unread) return pixmap;
    // The attention of the dark theme, ringed: seen on the icon and on every panel.
    const auto size = pixels * 0.5;
    const QRectF mark(pixels - size, 0, size, size);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0x17, 0x1C, 0x1F));
    painter.drawEllipse(mark);
    painter.setBrush(QColor(0xF0, 0xA3, 0x6B));
    const auto ring = size * 0.12;
    painter.drawEllipse(mark.adjusted(ring, ring, -ring, -ring));
    return pixmap;
}

}  // namespace

Tray::Tray(RosterModel& roster, Self& self, QObject* parent)
    : QObject(parent), roster_(roster), self_(self) {
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    auto* watcher =
        new QDBusServiceWatcher(service, bus, QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(watcher, &QDBusServiceWatcher::serviceOwnerChanged, this, &Tray::ask);
    for (const auto* change : {"StatusNotifierHostRegistered", "StatusNotifierHostUnregistered"})
        bus.connect(service, path, service, QLatin1String(change), this, SLOT(ask()));
    connect(&roster_, &RosterModel::countChanged, this, &Tray::show_state);
    connect(&self_, &Self::changed, this, &Tray::show_state);
    ask();
}

Tray::~Tray() = default;

/// Asked here and not by QSystemTrayIcon, which remembers the first answer for good.
void Tray::ask() {
    auto call = QDBusMessage::createMethodCall(service, path, properties, QStringLiteral("Get"));
    call << service << QStringLiteral("IsStatusNotifierHostRegistered");
    auto* watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        become(reply.isValid() && reply.value().variant().toBool());
        watcher->deleteLater();
    });
}

void Tray::become(bool is_there) {
    if (is_there == is_there_) return;
    is_there_ = is_there;
    // Made once: Qt shows it again in a tray that comes back.
    if (is_there && !parts_) make();
    emit changed();
}

void Tray::make() {
    parts_ = std::make_unique<Parts>();
    auto& menu = parts_->menu;
    parts_->open = menu.addAction(QString{}, this, &Tray::openWanted);
    parts_->busy = menu.addAction(QString{}, &self_, &Self::toggleBusy);
    parts_->busy->setCheckable(true);
    menu.addSeparator();
    parts_->quit = menu.addAction(QString{}, this, &Tray::quitWanted);
    connect(&parts_->icon, &QSystemTrayIcon::activated, this,
            [this](QSystemTrayIcon::ActivationReason reason) {
                if (reason == QSystemTrayIcon::Trigger) emit openWanted();
            });
    parts_->icon.setContextMenu(&menu);
    parts_->icon.setIcon(icon(had_unread_));
    retranslate();
    parts_->icon.show();
}

void Tray::retranslate() {
    if (!parts_) return;
    parts_->open->setText(tr("Open Earshot"));
    parts_->busy->setText(tr("Do not disturb"));
    parts_->quit->setText(tr("Quit…"));
    show_state();
}

void Tray::show_state() {
    if (!parts_) return;
    const auto unread = roster_.unread();
    parts_->busy->setChecked(self_.presence() == QLatin1String("busy"));
    parts_->icon.setToolTip(unread > 0 ? tr("Earshot: %n unread message(s)", nullptr, unread)
                                       : QStringLiteral("Earshot"));
    if ((unread > 0) == had_unread_) return;
    had_unread_ = unread > 0;
    parts_->icon.setIcon(icon(had_unread_));
}

QIcon Tray::icon(bool has_unread) {
    QIcon icon;
    for (const int pixels : {16, 22, 24, 32, 48}) icon.addPixmap(drawn(pixels, has_unread));
    return icon;
}

}  // namespace earshot::gui
