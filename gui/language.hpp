#pragma once

#include <QObject>
#include <QTranslator>

/// The language of the window: the chosen one, or that of the system where it is ours. English has
/// a catalogue, too, for its plurals. Sets the default locale, so that days and times follow.
namespace earshot::gui {

class Language : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// "system", "en" or "ru". Texts made from now on are in it.
    void choose(const QString& language);

private:
    QTranslator translator_;
};

}  // namespace earshot::gui
