#include <unistd.h>

#include <clocale>
#include <string>
#include <variant>
#include <vector>

#include "cli/complete.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/session.hpp"
#include "cli/startup.hpp"
#include "cli/usage.hpp"
#include "cli/usage_text.hpp"

namespace earshot::cli {
namespace {

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

ExitCode refuse(const UsageError& error) {
    Arguments arguments;
    arguments.json = error.json;
    Output output{output_style(arguments)};
    auto [what, hint] = text_of(error);
    if (!hint.empty()) hint += "\n";
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

/// `earshot` alone, by somebody who sits before a terminal.
bool wants_terminal_face(const Invocation& invocation) {
    const auto& arguments = invocation.arguments;
    return invocation.is_bare && !arguments.json && !arguments.quiet &&
           ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1;
}

ExitCode start(std::span<const std::string> words) {
    const auto profile = variable("EARSHOT_PROFILE");
    if (!words.empty() && words.front() == "__complete")
        return print(complete(words.subspan(1), environment(), profile));
    const auto parsed = parse_options(words, profile);
    if (const auto* invocation = std::get_if<Invocation>(&parsed)) {
        if (wants_terminal_face(*invocation)) become_terminal_face(words);
        return run(*invocation);
    }
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
