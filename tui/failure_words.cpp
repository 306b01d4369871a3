#include "tui/failure_words.hpp"

#include <variant>

#include "core/base/visible.hpp"
#include "tui/say.hpp"

namespace earshot::tui {

std::string failure_words(const client::Answer& answer, const Texts& texts) {
    if (std::holds_alternative<client::Lost>(answer)) return std::string{texts(Say::no_daemon)};
    const auto* const failure = std::get_if<control::Failure>(&answer);
    if (!failure) return {};
    using enum control::FailureKind;
    switch (failure->kind) {
        case blocked: return std::string{texts(Say::failure_blocked)};
        case not_verified: return std::string{texts(Say::failure_not_verified)};
        case mismatch: return std::string{texts(Say::failure_mismatch)};
        case too_large: return std::string{texts(Say::failure_too_large)};
        case no_space: return std::string{texts(Say::failure_no_space)};
        case store_error: return std::string{texts(Say::failure_store)};
        case not_found: return std::string{texts(Say::failure_not_found)};
        case busy:
        case rate_limited: return std::string{texts(Say::failure_busy)};
        case unknown_method: return std::string{texts(Say::failure_old_daemon)};
        default: return texts(Say::failure_other, {visible(failure->message)});
    }
}

}  // namespace earshot::tui
