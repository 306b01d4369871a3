#include "cli/usage.hpp"

#include <algorithm>

#include "cli/render.hpp"

namespace earshot::cli {
namespace {

constexpr std::size_t columns_max = 96;

struct Topic {
    std::string_view name;
    std::string_view summary;
    std::string (*text)();
};

using Rows = std::vector<std::vector<std::string>>;

std::string exit_codes_text() {
    Rows rows;
    for (const auto& [code, meaning] : exit_codes)
        rows.push_back({std::to_string(static_cast<int>(code)), std::string{meaning}});
    return "What the shell is told. These numbers never change their meaning.\n\n" + table(rows, 2);
}

std::string json_text() {
    return R"(With --json every result is one JSON object a line, on standard output; lists and
streams print one object for each item. Each object has a `schema` field such as
"earshot.message.v1": inside a version, fields are only added.

  earshot.status.v1        status
  earshot.person.v1        people, one a line
  earshot.verification.v1  verify
  earshot.comparison.v1    verify --live
  earshot.forgotten.v1     person forget
  earshot.request.v1       requests, one a line
  earshot.card.v1          card
  earshot.sent.v1          send
  earshot.message.v1       read, one a line, oldest first
  earshot.message_info.v1  message show
  earshot.hit.v1           search, one a line, newest first
  earshot.draft.v1         draft
  earshot.event.v1         tail, one a line: seq, event and the fields of the event
  earshot.notify.v1        notify status, mute, unmute and snooze
  earshot.outgoing.v1      queue list, one a line
  earshot.queue_retry.v1   queue retry
  earshot.queue_cancel.v1  queue cancel
  earshot.net.v1           net status
  earshot.interface.v1     net interfaces, one a line
  earshot.look.v1          net look
  earshot.seeds.v1         net seed add, net seed remove, add with an address
  earshot.visibility.v1    net visibility, net here
  earshot.finding.v1       doctor, one a line
  earshot.profile_name.v1  profile list, one a line
  earshot.profile.v1       profile state, profile lock, profile unlock, profile passphrase
  earshot.daemon.v1        daemon start, stop, restart and status
  earshot.unit.v1          daemon install, daemon uninstall
  earshot.setting.v1       config get, config set, config list (one a line)
  earshot.version.v1       version
  earshot.error.v1         what went wrong, on standard error: exit, message, kind, hint

Ids are opaque text. Times are integers: milliseconds since 1970, UTC. Expect values of
`state`, `presence` and `event` that you do not know. `earshot rpc` prints results as they are.
)";
}

std::string environment_text() {
    return R"(  EARSHOT_PROFILE   the profile, unless --profile says another; "default" otherwise
  NO_COLOR          set: no colors, as with --color never
  XDG_DATA_HOME     profiles are in its folder earshot (default ~/.local/share)
  XDG_CONFIG_HOME   own units of systemd are in its folder systemd/user (default ~/.config)
  XDG_RUNTIME_DIR   control sockets are in its folder earshot; where it is not set, in the
                    profile's folder
  TZ                times are shown in this time zone
  LANG              English or Russian, and whether the terminal shows UTF-8; LC_ALL,
                    LC_MESSAGES and LC_CTYPE come first. Only of `earshot` alone
  COLORFGBG         whether the terminal is light or dark, where it does not say so itself

With --profile-dir DIR everything of the profile is in DIR, the control socket included.
)";
}

std::string who_text() {
    return R"(WHO is one of
  a name            bob: if only one person is called so; letter case does not matter
  an id             52 characters; `earshot people --json` shows them
  its beginning     at least 4 characters: 7f3k2m9q

Names are chosen by people themselves, and two may choose the same. Earshot never guesses
between two people: it lists them and exits with 5. Ids belong to keys and are never shared.
)";
}

constexpr Topic topics[] = {
    {"exit-codes", "what the shell is told", exit_codes_text},
    {"json", "output for scripts", json_text},
    {"environment", "variables that matter", environment_text},
    {"who", "how to name a person", who_text},
};

std::string example_lines(std::string_view examples) {
    Rows rows;
    for (const auto line : split(examples, '\n')) {
        const auto comment = line.find("  # ");
        std::vector<std::string> row{std::string{line.substr(0, comment)}};
        if (comment != std::string_view::npos) row.emplace_back(line.substr(comment + 2));
        rows.push_back(std::move(row));
    }
    return table(rows, 2);
}

std::string shown_parameter(const Parameter& parameter) {
    std::string text;
    for (const auto name : names_of(parameter))
        text += (text.empty() ? "" : ", ") + std::string{name};
    if (!parameter.value.empty()) text += " " + std::string{parameter.value};
    return text;
}

std::string parameter_lines(std::span<const Parameter> parameters) {
    Rows rows;
    for (const auto& parameter : parameters)
        rows.push_back({shown_parameter(parameter), std::string{parameter.summary}});
    return table(rows, 2);
}

std::string capitalized(std::string_view text) {
    std::string out{text};
    if (!out.empty() && out.front() >= 'a' && out.front() <= 'z')
        out.front() = static_cast<char>(out.front() - 'a' + 'A');
    return out;
}

std::string verb_help(const Verb& verb) {
    std::string text = example_lines(verb.examples) + "\n" + capitalized(verb.summary) + ".\n\n" +
                       usage_line(verb) + "\n";
    if (!verb.parameters.empty()) text += "\n" + parameter_lines(verb.parameters);
    if (!verb.details.empty()) text += "\n" + std::string{verb.details} + "\n";
    return text + "\nOptions of every verb:\n" + parameter_lines(global_parameters());
}

std::string group_help(const VerbGroup& group) {
    std::string examples;
    Rows rows;
    for (const auto& verb : verbs()) {
        if (!verb.path.starts_with(std::string{group.path} + " ")) continue;
        examples += std::string{verb.examples.substr(0, verb.examples.find('\n'))} + "\n";
        rows.push_back({std::string{verb.path}, std::string{verb.summary}});
    }
    return example_lines(examples) + "\n" + capitalized(group.summary) + ".\n\n" + table(rows, 2) +
           "\nMore on each: earshot help " + std::string{group.path} + " VERB\n";
}

}  // namespace

std::string usage_line(const Verb& verb) {
    std::string text = "Usage: earshot " + std::string{verb.path};
    std::size_t column = text.size();
    for (const auto& parameter : verb.parameters) {
        auto piece = std::string{names_of(parameter).front()};
        if (!parameter.value.empty()) piece += " " + std::string{parameter.value};
        if (parameter.is_repeatable() && parameter.is_positional()) piece += "...";
        if (!parameter.required) piece.insert(0, "[").append("]");
        if (parameter.is_repeatable() && !parameter.is_positional()) piece += "...";
        const bool fits = column + 1 + piece.size() <= columns_max;
        text += fits ? " " : "\n    ";
        column = (fits ? column + 1 : 4) + piece.size();
        text += piece;
    }
    return text;
}

std::string program_help() {
    std::string text = "Earshot: talk to the people on your network. No server, no account.\n\n" +
                       example_lines(
                           "earshot  # opens Earshot in this terminal; elsewhere as status\n"
                           "earshot people --nearby  # who is here\n"
                           "earshot send bob 'lunch?'  # write to somebody\n"
                           "earshot read bob  # what was said\n"
                           "earshot tail  # watch messages arrive") +
                       "\nVerbs:\n";
    Rows rows;
    for (const auto& verb : verbs())
        rows.push_back({std::string{verb.path}, std::string{verb.summary}});
    text += table(rows, 2) + "\nOptions of every verb:\n" + parameter_lines(global_parameters()) +
            "\nTopics:\n";
    rows.clear();
    for (const auto& topic : topics)
        rows.push_back({std::string{topic.name}, std::string{topic.summary}});
    return text + table(rows, 2) + "\nMore on a verb or a topic: earshot help NAME\n";
}

std::optional<std::string> help_on(std::string_view path) {
    if (path.empty()) return program_help();
    if (const auto* verb = find_verb(path)) return verb_help(*verb);
    if (const auto* group = find_verb_group(path)) return group_help(*group);
    for (const auto& topic : topics)
        if (topic.name == path) return topic.text();
    return std::nullopt;
}

std::vector<std::string_view> help_paths() {
    std::vector<std::string_view> paths;
    for (const auto& verb : verbs()) paths.push_back(verb.path);
    for (const auto& group : verb_groups()) paths.push_back(group.path);
    for (const auto& topic : topics) paths.push_back(topic.name);
    return paths;
}

}  // namespace earshot::cli
