#include "gui/language.hpp"

#include <QCoreApplication>
#include <QLocale>

namespace earshot::gui {

void Language::choose(const QString& language) {
    const auto system = QLocale::system();
    auto code = language;
    if (code != QLatin1String("en") && code != QLatin1String("ru"))
        code = system.language() == QLocale::Russian ? QStringLiteral("ru") : QStringLiteral("en");
    QCoreApplication::removeTranslator(&translator_);
    if (translator_.load(QStringLiteral(":/i18n/earshot_%1.qm").arg(code)))
        QCoreApplication::installTranslator(&translator_);
    // The formats of the user's country, where it speaks the language.
    const QLocale plain = code == QLatin1String("ru")
                              ? QLocale(QLocale::Russian, QLocale::Russia)
                              : QLocale(QLocale::English, QLocale::UnitedKingdom);
    QLocale::setDefault(system.language() == plain.language() ? system : plain);
}

}  // namespace earshot::gui
