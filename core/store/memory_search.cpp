#include "core/store/memory_search.hpp"

#include <algorithm>
#include <span>

#include "core/base/limits.hpp"
#include "core/base/text.hpp"

namespace earshot::store {
namespace {

struct Word {
    TextRange range;
    std::string folded;
};
struct Phrase {
    std::vector<Word> words;
    bool may_go_on = false;
};

/// Whatever is not ASCII is taken for a letter.
bool is_letter(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

std::vector<Word> words_of(std::string_view text) {
    std::vector<Word> words;
    for (std::size_t at = 0; at < text.size();) {
        const auto start = at;
        while (at < text.size() && is_letter(text[at])) ++at;
        if (at > start)
            words.push_back({{start, at - start}, case_folded(text.substr(start, at - start))});
        else
            ++at;
    }
    return words;
}

bool is_at(const Phrase& phrase, std::span<const Word> words) {
    if (words.size() < phrase.words.size()) return false;
    for (std::size_t i = 0; i < phrase.words.size(); ++i) {
        const auto& wanted = phrase.words[i].folded;
        const bool is_beginning = phrase.may_go_on && i + 1 == phrase.words.size();
        if (is_beginning ? !words[i].folded.starts_with(wanted) : words[i].folded != wanted)
            return false;
    }
    return true;
}

/// Nothing where one of the phrases does not occur.
std::optional<std::vector<TextRange>> matches_of(const std::vector<Phrase>& phrases,
                                                 const std::string& text) {
    const auto words = words_of(text);
    std::vector<TextRange> all;
    for (const auto& phrase : phrases) {
        const auto before = all.size();
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (!is_at(phrase, std::span{words}.subspan(i))) continue;
            const auto& last = words[i + phrase.words.size() - 1].range;
            const auto start = words[i].range.start;
            all.push_back({start, last.start + last.length - start});
        }
        if (all.size() == before) return std::nullopt;
    }
    std::ranges::sort(all, {}, &TextRange::start);
    std::vector<TextRange> matches;
    for (const auto& each : all) {
        const auto end = each.start + each.length;
        if (!matches.empty() && each.start < matches.back().start + matches.back().length)
            matches.back().length = std::max(matches.back().length, end - matches.back().start);
        else
            matches.push_back(each);
    }
    if (matches.size() > limits::search_matches_max) matches.resize(limits::search_matches_max);
    return matches;
}

std::vector<Phrase> phrases_of(const std::vector<SearchTerm>& terms) {
    std::vector<Phrase> phrases;
    for (const auto& term : terms)
        if (auto words = words_of(term.text); !words.empty())
            phrases.push_back({std::move(words), term.may_go_on});
    return phrases;
}

bool is_stored_before(const Message& one, const Message& other) {
    return one.stored != other.stored ? one.stored < other.stored : place_of(one) < place_of(other);
}

bool is_asked_for(const Message& message, const Search& search) {
    return (!search.conversation || message.conversation == *search.conversation) &&
           (!search.author || message.author == *search.author) &&
           (!search.since || message.sent >= *search.since) &&
           (!search.until || message.sent < *search.until);
}

}  // namespace

Result<Found> MemorySearch::search(const Search& search) {
    const auto phrases = phrases_of(search.terms);
    const Message* before = nullptr;
    if (search.before) {
        const auto row = messages_.all().find(*search.before);
        if (row == messages_.all().end())
            return Error{ErrorKind::not_found, "there is no such message"};
        before = &row->second;
    }
    Found found;
    if (phrases.empty()) return found;
    for (const auto& [id, message] : messages_.all()) {
        if (!is_asked_for(message, search)) continue;
        if (before != nullptr && !is_stored_before(message, *before)) continue;
        if (auto matches = matches_of(phrases, message.text))
            found.hits.push_back({message, *std::move(matches)});
    }
    std::ranges::sort(found.hits, [](const Hit& one, const Hit& other) {
        return is_stored_before(other.message, one.message);
    });
    if (found.hits.size() > search.limit) {
        found.hits.resize(search.limit);
        if (!found.hits.empty()) found.next = found.hits.back().message.id;
    }
    return found;
}

}  // namespace earshot::store
