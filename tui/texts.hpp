#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "tui/say.hpp"

/// Every sentence that the terminal face says, in each language. Sentences are whole: none is put
/// together from pieces, because languages differ in more than words.
namespace earshot::tui {

enum class Language : std::uint8_t { english, russian };

/// By LC_ALL, LC_MESSAGES or LANG, the first that is set; `setting` is ui.language: "en", "ru" or
/// anything else for the system's.
Language language_of(std::string_view setting, std::string_view locale);

struct SayRow {
    Say say;
    std::string_view english;
    std::string_view russian;
};

class Texts {
public:
    explicit Texts(Language language) : language_(language) {}

    Language language() const noexcept { return language_; }

    std::string_view operator()(Say say) const;
    /// `%1`, `%2` … are what is given.
    std::string operator()(Say say, std::initializer_list<std::string_view> given) const;
    /// One of the forms between `|`s, by the number; `%1` is the number, `%2` whose they are.
    std::string count(Say say, std::int64_t number, std::string_view whose = {}) const;

    /// "14:03"
    std::string clock(std::int64_t milliseconds) const;
    /// "Today", "Tuesday, 26 November", "2 March 2024"; `now` in milliseconds, too.
    std::string day(std::int64_t milliseconds, std::int64_t now) const;
    /// For a narrow place: the clock today, else a short date.
    std::string moment(std::int64_t milliseconds, std::int64_t now) const;

private:
    Language language_;
};

/// Which form of a Russian or English plural a number wants: 0, 1 or 2.
std::size_t plural_form(Language language, std::int64_t number);

/// As the table has it.
std::string_view text_of(Say say, Language language);

}  // namespace earshot::tui
