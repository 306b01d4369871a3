#pragma once

#include <QtQml/qqmlregistration.h>
#include <QDateTime>
#include <QObject>
#include <QTimer>
#include <functional>

/// Times as people say them, in the language of the window and the time zone of the computer.
/// Milliseconds UTC everywhere; 0 is never. Says when a day ends, because "today" is then another
/// word.
namespace earshot::gui {

class Times : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")

public:
    using Now = std::function<QDateTime()>;

    explicit Times(Now now = &QDateTime::currentDateTime, QObject* parent = nullptr);

    qint64 now() const { return now_().toMSecsSinceEpoch(); }
    /// Milliseconds until tomorrow's working day begins, at eight.
    Q_INVOKABLE qint64 untilTomorrow() const;

    /// "14:32".
    Q_INVOKABLE QString clock(qint64 time) const;
    /// For a list: "14:32" today, "Mon" within a week, then "3 Nov" and "03.11.2025".
    Q_INVOKABLE QString brief(qint64 time) const;
    /// "Today", "Yesterday", "Monday 17 November".
    Q_INVOKABLE QString day(qint64 time) const;
    /// "today at 14:32", "on 17 November at 09:10".
    Q_INVOKABLE QString moment(qint64 time) const;
    /// "3 minutes"; rounded down, at least one minute.
    Q_INVOKABLE QString span(qint64 milliseconds) const;

    /// "until 14:32", "until tomorrow at 08:00", "until 17 November at 09:10"; 0 is never.
    Q_INVOKABLE QString end(qint64 time) const;

signals:
    /// Midnight has passed, or the language has changed.
    void dayChanged();

private:
    QDateTime local(qint64 time) const;
    void wait_for_midnight();

    Now now_;
    QTimer midnight_;
};

}  // namespace earshot::gui
