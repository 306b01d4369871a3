#include "tui/failure_words.hpp"

#include <variant>

#include "cli/exit_code.hpp"
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
        case ambiguous: return std::string{texts(Say::failure_ambiguous)};
        case forbidden: return std::string{texts(Say::failure_forbidden)};
        case locked: return std::string{texts(Say::failure_locked)};
        case wrong_secret: return std::string{texts(Say::failure_wrong_secret)};
        case no_keyring: return std::string{texts(Say::failure_no_keyring)};
        case timeout: return std::string{texts(Say::failure_timeout)};
        case unsupported_api:
        case not_hello: return std::string{texts(Say::failure_other_version)};
        // Mistakes of a program, ours: the daemon's words are for whoever mends it.
        case parse_error:
        case invalid_request:
        case invalid_params:
        case internal:
        case conflict_ref: break;
    }
    return texts(Say::failure_other, {visible(failure->message)});
}

std::string verb_end_words(int exit_code, const Texts& texts) {
    switch (static_cast<cli::ExitCode>(exit_code)) {
        case cli::ExitCode::done: return {};
        case cli::ExitCode::usage: return std::string{texts(Say::verb_end_usage)};
        case cli::ExitCode::no_daemon: return std::string{texts(Say::verb_end_no_daemon)};
        case cli::ExitCode::locked: return std::string{texts(Say::verb_end_locked)};
        case cli::ExitCode::not_found: return std::string{texts(Say::verb_end_not_found)};
        case cli::ExitCode::not_in_time: return std::string{texts(Say::verb_end_not_in_time)};
        case cli::ExitCode::refused: return std::string{texts(Say::verb_end_refused)};
        case cli::ExitCode::identity: return std::string{texts(Say::verb_end_identity)};
        case cli::ExitCode::network: return std::string{texts(Say::verb_end_network)};
        case cli::ExitCode::interrupted: return std::string{texts(Say::verb_end_interrupted)};
        case cli::ExitCode::failed: break;
    }
    return std::string{texts(Say::verb_end_failed)};
}

}  // namespace earshot::tui
