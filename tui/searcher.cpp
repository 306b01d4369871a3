#include "tui/searcher.hpp"

#include <utility>

namespace earshot::tui {
namespace {

constexpr Duration typing_pause = std::chrono::milliseconds{150};
constexpr std::int64_t hits_per_page = 30;

}  // namespace

void Searcher::ask(Question question, Instant now) {
    due_ = now + (question.before.empty() ? typing_pause : Duration{});
    question_ = std::move(question);
    ++number_;
}

void Searcher::cancel() {
    question_.reset();
    ++number_;
}

void Searcher::on_time(Instant now) {
    if (!question_ || now < due_) return;
    const auto question = *std::exchange(question_, std::nullopt);
    if (question.text.empty()) return;
    control::Object params{{"text", question.text}, {"limit", hits_per_page}};
    if (!question.conversation.empty()) params["conversation"] = question.conversation;
    if (!question.before.empty()) params["before"] = question.before;
    link_.call("search.query", params,
               [this, number = number_,
                is_next_page = !question.before.empty()](const client::Answer& answer) {
                   if (number == number_) answered_(answer, is_next_page);
               });
}

std::optional<Instant> Searcher::next_deadline() const {
    return question_ ? std::optional{due_} : std::nullopt;
}

}  // namespace earshot::tui
