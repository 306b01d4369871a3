#include "cli/failure_text.hpp"

#include <vector>

#include "cli/render.hpp"

namespace earshot::cli {
namespace {

ExitCode exit_of(control::FailureKind kind, std::string_view method) {
    using enum control::FailureKind;
    switch (kind) {
        case invalid_params:
        case too_large: return ExitCode::usage;
        case unsupported_api:
        case not_hello: return ExitCode::no_daemon;
        case locked: return ExitCode::locked;
        case no_keyring: return method == "profile.unlock" ? ExitCode::locked : ExitCode::failed;
        case not_found:
        case ambiguous: return ExitCode::not_found;
        case wrong_secret:
        case blocked:
        case forbidden: return ExitCode::refused;
        case not_verified:
        case mismatch: return ExitCode::identity;
        case parse_error:
        case invalid_request:
        case unknown_method:
        case internal:
        case conflict_ref:
        case no_space:
        case busy:
        case rate_limited:
        case store_error:
        case timeout: return ExitCode::failed;
    }
    return ExitCode::failed;
}

/// "Bob  7f3k2m9q": enough of each id to choose by.
std::string candidate_lines(const control::Failure& failure) {
    const auto* candidates = control::find_array(failure.fields, "candidates");
    if (!candidates) return {};
    std::vector<std::string> ids;
    std::vector<std::string> names;
    for (const auto& candidate : *candidates) {
        const auto* object = candidate.if_object();
        if (!object) continue;
        ids.emplace_back(control::find_text(*object, "id").value_or(""));
        names.push_back(visible(control::find_text(*object, "name").value_or("")));
    }
    const auto beginnings = short_ids(ids);
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < ids.size(); ++i) rows.push_back({visible(beginnings[i]), names[i]});
    return table(rows);
}

bool is_about_people(std::string_view method) {
    return method == "message.send" || method.starts_with("people.") ||
           method.starts_with("verify.") || method == "conversation.open" ||
           method == "message.list" || method == "search.query";
}

std::string hint_of(const control::Failure& failure, std::string_view method) {
    using enum control::FailureKind;
    switch (failure.kind) {
        case not_found:
            if (is_about_people(method))
                return "see who is known: earshot people\nand who is here: earshot people --nearby";
            if (method == "message.get" || method == "message.info")
                return "see the ids of messages: earshot read CONV --json";
            if (method.starts_with("config.")) return "see all settings: earshot config list";
            if (method.starts_with("outbox.")) return "see what waits: earshot queue list";
            return {};
        case ambiguous: return candidate_lines(failure) + "say which by the beginning of its id";
        case unknown_method:
            return "see all methods: earshot rpc --discover\n"
                   "or is the daemon older than this program? earshot daemon stop";
        case unsupported_api: return "restart the daemon: earshot daemon stop";
        case locked:
            return control::find_text(failure.fields, "protection") == "keyring"
                       ? "it opens by itself with your session's keyring; to ask that again: "
                         "earshot profile unlock"
                       : "open it with your passphrase: earshot profile unlock";
        case no_keyring:
            return method == "profile.unlock"
                       ? "log in to your desktop or open its keyring, then: earshot profile unlock"
                       : "nothing was changed; this needs a desktop session whose keyring is open";
        case not_verified: return "compare keys first: earshot verify WHO";
        case mismatch:
            return "read it again; if it is another number indeed, somebody may stand between you";
        case busy:
        case rate_limited: return "nothing was done; try again later";
        case no_space: return "nothing was done; make room on the disk";
        case store_error: return "nothing was done; see the daemon's log";
        default: return {};
    }
}

}  // namespace

FailureText text_of(const control::Failure& failure, std::string_view method) {
    FailureText text{exit_of(failure.kind, method), failure.message, hint_of(failure, method)};
    if (text.what.empty()) text.what = control::facts_of(failure.kind).summary;
    if (const auto limit = control::find_integer(failure.fields, "limit");
        limit && failure.kind == control::FailureKind::too_large)
        text.what += " (at most " + std::to_string(*limit) + " bytes)";
    return text;
}

}  // namespace earshot::cli
