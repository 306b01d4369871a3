#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "cli/complete.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/session.hpp"
#include "cli/usage.hpp"

namespace earshot::cli {
namespace {

std::optional<std::string> variable(const char* name) {
    // Read before anything else runs; nothing here writes the environment.
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
    if (!value) return std::nullopt;
    return value;
}

control::Environment environment() {
    return {variable("HOME"), variable("XDG_DATA_HOME"), variable("XDG_RUNTIME_DIR")};
}

/// Where systemd looks for a user's own units, systemd.unit(5).
std::string unit_folder() {
    if (const auto config = variable("XDG_CONFIG_HOME"); config && config->starts_with('/'))
        return *config + "/systemd/user";
    if (const auto home = variable("HOME"); home && home->starts_with('/'))
        return *home + "/.config/systemd/user";
    return {};
}

OutputStyle output_style(const Arguments& arguments) {
    OutputStyle style;
    style.json = arguments.json;
    style.quiet = arguments.quiet;
    style.out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
    style.error_is_terminal = ::isatty(STDERR_FILENO) == 1;
    const bool wanted = variable("NO_COLOR").value_or("").empty() && variable("TERM") != "dumb";
    style.color = arguments.color == "always" ||
                  (arguments.color == "auto" && style.out_is_terminal && wanted);
    return style;
}

/// The daemon gets what we were told, not what we made of it: one rule says where things are.
Result<Profile> profile_of(const Arguments& arguments) {
    control::ProfileChoice choice;
    std::vector<std::string> options;
    if (arguments.profile_dir && !arguments.profile_dir->empty()) {
        // The daemon has another working folder.
        std::error_code error;
        choice.folder = std::filesystem::absolute(*arguments.profile_dir, error).string();
        options = {"--profile-dir", *choice.folder};
    } else {
        choice.folder = arguments.profile_dir;
        choice.name = arguments.profile.value_or(choice.name);
        options = {"--profile", choice.name};
    }
    EARSHOT_TRY(auto places, control::profile_places(choice, environment()));
    Profile profile{std::move(places), std::move(options)};
    if (!choice.folder) profile.name = choice.name;
    profile.unit_folder = unit_folder();
    profile.data_home = variable("XDG_DATA_HOME");
    return profile;
}

ExitCode refuse(const UsageError& error) {
    Arguments arguments;
    arguments.json = error.json;
    Output output{output_style(arguments)};
    auto what = error.what;
    auto hint = error.hint + (error.hint.empty() ? "" : "\n");
    if (const auto* verb = find_verb(error.path)) {
        what = error.path + ": " + what;
        hint += usage_line(*verb) + "\n";
    }
    hint += "see: earshot help" + (error.path.empty() ? "" : " " + error.path);
    output.complain(ExitCode::usage, what, hint);
    return ExitCode::usage;
}

ExitCode print(std::string_view text) {
    Output output{output_style({})};
    output.print(text);
    return output.flush() ? ExitCode::done : ExitCode::failed;
}

ExitCode run(const Invocation& invocation) {
    Output output{output_style(invocation.arguments)};
    auto profile = profile_of(invocation.arguments);
    if (!profile) {
        const bool is_usage = profile.error().kind == ErrorKind::malformed;
        const auto exit = is_usage ? ExitCode::usage : ExitCode::locked;
        output.complain(exit, profile.error().what, "see: earshot help environment");
        return exit;
    }
    Session session{invocation.arguments, output, *std::move(profile)};
    const auto exit = invocation.verb->run(session, invocation.arguments);
    return output.flush() || exit != ExitCode::done ? exit : ExitCode::failed;
}

ExitCode start(std::span<const std::string> words) {
    const auto profile = variable("EARSHOT_PROFILE");
    if (!words.empty() && words.front() == "__complete")
        return print(complete(words.subspan(1), environment(), profile));
    const auto parsed = parse_options(words, profile);
    if (const auto* invocation = std::get_if<Invocation>(&parsed)) return run(*invocation);
    if (const auto* error = std::get_if<UsageError>(&parsed)) return refuse(*error);
    return print(help_on(std::get<HelpWanted>(parsed).path).value_or(""));
}

}  // namespace
}  // namespace earshot::cli

int main(int count, char** values) {
    // Widths of characters. UTF-8 is what Earshot speaks, whatever the locale says.
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing else runs yet.
    if (!std::setlocale(LC_CTYPE, "C.UTF-8")) std::setlocale(LC_CTYPE, "");
    const std::vector<std::string> words{values + (count > 0 ? 1 : 0), values + count};
    return static_cast<int>(earshot::cli::start(words));
}
