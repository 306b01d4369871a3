#include "client/typing.hpp"

#include <utility>

namespace earshot::client {
namespace {

constexpr Duration repeat_after = std::chrono::seconds{5};
constexpr Duration ended_after = std::chrono::seconds{5};

}  // namespace

std::optional<TypingWord> Typing::on_typed(const std::string& conversation, Instant now) {
    typed_ = now;
    if (conversation == conversation_ && now - said_ < repeat_after) return std::nullopt;
    conversation_ = conversation;
    said_ = now;
    return TypingWord{conversation_, true};
}

std::optional<TypingWord> Typing::on_ended() {
    if (conversation_.empty()) return std::nullopt;
    return TypingWord{std::exchange(conversation_, {}), false};
}

std::optional<TypingWord> Typing::on_time(Instant now) {
    const auto deadline = next_deadline();
    return deadline && now >= *deadline ? on_ended() : std::nullopt;
}

std::optional<Instant> Typing::next_deadline() const {
    if (conversation_.empty()) return std::nullopt;
    return typed_ + ended_after;
}

}  // namespace earshot::client
