#include "client/links_in_text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace earshot::client {
namespace {

constexpr std::size_t link_bytes_max = 2048;
constexpr std::array<std::string_view, 7> schemes{"http://", "https://", "smb://", "ssh://",
                                                  "sftp://", "ftp://",   "file://"};

bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool begins_with(std::string_view text, std::string_view beginning) {
    return text.size() >= beginning.size() &&
           std::ranges::equal(text.substr(0, beginning.size()), beginning, {}, small);
}

bool ends_link(char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == '"' || c == '`';
}

/// Without what closes the sentence or the bracket that the link stands in.
std::string_view trimmed(std::string_view link) {
    constexpr std::string_view punctuation = ".,;:!?'*_~";
    constexpr std::array<std::string_view, 3> brackets{"()", "[]", "{}"};
    while (!link.empty()) {
        const char last = link.back();
        const bool is_unmatched = std::ranges::any_of(brackets, [&](std::string_view pair) {
            return last == pair[1] &&
                   std::ranges::count(link, pair[0]) < std::ranges::count(link, pair[1]);
        });
        if (!is_unmatched && punctuation.find(last) == std::string_view::npos) break;
        link.remove_suffix(1);
    }
    return link;
}

std::string_view until_end(std::string_view text) {
    text = text.substr(0, link_bytes_max);
    const auto end = std::ranges::find_if(text, ends_link) - text.begin();
    return trimmed(text.substr(0, static_cast<std::size_t>(end)));
}

std::optional<TextLink> address_at(std::string_view text, std::size_t first) {
    constexpr std::array<std::string_view, 2> short_schemes{"mailto:", "earshot:"};
    constexpr std::string_view www = "www.";
    const auto rest = text.substr(first);
    std::string_view beginning;
    const auto look_for = [&](std::string_view each) {
        if (begins_with(rest, each)) beginning = each;
    };
    std::ranges::for_each(schemes, look_for);
    std::ranges::for_each(short_schemes, look_for);
    look_for(www);
    // Ends are looked for of what is a link only: every word begins here.
    if (beginning.empty()) return std::nullopt;
    const auto link = until_end(rest);
    if (link.size() <= beginning.size()) return std::nullopt;
    if (beginning != www) return TextLink{first, link.size(), std::string{link}};
    if (link.find('.', www.size()) == std::string_view::npos) return std::nullopt;
    return TextLink{first, link.size(), "http://" + std::string{link}};
}

/// `//server/share`, with slashes of either kind.
std::optional<TextLink> share_at(std::string_view text, std::size_t first) {
    if (first > 0 && !ends_link(text[first - 1]) && text[first - 1] != '(') return std::nullopt;
    if (first + 1 >= text.size() || text[first + 1] != text[first]) return std::nullopt;
    const auto link = until_end(text.substr(first));
    const char slash = link.empty() ? '\0' : link[0];
    if ((slash != '/' && slash != '\\') || link.size() < 5 || link[1] != slash) return std::nullopt;
    const auto share = link.find(slash, 2);
    if (!is_word(link[2]) || share == std::string_view::npos || share + 1 >= link.size())
        return std::nullopt;
    std::string target = "smb:" + std::string{link};
    std::ranges::replace(target, '\\', '/');
    return TextLink{first, link.size(), std::move(target)};
}

/// Around an `@`.
std::optional<TextLink> mail_at(std::string_view text, std::size_t at, std::size_t least) {
    const auto fits_name = [](char c) {
        return is_word(c) || c == '.' || c == '-' || c == '_' || c == '+';
    };
    auto first = at;
    while (first > least && fits_name(text[first - 1])) --first;
    auto end = at + 1;
    while (end < text.size() && (is_word(text[end]) || text[end] == '.' || text[end] == '-')) ++end;
    const auto mail = trimmed(text.substr(first, end - first));
    const auto host = at + 1 - first < mail.size() ? mail.substr(at + 1 - first) : "";
    const auto dot = host.find('.');
    if (first == at || dot == 0 || dot == std::string_view::npos || mail.front() == '.')
        return std::nullopt;
    return TextLink{first, mail.size(), "mailto:" + std::string{mail}};
}

}  // namespace

std::vector<TextLink> links_in(std::string_view text) {
    std::vector<TextLink> links;
    std::size_t done = 0;  // Before here everything is decided.
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::optional<TextLink> link;
        if (text[i] == '@')
            link = mail_at(text, i, done);
        else if (text[i] == '/' || text[i] == '\\')
            link = share_at(text, i);
        else if (is_word(text[i]) && (i == 0 || !is_word(text[i - 1])))
            link = address_at(text, i);
        if (!link) continue;
        done = link->first + link->bytes;
        i = done - 1;
        links.push_back(*std::move(link));
    }
    return links;
}

bool may_open(std::string_view target) {
    return begins_with(target, "mailto:") || begins_with(target, "earshot:") ||
           std::ranges::any_of(
               schemes, [&](std::string_view scheme) { return begins_with(target, scheme); });
}

}  // namespace earshot::client
