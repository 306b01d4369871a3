#include "tui/command_line.hpp"

#include <algorithm>

#include "cli/verb.hpp"

namespace earshot::tui {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// How many words name the verb.
std::size_t verb_words(const std::vector<std::string>& words) {
    std::string path;
    std::size_t count = 0;
    for (const auto& word : words) {
        const auto longer = path + (path.empty() ? "" : " ") + word;
        if (!cli::find_verb(longer) && !cli::find_verb_group(longer)) break;
        path = longer;
        ++count;
    }
    return cli::find_verb(path) ? count : 0;
}

/// Whether the first thing that the verb wants is somebody.
bool wants_somebody(const std::vector<std::string>& words, std::size_t count) {
    std::string path;
    for (std::size_t i = 0; i < count; ++i) path += (i > 0 ? " " : "") + words[i];
    const auto* const verb = cli::find_verb(path);
    return verb && !verb->parameters.empty() && verb->parameters.front().required &&
           verb->parameters.front().completes == cli::Completes::person;
}

/// What would not end, or belongs to a shell.
bool is_for_shells(const std::vector<std::string>& words) {
    if (words.front() == "completion") return true;
    return words.size() > 1 && words[0] == "daemon" && words[1] == "run";
}

}  // namespace

bool is_command(std::string_view text) {
    if (text.size() < 2 || text[0] != '/' || !is_letter(text[1])) return false;
    // "/etc/hosts" is a path.
    const auto word = text.substr(1, text.find_first_of(" \n", 1) - 1);
    return std::ranges::all_of(word, [](char c) { return is_letter(c) || c == '-'; });
}

std::optional<std::vector<std::string>> words_of(std::string_view line) {
    std::vector<std::string> words;
    bool is_in_word = false;
    char quote = '\0';
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool is_space = c == ' ' || c == '\t' || c == '\n';
        if (quote == '\0' && is_space) {
            is_in_word = false;
            continue;
        }
        if (!is_in_word) words.emplace_back();
        is_in_word = true;
        if (c == quote) {
            quote = '\0';
        } else if (quote == '\0' && (c == '\'' || c == '"')) {
            quote = c;
        } else if (c == '\\' && quote != '\'' && i + 1 < line.size()) {
            words.back() += line[++i];
        } else {
            words.back() += c;
        }
    }
    if (quote != '\0') return std::nullopt;
    return words;
}

std::string escaped(std::string_view word) {
    std::string text;
    for (const char c : word) {
        if (std::string_view{" \t\n\\'\""}.find(c) != std::string_view::npos) text += '\\';
        text += c;
    }
    return text;
}

Command command_of(std::string_view line, std::string_view peer) {
    auto words = words_of(line);
    if (!words) return NoCommand{NoSense::open_quote};
    if (words->empty()) return NoCommand{NoSense::nothing};
    if (words->size() == 1 && (words->front() == "quit" || words->front() == "exit")) return Quit{};
    if (is_for_shells(*words)) return NoCommand{NoSense::for_shells};
    auto parsed = cli::parse_options(*words, std::nullopt);
    if (const auto* wrong = std::get_if<cli::UsageError>(&parsed)) {
        const auto count = verb_words(*words);
        if (count > 0 && !peer.empty() && wants_somebody(*words, count)) {
            auto with_peer = *words;
            with_peer.insert(with_peer.begin() + static_cast<std::ptrdiff_t>(count),
                             std::string{peer});
            if (std::holds_alternative<cli::Invocation>(
                    cli::parse_options(with_peer, std::nullopt)))
                return RunVerb{std::move(with_peer)};
        }
        return NoCommand{*wrong};
    }
    return RunVerb{*std::move(words)};
}

}  // namespace earshot::tui
