#include "gui/appearance.hpp"

#include <QFontDatabase>
#include <QQmlEngine>
#include <algorithm>

#include "gui/desktop_wishes.hpp"

namespace earshot::gui {
namespace {

constexpr const char* property_name = "earshot.appearance";
const auto theme_key = QStringLiteral("ui/theme");
const auto language_key = QStringLiteral("ui/language");
const auto scale_key = QStringLiteral("ui/scale");
const auto motion_key = QStringLiteral("ui/reduce_motion");
const auto welcomed_key = QStringLiteral("ui/welcomed");
const auto by_system = QStringLiteral("system");

QString one_of(const QString& value, const QStringList& values) {
    return values.contains(value) ? value : values.front();
}

QString theme_from(const QString& value) {
    return one_of(value, {by_system, QStringLiteral("light"), QStringLiteral("dark")});
}

QString language_from(const QString& value) {
    return one_of(value, {by_system, QStringLiteral("en"), QStringLiteral("ru")});
}

}  // namespace

Appearance::Appearance(QSettings& memory, const DesktopWishes& desktop, QObject* parent)
    : QObject(parent),
      memory_(memory),
      desktop_(desktop),
      theme_(theme_from(memory.value(theme_key).toString())),
      language_(language_from(memory.value(language_key).toString())),
      scale_(std::clamp(memory.value(scale_key, 100).toInt(), scale_min, scale_max)),
      reduce_motion_(memory.value(motion_key, false).toBool()) {
    connect(&desktop, &DesktopWishes::darkChanged, this, [this] {
        if (theme_ == by_system) emit themeChanged();
    });
    connect(&desktop, &DesktopWishes::stillChanged, this, &Appearance::stillChanged);
    connect(this, &Appearance::motionChanged, this, &Appearance::stillChanged);
}

Appearance* Appearance::create(QQmlEngine* engine, QJSEngine* /*scripts*/) {
    auto* appearance = engine->property(property_name).value<Appearance*>();
    QJSEngine::setObjectOwnership(appearance, QJSEngine::CppOwnership);
    return appearance;
}

void Appearance::give_to(QQmlEngine& engine) {
    engine.setProperty(property_name, QVariant::fromValue(this));
}

bool Appearance::is_welcomed() const { return memory_.value(welcomed_key, false).toBool(); }

void Appearance::setWelcomed(bool welcomed) {
    memory_.setValue(welcomed_key, welcomed);
    emit welcomedChanged();
}

bool Appearance::is_dark() const {
    return theme_ == by_system ? desktop_.is_dark() : theme_ == QLatin1String("dark");
}

bool Appearance::is_desktop_still() const { return desktop_.is_still(); }

QString Appearance::mono_family() const {
    for (const auto* family : {"JetBrains Mono", "DejaVu Sans Mono"})
        if (QFontDatabase::hasFamily(QLatin1String(family))) return QLatin1String(family);
    return QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
}

void Appearance::setTheme(const QString& theme) {
    const auto value = theme_from(theme);
    if (value == theme_) return;
    theme_ = value;
    memory_.setValue(theme_key, value);
    emit themeChanged();
}

void Appearance::setLanguage(const QString& language) {
    const auto value = language_from(language);
    if (value == language_) return;
    language_ = value;
    memory_.setValue(language_key, value);
    emit languageChanged();
}

void Appearance::setScale(int scale) {
    const auto value = std::clamp(scale, scale_min, scale_max);
    if (value == scale_) return;
    scale_ = value;
    memory_.setValue(scale_key, value);
    emit scaleChanged();
}

void Appearance::setReduceMotion(bool reduce) {
    if (reduce == reduce_motion_) return;
    reduce_motion_ = reduce;
    memory_.setValue(motion_key, reduce);
    emit motionChanged();
}

}  // namespace earshot::gui
