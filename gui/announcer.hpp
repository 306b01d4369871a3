#pragma once

#include <QtQml/qqmlregistration.h>
#include <QQuickItem>

/// Says to those who hear the window what only the eye would see come: nothing is drawn. Qt 6.4
/// has no event for that (QAccessibleAnnouncementEvent came with 6.8), so each text is a
/// notification that shows itself, which screen readers read out wherever the focus is. QML gives
/// it its role and, by `words`, its name.
namespace earshot::gui {

class Announcer : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString words READ words NOTIFY wordsChanged)

public:
    using QQuickItem::QQuickItem;

    QString words() const { return words_; }  ///< Said last.

    Q_INVOKABLE void say(const QString& words);

signals:
    void wordsChanged();

private:
    QString words_;
};

}  // namespace earshot::gui
