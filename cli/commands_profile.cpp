#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "cli/commands.hpp"
#include "cli/ending.hpp"
#include "cli/fields.hpp"
#include "cli/input.hpp"
#include "cli/passphrase.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace earshot::cli {
namespace {

using control::SecretText;

constexpr std::string_view schema = "earshot.profile.v1";
/// As long as the daemon waits for a keyring that asks its owner, and some more.
constexpr Duration keyring_patience = std::chrono::seconds{90};

/// Both for people and for programs.
ExitCode report(Session& session, const control::Object& state, std::string_view words) {
    auto& out = session.out();
    if (out.is_json())
        out.print_object(schema, state);
    else if (!out.style().quiet)
        out.print(std::string{words} + '\n');
    return ExitCode::done;
}

std::optional<control::Object> state_of(Session& session) {
    session.accept_locked();
    return session.call("profile.state");
}

bool is_in_keyring(const control::Object& state) {
    return text_in(state, "protection") == "keyring";
}

bool has_passphrase(const control::Object& state) {
    return text_in(state, "protection") == "passphrase";
}

/// From where the user wants it to come; nothing when that has failed and was said.
std::optional<SecretText> passphrase(Session& session, const Arguments& arguments,
                                     std::string_view question) {
    if (arguments.from_input) {
        auto line = read_passphrase();
        if (line) return *std::move(line);
        session.complain(ExitCode::usage, line.error().what);
        return std::nullopt;
    }
    if (!input_is_terminal()) {
        session.complain(ExitCode::usage, "there is no terminal to ask for the passphrase at",
                         "give it on standard input: --stdin");
        return std::nullopt;
    }
    auto answer = ask_passphrase(question);
    if (answer) return *std::move(answer);
    const bool is_given_up = answer.error().kind == ErrorKind::not_found;
    session.complain(is_given_up ? ExitCode::interrupted : ExitCode::usage, answer.error().what);
    return std::nullopt;
}

/// Asked for twice where nobody sees what is typed.
std::optional<SecretText> new_passphrase(Session& session, const Arguments& arguments) {
    auto first = passphrase(session, arguments, "New passphrase: ");
    if (!first || arguments.from_input) return first;
    const auto second = passphrase(session, arguments, "Once more: ");
    if (!second) return std::nullopt;
    if (is_same(*first, *second)) return first;
    session.complain(ExitCode::failed, "these are two different passphrases",
                     "nothing was changed");
    return std::nullopt;
}

void put(control::Object& params, std::string_view name, const std::optional<SecretText>& secret) {
    if (secret) params[name] = secret->expose();
}

std::optional<control::Object> call_with_secrets(Session& session, std::string_view method,
                                                 control::Object params) {
    auto result = session.call(method, params);
    control::forget_secrets(params);
    return result;
}

}  // namespace

ExitCode profile_state(Session& session, const Arguments&) {
    const auto state = state_of(session);
    if (!state) return session.exit_code();
    if (flag_in(*state, "locked")) return report(session, *state, locked_in(*state));
    if (is_in_keyring(*state))
        return report(session, *state, "open, unlocked by your session's keyring");
    return report(session, *state,
                  has_passphrase(*state)
                      ? "open, protected with a passphrase"
                      : "open, no passphrase: whoever reads the disk has your keys");
}

ExitCode profile_list(Session& session, const Arguments&) {
    const auto& profile = session.profile();
    if (profile.name.empty())
        return session.complain(ExitCode::usage, "a profile given by its folder stands alone",
                                "leave out --profile-dir");
    std::vector<std::string> names;
    std::error_code problem;
    const auto folder = std::filesystem::path{profile.places.folder}.parent_path();
    for (const auto& each : std::filesystem::directory_iterator{folder, problem})
        if (each.is_directory()) names.push_back(each.path().filename());
    if (problem && problem != std::errc::no_such_file_or_directory)
        return session.complain(ExitCode::failed,
                                "cannot read " + folder.string() + ": " + problem.message());
    std::ranges::sort(names);
    auto& out = session.out();
    for (const auto& name : names) {
        const bool is_this = name == profile.name;
        if (out.is_json())
            out.print_object(
                "earshot.profile_name.v1",
                {{"name", name}, {"folder", (folder / name).string()}, {"used", is_this}});
        else
            out.print((is_this ? "* " + out.bold(visible(name)) : "  " + visible(name)) + '\n');
    }
    out.remark("one of them, or a new one: earshot --profile NAME");
    return ExitCode::done;
}

ExitCode profile_lock(Session& session, const Arguments& arguments) {
    const auto state = state_of(session);
    if (!state) return session.exit_code();
    if (flag_in(*state, "locked")) return report(session, *state, "the profile is locked already");
    if (is_in_keyring(*state))
        return session.complain(ExitCode::refused, "your session's keyring would open it again",
                                "lock the keyring, or stop Earshot: earshot daemon stop");
    if (!has_passphrase(*state))
        return session.complain(ExitCode::refused, "nothing locks this profile",
                                "set a passphrase first: earshot profile passphrase");
    if (end_daemon(session, arguments.timeout) == Ended::failed) return session.exit_code();
    // What it knew goes with its process; the next one has to be told the passphrase.
    Session anew{arguments, session.out(), session.profile()};
    const auto locked = state_of(anew);
    if (!locked) return anew.exit_code();
    return report(anew, *locked, locked_in(*locked));
}

ExitCode profile_unlock(Session& session, const Arguments& arguments) {
    const auto state = state_of(session);
    if (!state) return session.exit_code();
    if (!flag_in(*state, "locked")) return report(session, *state, "the profile is open already");
    if (is_in_keyring(*state)) {
        session.be_patient(keyring_patience);
        const auto opened = session.call("profile.unlock");
        return opened ? report(session, *opened, "unlocked") : session.exit_code();
    }
    const auto secret = passphrase(session, arguments, "Passphrase: ");
    if (!secret) return session.exit_code();
    control::Object params;
    put(params, "secret", secret);
    const auto opened = call_with_secrets(session, "profile.unlock", std::move(params));
    if (!opened) return session.exit_code();
    return report(session, *opened, "unlocked");
}

ExitCode profile_passphrase(Session& session, const Arguments& arguments) {
    const auto state = session.call("profile.state");
    if (!state) return session.exit_code();
    const bool had_one = has_passphrase(*state);
    if (arguments.remove && !had_one && !is_in_keyring(*state))
        return report(session, *state, "the profile has no passphrase");
    std::optional<SecretText> old;
    if (had_one && !(old = passphrase(session, arguments, "Passphrase until now: ")))
        return session.exit_code();
    std::optional<SecretText> wanted;
    if (!arguments.remove && !(wanted = new_passphrase(session, arguments)))
        return session.exit_code();
    control::Object params;
    put(params, "old", old);
    put(params, "new", wanted);
    if (is_in_keyring(*state)) session.be_patient(keyring_patience);
    const auto changed = call_with_secrets(session, "profile.changeSecret", std::move(params));
    if (!changed) return session.exit_code();
    if (arguments.remove)
        return report(session, *changed,
                      "removed: from now on whoever reads the disk has your keys");
    return report(
        session, *changed,
        had_one ? "changed" : "set: from the daemon's next start on the profile wants it");
}

ExitCode profile_keyring(Session& session, const Arguments& arguments) {
    const auto state = session.call("profile.state");
    if (!state) return session.exit_code();
    if (arguments.remove && !is_in_keyring(*state))
        return report(session, *state, "the session's keyring does not have the key");
    if (!arguments.remove && is_in_keyring(*state))
        return report(session, *state, "the session's keyring has the key already");
    std::optional<SecretText> old;
    if (has_passphrase(*state) && !(old = passphrase(session, arguments, "Passphrase until now: ")))
        return session.exit_code();
    control::Object params{{"protection", arguments.remove ? "key_file" : "keyring"}};
    put(params, "old", old);
    session.be_patient(keyring_patience);
    const auto changed = call_with_secrets(session, "profile.changeSecret", std::move(params));
    if (!changed) return session.exit_code();
    return report(session, *changed,
                  arguments.remove
                      ? "removed: from now on whoever reads the disk has your keys"
                      : "done: from now on your session's keyring opens the profile, by itself");
}

}  // namespace earshot::cli
