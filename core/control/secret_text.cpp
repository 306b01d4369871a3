#include "core/control/secret_text.hpp"

#include <algorithm>
#include <boost/json/string.hpp>
#include <utility>

namespace earshot::control {

void wipe(std::span<char> bytes) noexcept {
    volatile char* at = bytes.data();
    for (auto left = bytes.size(); left > 0; --left) *at++ = '\0';
}

SecretText::SecretText(std::string_view text) : text_(text) {}

SecretText::SecretText(std::string&& text) : text_(text) {
    wipe(text);
    text.clear();
}

// A moved short string leaves its bytes behind, so these copy and wipe.
SecretText::SecretText(SecretText&& other) noexcept { *this = std::move(other); }

SecretText& SecretText::operator=(SecretText&& other) noexcept {
    if (this == &other) return *this;
    wipe(text_);
    text_.swap(other.text_);
    wipe(other.text_);
    other.text_.clear();
    return *this;
}

SecretText::~SecretText() { wipe(text_); }

std::optional<SecretText> take_secret(Object& params, std::string_view name) {
    auto* const member = params.if_contains(name);
    auto* const text = member ? member->if_string() : nullptr;
    if (!text) return std::nullopt;
    std::optional<SecretText> secret{std::in_place, std::string_view{text->data(), text->size()}};
    wipe({text->data(), text->size()});
    params.erase(name);
    return secret;
}

void forget_secrets(Object& params) {
    for (const auto* name : {"secret", "old", "new"}) take_secret(params, name);
}

bool carries_secret(std::string_view method) noexcept {
    return method == "profile.unlock" || method == "profile.changeSecret";
}

}  // namespace earshot::control
