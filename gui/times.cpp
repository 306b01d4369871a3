#include "gui/times.hpp"

#include <QCoreApplication>
#include <QLocale>

namespace earshot::gui {
namespace {

constexpr int week_days = 7;
constexpr qint64 minute_ms = 60'000;
constexpr qint64 hour_ms = 60 * minute_ms;
constexpr qint64 day_ms = 24 * hour_ms;
const QTime day_begins{8, 0};
// QTimer counts in int; a computer may also sleep over midnight.
constexpr qint64 look_at_the_clock_ms = 15 * minute_ms;

QString without_year(QDate date) {
    //: A day of this year, as in "17 November": Qt's date format.
    return QLocale().toString(date, QCoreApplication::translate("Times", "d MMMM"));
}

}  // namespace

Times::Times(Now now, QObject* parent) : QObject(parent), now_(std::move(now)) {
    midnight_.setSingleShot(true);
    connect(&midnight_, &QTimer::timeout, this, [this, day = now_().date()]() mutable {
        const auto today = now_().date();
        if (today != day) emit dayChanged();
        day = today;
        wait_for_midnight();
    });
    wait_for_midnight();
}

void Times::wait_for_midnight() {
    const auto now = now_();
    const auto left = now.msecsTo(now.date().addDays(1).startOfDay());
    midnight_.start(static_cast<int>(std::clamp<qint64>(left + 1, 1, look_at_the_clock_ms)));
}

QDateTime Times::local(qint64 time) const { return QDateTime::fromMSecsSinceEpoch(time); }

qint64 Times::untilTomorrow() const {
    const auto now = now_();
    return now.msecsTo(QDateTime(now.date().addDays(1), day_begins));
}

QString Times::clock(qint64 time) const {
    if (time == 0) return {};
    return QLocale().toString(local(time).time(), QLocale::ShortFormat);
}

QString Times::brief(qint64 time) const {
    if (time == 0) return {};
    const auto date = local(time).date();
    const auto days = date.daysTo(now_().date());
    if (days <= 0) return clock(time);
    if (days < week_days) return QLocale().dayName(date.dayOfWeek(), QLocale::ShortFormat);
    if (date.year() == now_().date().year())
        //: A day of this year in a narrow column, as in "17 Nov": Qt's date format.
        return QLocale().toString(date, tr("d MMM"));
    return QLocale().toString(date, QLocale::ShortFormat);
}

QString Times::day(qint64 time) const {
    const auto date = local(time).date();
    const auto today = now_().date();
    if (date == today) return tr("Today");
    if (date == today.addDays(-1)) return tr("Yesterday");
    if (date.year() == today.year())
        //: A day of this year, as in "Monday, 17 November": Qt's date format.
        return QLocale().toString(date, tr("dddd, d MMMM"));
    return QLocale().toString(date, QLocale::LongFormat);
}

QString Times::moment(qint64 time) const {
    if (time == 0) return {};
    const auto date = local(time).date();
    const auto today = now_().date();
    if (date == today) return tr("today at %1").arg(clock(time));
    if (date == today.addDays(-1)) return tr("yesterday at %1").arg(clock(time));
    const auto words = date.year() == today.year() ? without_year(date)
                                                   : QLocale().toString(date, QLocale::ShortFormat);
    return tr("on %1 at %2").arg(words, clock(time));
}

QString Times::end(qint64 time) const {
    if (time == 0) return {};
    const auto date = local(time).date();
    const auto today = now_().date();
    if (date <= today) return tr("until %1").arg(clock(time));
    if (date == today.addDays(1)) return tr("until tomorrow at %1").arg(clock(time));
    return tr("until %1 at %2").arg(without_year(date), clock(time));
}

QString Times::span(qint64 milliseconds) const {
    const auto length = std::max(milliseconds, minute_ms);
    if (length < hour_ms) return tr("%n minute(s)", "", static_cast<int>(length / minute_ms));
    if (length < day_ms) return tr("%n hour(s)", "", static_cast<int>(length / hour_ms));
    return tr("%n day(s)", "", static_cast<int>(length / day_ms));
}

}  // namespace earshot::gui
