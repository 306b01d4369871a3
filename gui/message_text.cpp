#include "gui/message_text.hpp"

#include <QTextBoundaryFinder>
#include <QVariantMap>

#include "client/markdown.hpp"
#include "gui/texts.hpp"

namespace earshot::gui {
namespace {

constexpr int big_emoji_max = 3;

/// Spaces stay as many as were typed; the colour marks are ours alone.
QString escaped(const QString& text) {
    auto html = text;
    html.remove(QChar(link_color_mark)).remove(QChar(code_color_mark));
    html = html.toHtmlEscaped();
    html.replace(QLatin1Char('\n'), QLatin1String("<br/>"));
    return html;
}

QString html_of(const client::Span& span) {
    auto html = escaped(qt(span.text));
    if (span.code)
        html = QStringLiteral("<span style=\"font-family:monospace;background-color:%1\">%2</span>")
                   .arg(QString(QChar(code_color_mark)), html);
    if (span.bold) html = QStringLiteral("<b>%1</b>").arg(html);
    if (span.italic) html = QStringLiteral("<i>%1</i>").arg(html);
    if (span.struck) html = QStringLiteral("<s>%1</s>").arg(html);
    if (!span.target.empty())
        html = QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>")
                   .arg(qt(span.target).toHtmlEscaped(), QString(QChar(link_color_mark)), html);
    return html;
}

bool is_emoji(uint character) {
    return (character >= 0x1F000 && character <= 0x1FAFF) ||
           (character >= 0x2600 && character <= 0x27BF) ||
           (character >= 0x2B00 && character <= 0x2BFF) || character == 0x203C ||
           character == 0x2049 || (character >= 0x2190 && character <= 0x21FF) ||
           (character >= 0x2300 && character <= 0x23FF);
}

/// Of an emoji sequence: joiners, variation selectors, skin tones, keycaps, tags.
bool is_emoji_part(uint character) {
    return is_emoji(character) || character == 0x200D || character == 0xFE0F ||
           character == 0x20E3 || (character >= 0xE0020 && character <= 0xE007F);
}

}  // namespace

QString folded(const QString& text, bool& is_folded) {
    qsizetype end = std::min<qsizetype>(text.size(), folded_letters_max);
    qsizetype line = 0;
    for (qsizetype i = 0; i < end; ++i)
        if (text[i] == QLatin1Char('\n') && ++line == folded_lines_max) end = i;
    is_folded = end < text.size();
    if (!is_folded) return text;
    if (end > 0 && text[end - 1].isHighSurrogate()) --end;
    return text.left(end);
}

QVariantList blocks_of(std::string_view text) {
    QVariantList blocks;
    for (const auto& block : client::blocks_of(text)) {
        const bool is_code = block.kind == client::Block::Kind::code;
        QString html;
        QString plain;
        for (const auto& span : block.spans) {
            html += html_of(span);
            plain += qt(span.text);
        }
        blocks.append(QVariantMap{
            {QStringLiteral("kind"), is_code ? QStringLiteral("code") : QStringLiteral("text")},
            {QStringLiteral("html"), is_code ? QString{} : html},
            {QStringLiteral("plain"), plain},
            {QStringLiteral("language"), qt(block.language)},
            {QStringLiteral("marker"), qt(block.marker)},
            {QStringLiteral("quotes"), static_cast<int>(block.quote_depth)},
            {QStringLiteral("lists"), static_cast<int>(block.list_depth)},
            {QStringLiteral("rightToLeft"), plain.isRightToLeft()}});
    }
    return blocks;
}

QStringList links_of(std::string_view text) {
    QStringList targets;
    for (const auto& block : client::blocks_of(text))
        for (const auto& span : block.spans) {
            const auto target = qt(span.target);
            if (target.isEmpty() || targets.contains(target)) continue;
            if (targets.size() == links_max) return targets;
            targets.append(target);
        }
    return targets;
}

bool is_few_emoji(const QString& text) {
    const auto trimmed = text.trimmed();
    constexpr int units_max = 48;
    if (trimmed.isEmpty() || trimmed.size() > units_max) return false;
    bool has_emoji = false;
    for (const auto character : trimmed.toUcs4()) {
        if (!is_emoji_part(character)) return false;
        has_emoji = has_emoji || is_emoji(character);
    }
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, trimmed);
    int count = 0;
    while (finder.toNextBoundary() > 0) ++count;
    return has_emoji && count <= big_emoji_max;
}

}  // namespace earshot::gui
