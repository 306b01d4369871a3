#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/control/json.hpp"

/// A passphrase on its way between a person and the daemon. It is wiped where it was held; what
/// terminals, windows, the kernel's socket buffers and the JSON parser keep of it is theirs.
namespace earshot::control {

/// Overwrites memory in a way the optimiser may not remove.
void wipe(std::span<char> bytes) noexcept;

/// Moved but never copied, and wiped when it dies. Has no way to be printed or logged.
class SecretText {
public:
    SecretText() = default;
    explicit SecretText(std::string_view text);
    /// Wipes `text`.
    explicit SecretText(std::string&& text);
    SecretText(SecretText&& other) noexcept;
    SecretText& operator=(SecretText&& other) noexcept;
    ~SecretText();

    /// Named so that every use can be found with one search.
    std::string_view expose() const noexcept { return text_; }
    std::size_t size() const noexcept { return text_.size(); }
    bool empty() const noexcept { return text_.empty(); }

private:
    std::string text_;
};

/// Takes a text member out of `params` and wipes it there; nothing when there is none.
std::optional<SecretText> take_secret(Object& params, std::string_view name);

/// Wipes every passphrase in the parameters of a call that was made.
void forget_secrets(Object& params);

/// Whether calls of this method carry a passphrase.
bool carries_secret(std::string_view method) noexcept;

}  // namespace earshot::control
