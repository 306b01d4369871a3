#include "gui/faces.hpp"

#include <QStringList>
#include <QTextBoundaryFinder>
#include <cstdint>

namespace earshot::gui {
namespace {

/// The first whole character of a word, which may be several code units.
QString first_letter(const QString& word) {
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, word);
    const auto end = finder.toNextBoundary();
    return end > 0 ? word.left(end).toUpper() : QString{};
}

}  // namespace

QString initials_of(const QString& name) {
    QStringList words;
    for (const auto& word : name.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        if (word.front().isLetterOrNumber() || word.front().isSurrogate()) words.append(word);
    if (words.isEmpty()) return QStringLiteral("?");
    if (words.size() == 1) return first_letter(words.front());
    return first_letter(words.front()) + first_letter(words.back());
}

int hue_of(std::string_view person_id) {
    std::uint32_t hash = 2166136261U;  // FNV-1a, 32 bits.
    for (const char c : person_id) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return static_cast<int>(hash % hues);
}

}  // namespace earshot::gui
