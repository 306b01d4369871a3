#include "client/timeline.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "client/read.hpp"

namespace earshot::client {

void Timeline::open(std::string conversation, std::optional<std::string> around) {
    ++asked_;
    is_loading_ = false;
    is_loaded_ = false;
    has_older_ = false;
    has_newer_ = false;
    list_.clear();
    conversation_ = std::move(conversation);
    anchor_ = around.value_or("");
    if (!conversation_.empty()) ask(around ? Part::around : Part::end, anchor_, window_.page);
}

void Timeline::reload() {
    if (conversation_.empty()) return;
    const auto rows = std::clamp<std::int64_t>(static_cast<std::int64_t>(list_.size()),
                                               window_.page, link_.hello().page);
    ask(anchor_.empty() ? Part::end : Part::around, anchor_, rows);
}

void Timeline::load_older() {
    if (is_loading_ || !has_older_ || list_.empty()) return;
    ask(Part::older, list_.rows().back().id, window_.step);
}

void Timeline::load_newer() {
    if (is_loading_ || !has_newer_ || list_.empty()) return;
    ask(Part::newer, list_.rows().front().id, window_.step);
}

void Timeline::load_end() {
    anchor_.clear();
    if (!conversation_.empty() && has_newer_) ask(Part::end, {}, window_.page);
}

void Timeline::ask(Part part, const std::string& message, std::int64_t limit) {
    control::Object params{{"conversation", conversation_}, {"limit", limit}};
    if (part == Part::older) params["before"] = message;
    if (part == Part::newer) params["after"] = message;
    if (part == Part::around) params["around"] = message;
    is_loading_ = true;
    link_.call("message.list", params, [this, part, asked = ++asked_](const Answer& answer) {
        if (asked != asked_) return;
        is_loading_ = false;
        if (const auto* page = result_of(answer)) {
            is_loaded_ = true;
            on_page(part, *page);
        } else if (part == Part::around && std::holds_alternative<control::Failure>(answer)) {
            // The message to begin at is gone.
            ask(Part::end, {}, window_.page);
        } else if (std::holds_alternative<control::Failure>(answer)) {
            // Asked again at once it would fail again, for ever.
            if (part == Part::older) has_older_ = false;
            if (part == Part::newer) has_newer_ = false;
        }
        if (when_settled_) when_settled_();
    });
}

void Timeline::on_page(Part part, const control::Object& page) {
    std::vector<Message> messages;
    for (const auto* object : objects_in(page, "messages")) {
        auto message = message_from(*object);
        if (!message) continue;
        const auto* const known = list_.find(message->id);
        if (known && !may_follow(known->state, message->state)) message->state = known->state;
        messages.push_back(*std::move(message));
    }
    const bool more = flag_in(page, "more");
    const bool more_after = flag_in(page, "more_after");
    switch (part) {
        case Part::end:
        case Part::around:
            has_older_ = more;
            has_newer_ = part == Part::around && more_after;
            list_.assign(std::move(messages));
            return;
        case Part::older: has_older_ = more; break;
        case Part::newer: has_newer_ = more_after; break;
    }
    list_.put_all(std::move(messages));
    trim();
}

void Timeline::put(const control::Object& object) {
    auto message = message_from(object);
    if (!message || message->conversation != conversation_) return;
    const bool is_known = list_.find(message->id) != nullptr;
    // What belongs beyond an end is loaded when the view comes there.
    if (!is_known && has_newer_) return;
    const bool is_oldest = !list_.empty() && NewestFirst{}(list_.rows().back(), *message);
    if (!is_known && has_older_ && is_oldest) return;
    list_.put(*std::move(message));
    trim();
}

void Timeline::on_event(std::string_view name, const control::Object& fields) {
    if (conversation_.empty()) return;
    if (name == "message.added" || name == "request.added") {
        if (const auto* object = control::find_object(fields, "message")) put(*object);
    } else if (name == "message.stateChanged") {
        const auto* const known = list_.find(text_in(fields, "id"));
        if (!known) return;
        auto message = *known;
        message.state = message_state_from(text_in(fields, "state"));
        message.reason = text_in(fields, "reason");
        message.carriers = integer_in(fields, "carriers");
        if (may_follow(known->state, message.state)) list_.put(std::move(message));
    } else if (name == "conversation.removed") {
        if (text_in(fields, "conversation") == conversation_) close();
    }
}

void Timeline::trim() {
    if (list_.size() <= window_.rows_max) return;
    const auto anchor = anchor_.empty() ? std::nullopt : list_.find_row(anchor_);
    const auto newer = anchor.value_or(0);
    const auto older = list_.size() - newer;
    const auto excess = list_.size() - window_.rows_max;
    // The longer side pays, but for what stands near the anchor; then the other one.
    const auto near = window_.rows_max / 4;
    auto from_newer = newer > near ? std::min(excess, newer - near) : 0;
    auto from_older = older > near ? std::min(excess, older - near) : 0;
    if (newer > older)
        from_older = excess - from_newer;
    else
        from_newer = excess - from_older;
    if (from_older > 0) {
        has_older_ = true;
        list_.remove(list_.size() - from_older, from_older);
    }
    if (from_newer > 0) {
        has_newer_ = true;
        list_.remove(0, from_newer);
    }
}

}  // namespace earshot::client
