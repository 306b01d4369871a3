#include "client/drafts.hpp"

#include <algorithm>
#include <utility>

namespace earshot::client {
namespace {

constexpr Duration pause = std::chrono::milliseconds{400};
constexpr Duration retry = std::chrono::seconds{2};

}  // namespace

void Drafts::on_edited(const std::string& conversation, std::string body, Instant now) {
    unsaved_[conversation] = {std::move(body), now + pause};
}

std::vector<DraftWord> Drafts::take_due(Instant now, bool flush) {
    std::vector<DraftWord> due;
    std::erase_if(unsaved_, [&](auto& entry) {
        if (!flush && now < entry.second.due) return false;
        due.push_back({entry.first, std::move(entry.second.body)});
        return true;
    });
    for (const auto& word : due) on_their_way_[word.conversation] = word.body;
    return due;
}

void Drafts::on_saved(const DraftWord& word) {
    const auto found = on_their_way_.find(word.conversation);
    if (found != on_their_way_.end() && found->second == word.body) on_their_way_.erase(found);
}

void Drafts::on_failed(const DraftWord& word, Instant now) {
    on_saved(word);
    // What was written since then is newer.
    if (on_their_way_.contains(word.conversation)) return;
    unsaved_.try_emplace(word.conversation, Unsaved{word.body, now + retry});
}

std::optional<Instant> Drafts::next_deadline() const {
    std::optional<Instant> first;
    for (const auto& [conversation, unsaved] : unsaved_)
        first = first ? std::min(*first, unsaved.due) : unsaved.due;
    return first;
}

std::vector<DraftWord> Drafts::unsaved() const {
    std::vector<DraftWord> words;
    for (const auto& [conversation, unsaved] : unsaved_)
        words.push_back({conversation, unsaved.body});
    for (const auto& [conversation, body] : on_their_way_)
        if (!unsaved_.contains(conversation)) words.push_back({conversation, body});
    return words;
}

std::string Drafts::text_of(const std::string& conversation,
                            const std::optional<std::string>& stored) const {
    const auto found = unsaved_.find(conversation);
    if (found != unsaved_.end()) return found->second.body;
    const auto sent = on_their_way_.find(conversation);
    return sent != on_their_way_.end() ? sent->second : stored.value_or("");
}

std::string joined(std::string_view first, std::string_view second) {
    if (first.starts_with(second)) return std::string(first);
    if (second.starts_with(first)) return std::string(second);
    return std::string(first) + '\n' + std::string(second);
}

}  // namespace earshot::client
