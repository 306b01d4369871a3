#pragma once

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QObject>
#include <QVariant>
#include <array>

/// What the desktop wishes of every program: to be dark, not to move. As
/// org.freedesktop.portal.Settings says it, and every time that it changes. Without a session bus
/// or a portal it is dark by the palette, and may move. Never waits.
namespace earshot::gui {

class DesktopWishes : public QObject {
    Q_OBJECT

public:
    explicit DesktopWishes(QObject* parent = nullptr);

    bool is_dark() const { return is_dark_; }
    /// Nothing is to move by itself.
    bool is_still() const;

    /// A setting of the portal as it is now; what is not about these wishes is ignored.
    void take(const QString& space, const QString& key, const QVariant& value);

signals:
    void darkChanged();
    void stillChanged();

private slots:
    void on_setting(const QDBusMessage& message);

private:
    void ask(const QString& space, const QString& key);
    void take_scheme(const QVariant& value);

    bool is_dark_;
    std::array<bool, 3> stills_{};  ///< By the ways to wish for it.
};

}  // namespace earshot::gui
