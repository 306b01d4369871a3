#pragma once

#include <QString>
#include <QStringList>
#include <QVariantList>
#include <string_view>

/// The text of a message as blocks that QML draws, each a map:
///   kind: "text" or "code"; html: safe rich text, with the marks below for colours; plain: as it
///   is to be copied; language, marker: texts; quotes, lists: depths; rightToLeft: a flag.
/// Nothing in a message is ever taken as HTML. Pure.
namespace earshot::gui {

/// Stand for colours of the theme in `html`, and are no characters of any message.
inline constexpr char16_t link_color_mark = 0xE001;
inline constexpr char16_t code_color_mark = 0xE002;

/// Longer messages are shown in part until they are asked for.
inline constexpr int folded_lines_max = 30;
inline constexpr int folded_letters_max = 3000;

/// More than anybody reads in a menu.
inline constexpr qsizetype links_max = 12;

/// What is shown of a message that is too long, or all of it; `is_folded` says which.
QString folded(const QString& text, bool& is_folded);

QVariantList blocks_of(std::string_view text);

/// Where the links of a message lead, each target once, in order; no more than `links_max`.
QStringList links_of(std::string_view text);

/// One to three emoji and nothing else: these are drawn large.
bool is_few_emoji(const QString& text);

}  // namespace earshot::gui
