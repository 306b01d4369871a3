#include "core/notify/notices.hpp"

#include <algorithm>

#include "core/base/limits.hpp"

namespace earshot::notify {

void Notices::tell(Single& single, Instant now) {
    single.told = now;
    single.is_due = false;
    changes_.emplace_back(single.notice);
}

bool Notices::has_room_for_one(Instant now) {
    if (!window_ || now - *window_ >= limits::notice_window) {
        window_ = now;
        in_window_ = 0;
    }
    if (in_window_ >= limits::notices_at_once) return false;
    return singles_.size() + summed_.size() < limits::notices_max;
}

void Notices::on_message(const Message& message, Instant now) {
    if (const auto known = singles_.find(message.conversation); known != singles_.end()) {
        auto& [notice, told, is_due] = known->second;
        notice.author = message.author;
        notice.newest = message.id;
        ++notice.messages;
        is_due = true;
        if (told + limits::notice_window <= now) tell(known->second, now);
        return;
    }
    if (message.is_old || summed_.contains(message.conversation) || !has_room_for_one(now)) {
        sum_up(message, now);
        return;
    }
    ++in_window_;
    auto& single = singles_[message.conversation];
    single.notice = {message.conversation, message.author, message.id, 1, 1, false};
    tell(single, now);
}

void Notices::sum_up(const Message& message, Instant now) {
    const auto known = summed_.find(message.conversation);
    if (known == summed_.end() && singles_.size() + summed_.size() >= limits::notices_max) return;
    auto& notice = summed_[message.conversation];
    notice.conversation = message.conversation;
    notice.author = message.author;
    notice.newest = message.id;
    ++notice.messages;
    newest_summed_ = message.conversation;
    if (!summary_at_) summary_at_ = now + limits::notice_window;
}

void Notices::tell_summary() {
    summary_at_.reset();
    if (summed_.empty()) return;
    if (!newest_summed_ || !summed_.contains(*newest_summed_))
        newest_summed_ = summed_.begin()->first;
    auto notice = summed_.at(*newest_summed_);
    notice.is_summary = true;
    notice.messages = 0;
    for (const auto& [id, each] : summed_) notice.messages += each.messages;
    notice.conversations = summed_.size();
    if (notice.conversations > 1) notice.conversation.reset();
    is_summary_shown_ = true;
    changes_.emplace_back(notice);
}

void Notices::on_read(const ConversationId& conversation) {
    if (singles_.erase(conversation) > 0) changes_.emplace_back(Withdrawn{conversation});
    if (summed_.erase(conversation) == 0 || !summed_.empty()) return;
    summary_at_.reset();
    if (std::exchange(is_summary_shown_, false)) changes_.emplace_back(Withdrawn{});
}

void Notices::on_time(Instant now) {
    for (auto& [id, single] : singles_)
        if (single.is_due && single.told + limits::notice_window <= now) tell(single, now);
    if (summary_at_ && *summary_at_ <= now) tell_summary();
}

std::optional<Instant> Notices::next_deadline() const {
    auto earliest = summary_at_;
    for (const auto& [id, single] : singles_) {
        if (!single.is_due) continue;
        const auto at = single.told + limits::notice_window;
        earliest = std::min(at, earliest.value_or(at));
    }
    return earliest;
}

std::vector<ConversationId> Notices::conversations() const {
    std::vector<ConversationId> all;
    for (const auto& [id, single] : singles_) all.push_back(id);
    for (const auto& [id, notice] : summed_) all.push_back(id);
    return all;
}

}  // namespace earshot::notify
