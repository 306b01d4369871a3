#include "gui/announcer.hpp"

#include <QAccessible>

namespace earshot::gui {

void Announcer::say(const QString& words) {
    words_ = words;
    emit wordsChanged();
    QAccessibleEvent shown(this, QAccessible::ObjectShow);
    QAccessible::updateAccessibility(&shown);
}

}  // namespace earshot::gui
