#include "tui/texts.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "client/look.hpp"
#include "tui/say.hpp"

namespace earshot::tui {
namespace {

constexpr std::array<std::string_view, 7> english_days{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 7> russian_days{
    "воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"};
constexpr std::array<std::string_view, 12> english_months{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 12> russian_months{
    "января", "февраля", "марта",    "апреля",  "мая",    "июня",
    "июля",   "августа", "сентября", "октября", "ноября", "декабря"};

std::tm local_time(std::int64_t milliseconds) {
    const auto seconds = static_cast<std::time_t>(milliseconds / 1000);
    std::tm fields{};
    // A stranger's clock may say a year that does not fit: then all fields stay zero.
    if (!localtime_r(&seconds, &fields)) fields.tm_mday = 1;
    return fields;
}

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string filled_in(std::string_view text, std::initializer_list<std::string_view> given) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_place = text[i] == '%' && i + 1 < text.size() && text[i + 1] >= '1' &&
                              text[i + 1] < '1' + static_cast<char>(given.size());
        if (is_place)
            out += given.begin()[text[++i] - '1'];
        else
            out += text[i];
    }
    return out;
}

}  // namespace

Language language_of(std::string_view setting, std::string_view locale) {
    if (setting == "ru") return Language::russian;
    if (setting == "en") return Language::english;
    return locale.starts_with("ru") ? Language::russian : Language::english;
}

std::size_t plural_form(Language language, std::int64_t number) {
    const auto last = number % 10;
    const auto last_two = number % 100;
    if (language == Language::english) return number == 1 ? 0 : 1;
    if (last == 1 && last_two != 11) return 0;
    return last >= 2 && last <= 4 && (last_two < 12 || last_two > 14) ? 1 : 2;
}

std::string_view Texts::operator()(Say say) const { return text_of(say, language_); }

std::string Texts::operator()(Say say, std::initializer_list<std::string_view> given) const {
    return filled_in(text_of(say, language_), given);
}

std::string Texts::count(Say say, std::int64_t number, std::string_view whose) const {
    auto text = text_of(say, language_);
    for (auto form = plural_form(language_, number); form > 0; --form) {
        const auto end = text.find('|');
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    text = text.substr(0, text.find('|'));
    return filled_in(text, {std::to_string(number), whose});
}

std::string Texts::clock(std::int64_t milliseconds) const {
    const auto time = local_time(milliseconds);
    return two_digits(time.tm_hour) + ':' + two_digits(time.tm_min);
}

std::string Texts::day(std::int64_t milliseconds, std::int64_t now) const {
    const auto ago = client::local_day(now) - client::local_day(milliseconds);
    const bool is_russian = language_ == Language::russian;
    if (ago == 0) return is_russian ? "Сегодня" : "Today";
    if (ago == 1) return is_russian ? "Вчера" : "Yesterday";
    const auto time = local_time(milliseconds);
    const auto& days = is_russian ? russian_days : english_days;
    const auto& months = is_russian ? russian_months : english_months;
    const auto date = std::to_string(time.tm_mday) + ' ' +
                      std::string{months[static_cast<std::size_t>(time.tm_mon)]};
    if (time.tm_year != local_time(now).tm_year)
        return date + ' ' + std::to_string(time.tm_year + 1900);
    return std::string{days[static_cast<std::size_t>(time.tm_wday)]} + ", " + date;
}

std::string Texts::moment(std::int64_t milliseconds, std::int64_t now) const {
    if (client::local_day(now) == client::local_day(milliseconds)) return clock(milliseconds);
    const auto time = local_time(milliseconds);
    if (language_ == Language::russian)
        return two_digits(time.tm_mday) + '.' + two_digits(time.tm_mon + 1);
    return std::to_string(time.tm_mday) + ' ' +
           std::string{english_months[static_cast<std::size_t>(time.tm_mon)].substr(0, 3)};
}

}  // namespace earshot::tui
