#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QSettings>

class QJSEngine;
class QQmlEngine;

/// How the window looks: theme, scale, language, motion. What the daemon keeps as `ui.*` is
/// remembered here, too, so that the first frame is right before anybody is asked. One for each
/// engine, made before it.
namespace earshot::gui {

class DesktopWishes;

class Appearance : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY themeChanged)
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)
    Q_PROPERTY(int scale READ scale WRITE setScale NOTIFY scaleChanged)
    Q_PROPERTY(bool reduceMotion READ reduce_motion WRITE setReduceMotion NOTIFY motionChanged)
    Q_PROPERTY(bool still READ is_still NOTIFY stillChanged)
    Q_PROPERTY(bool desktopIsStill READ is_desktop_still NOTIFY stillChanged)
    Q_PROPERTY(bool welcomed READ is_welcomed WRITE setWelcomed NOTIFY welcomedChanged)
    Q_PROPERTY(bool dark READ is_dark NOTIFY themeChanged)
    Q_PROPERTY(QString monoFamily READ mono_family CONSTANT)

public:
    static constexpr int scale_min = 80;
    static constexpr int scale_max = 200;

    /// `memory` is the file of the window's own settings. Both outlive it.
    Appearance(QSettings& memory, const DesktopWishes& desktop, QObject* parent = nullptr);

    /// The instance that was given to the engine by `give_to`.
    static Appearance* create(QQmlEngine* engine, QJSEngine* scripts);
    void give_to(QQmlEngine& engine);

    QString theme() const { return theme_; }
    void setTheme(const QString& theme);
    QString language() const { return language_; }
    void setLanguage(const QString& language);
    int scale() const { return scale_; }
    void setScale(int scale);
    /// The person's own wish, whatever the desktop's is.
    bool reduce_motion() const { return reduce_motion_; }
    void setReduceMotion(bool reduce);
    /// Nothing is to move by itself: one of the two wishes so.
    bool is_still() const { return reduce_motion_ || is_desktop_still(); }
    bool is_desktop_still() const;
    /// The first run is over.
    bool is_welcomed() const;
    void setWelcomed(bool welcomed);
    bool is_dark() const;
    QString mono_family() const;

signals:
    void themeChanged();
    void languageChanged();
    void scaleChanged();
    void motionChanged();
    void stillChanged();
    void welcomedChanged();

private:
    QSettings& memory_;
    const DesktopWishes& desktop_;
    QString theme_;     ///< "system", "light" or "dark".
    QString language_;  ///< "system", "en" or "ru".
    int scale_;         ///< Per cent.
    bool reduce_motion_;
};

}  // namespace earshot::gui
