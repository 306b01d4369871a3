#include <fcntl.h>
#include <unistd.h>

#include <clocale>
#include <iostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cli/descriptor.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/startup.hpp"
#include "tui/program.hpp"

/// `earshot-tui`: what `earshot` alone becomes on a terminal.
namespace earshot::tui {
namespace {

using cli::variable;

std::string locale_for(const char* category) {
    for (const char* name : {"LC_ALL", category, "LANG"})
        if (const auto value = variable(name); value && !value->empty()) return *value;
    return {};
}

/// Earshot speaks UTF-8; only where the person says that the terminal does not, it is believed.
bool is_utf8(const std::string& locale) {
    if (locale.empty()) return true;
    for (const char* name : {"UTF-8", "utf-8", "UTF8", "utf8"})
        if (locale.find(name) != std::string::npos) return true;
    return false;
}

/// "15;0": some terminals say so which of the sixteen colours is behind the text.
Shade shade_in(std::string_view colors) {
    if (colors.empty()) return Shade::unknown;
    const auto background = colors.substr(colors.rfind(';') + 1);
    return background == "7" || background == "15" ? Shade::light : Shade::dark;
}

int fail(cli::ExitCode exit, std::string_view what, std::string_view hint) {
    cli::Output output{{}};
    output.complain(exit, what, hint);
    return static_cast<int>(exit);
}

/// The terminal, if standard input is not one that can be written to as well: asking, drawing and
/// reading go through one descriptor, and `earshot < /dev/tty` gives one for reading alone.
cli::Descriptor opened_terminal() {
    if ((::fcntl(STDIN_FILENO, F_GETFL) & O_ACCMODE) == O_RDWR) return {};
    return cli::Descriptor{::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)};
}

constexpr std::string_view help =
    R"(earshot-tui: Earshot in this terminal. `earshot` alone opens it.

Usage: earshot-tui [OPTION]...

Options:
  -p, --profile NAME   which profile; also EARSHOT_PROFILE
  --profile-dir DIR    keep everything of the profile in this folder
  --no-start           do not start the daemon
  --color WHEN         auto, always or never
  -h, --help           this text
  --version            the version

F1 shows its keys.
)";

int print(std::string_view text) {
    std::cout << text << std::flush;
    return std::cout ? 0 : 1;
}

int start(const std::vector<std::string>& words) {
    const auto profile_variable = variable("EARSHOT_PROFILE");
    const auto parsed = cli::parse_options(words, profile_variable);
    if (std::holds_alternative<cli::HelpWanted>(parsed)) return print(help);
    const auto* const invocation = std::get_if<cli::Invocation>(&parsed);
    if (invocation && invocation->verb->path == "version")
        return print("earshot-tui " EARSHOT_VERSION "\n");
    if (!invocation || !invocation->is_bare)
        return fail(cli::ExitCode::usage, "earshot-tui takes global options only",
                    "see: earshot-tui --help");
    if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDOUT_FILENO) == 0)
        return fail(cli::ExitCode::usage, "this is no terminal",
                    "follow what happens with: earshot tail");
    auto profile = cli::profile_of(invocation->arguments);
    if (!profile)
        return fail(cli::ExitCode::usage, profile.error().what, "see: earshot help environment");

    AppOptions options;
    options.version = EARSHOT_VERSION;
    options.locale = locale_for("LC_MESSAGES");
    options.shade = shade_in(variable("COLORFGBG").value_or(""));
    const bool is_dumb = variable("TERM") == "dumb";
    options.is_utf8 = is_utf8(locale_for("LC_CTYPE"));
    options.is_ascii = is_dumb || !options.is_utf8;
    options.has_color = !is_dumb && variable("NO_COLOR").value_or("").empty() &&
                        invocation->arguments.color != "never";
    const auto opened = opened_terminal();
    auto terminal = Terminal::open(opened ? opened.value() : STDIN_FILENO, !options.is_utf8);
    if (!terminal)
        return fail(cli::ExitCode::failed, terminal.error().what,
                    "the verbs of the command line work everywhere: earshot help");
    Setting setting{*std::move(profile), cli::environment(), profile_variable,
                    invocation->arguments.no_start, EARSHOT_VERSION};
    Program{std::move(setting), std::move(options), *std::move(terminal)}.run();
    return 0;
}

}  // namespace
}  // namespace earshot::tui

int main(int count, char** values) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing else runs yet.
    std::setlocale(LC_CTYPE, "C.UTF-8");
    const std::vector<std::string> words{values + (count > 0 ? 1 : 0), values + count};
    return earshot::tui::start(words);
}
