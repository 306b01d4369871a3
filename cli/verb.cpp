#include "cli/verb.hpp"

#include <algorithm>

#include "core/base/text.hpp"

namespace earshot::cli {
namespace {

template <class Row>
const Row* find_row(std::span<const Row> rows, std::string_view path) noexcept {
    const auto row = std::ranges::find_if(rows, [&](const Row& one) { return one.path == path; });
    return row == rows.end() ? nullptr : &*row;
}

template <class Row>
void add_words_below(std::vector<std::string_view>& words, std::span<const Row> rows,
                     std::string_view path) {
    for (const Row& row : rows) {
        auto rest = row.path;
        if (!path.empty()) {
            if (!rest.starts_with(path) || rest.size() <= path.size() || rest[path.size()] != ' ')
                continue;
            rest.remove_prefix(path.size() + 1);
        }
        rest = rest.substr(0, rest.find(' '));
        if (std::ranges::find(words, rest) == words.end()) words.push_back(rest);
    }
}

}  // namespace

const Verb* find_verb(std::string_view path) noexcept { return find_row(verbs(), path); }

const VerbGroup* find_verb_group(std::string_view path) noexcept {
    return find_row(verb_groups(), path);
}

std::vector<std::string_view> words_below(std::string_view path) {
    std::vector<std::string_view> words;
    add_words_below(words, verbs(), path);
    add_words_below(words, verb_groups(), path);
    return words;
}

std::vector<std::string_view> names_of(const Parameter& parameter) {
    return split(parameter.name, ',');
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> pieces;
    while (!text.empty()) pieces.push_back(take_until(text, separator));
    return pieces;
}

}  // namespace earshot::cli
