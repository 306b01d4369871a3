#include "discovery/helper_pipe.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/limits.hpp"

namespace earshot::discovery {
namespace {

constexpr std::array<std::string_view, 4> state_words{"absent", "starting", "announced",
                                                      "listening"};

using Words = std::vector<std::string_view>;

/// Single spaces only; no word is empty.
std::optional<Words> split(std::string_view line) {
    if (line.size() > limits::helper_line_bytes_max) return std::nullopt;
    Words words;
    for (;;) {
        const auto end = line.find(' ');
        const auto word = line.substr(0, end);
        const auto is_visible = [](char c) { return c > ' ' && c < '\x7F'; };
        if (word.empty() || !std::ranges::all_of(word, is_visible)) return std::nullopt;
        words.push_back(word);
        if (end == std::string_view::npos) return words;
        line.remove_prefix(end + 1);
    }
}

template <class T>
std::optional<T> parse_number(std::string_view text) {
    T value{};
    const auto* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, value);
    if (error != std::errc{} || end != last || std::to_string(value) != text) return std::nullopt;
    return value;
}

std::optional<Path> parse_path(std::string_view interface, std::string_view family) {
    const auto index = parse_number<std::uint32_t>(interface);
    if (!index || *index == 0 || (family != "4" && family != "6")) return std::nullopt;
    return Path{*index, family == "6"};
}

std::string path_words(const Path& path) {
    return std::to_string(path.interface) + (path.is_v6 ? " 6 " : " 4 ");
}

Error malformed() { return Error{ErrorKind::malformed, "line that no helper says"}; }

Result<std::vector<std::string>> parse_names(const Words& words, std::size_t first) {
    std::vector<std::string> names;
    for (std::size_t i = first; i < words.size(); ++i) {
        if (words[i].size() > limits::interface_name_bytes_max) return malformed();
        names.emplace_back(words[i]);
    }
    if (names.size() > limits::interfaces_max) return malformed();
    return names;
}

Result<Command> parse_interfaces(const Words& words) {
    UseInterfaces use;
    EARSHOT_TRY(use.names, parse_names(words, 1));
    return Command{use};
}

Result<Command> parse_show(const Words& words) {
    if (words.size() == 2 && words[1] == "everywhere") return Command{Audience{}};
    if (words.size() < 2 || words[1] != "on") return malformed();
    EARSHOT_TRY(auto names, parse_names(words, 2));
    return Command{Audience{std::move(names)}};
}

Result<Command> parse_look(const Words& words) {
    if (words.size() != 2 || (words[1] != "on" && words[1] != "off")) return malformed();
    return Command{Look{words[1] == "on"}};
}

Result<Command> parse_announce(const Words& words) {
    if (words.size() != 5) return malformed();
    const auto instance = parse_instance_name(words[1]);
    const auto port = parse_number<std::uint16_t>(words[3]);
    const auto tags = parse_tags(words[4]);
    if (!instance || !is_host_label(words[2]) || !port || *port == 0 || !tags) return malformed();
    return Command{Announcement{*instance, std::string{words[2]}, *port, *tags}};
}

Result<Report> parse_found(const Words& words) {
    if (words.size() != 6) return malformed();
    const auto path = parse_path(words[1], words[2]);
    const auto instance = parse_instance_name(words[3]);
    const auto endpoint = Endpoint::parse(words[4]);
    const auto tags = parse_tags(words[5]);
    if (!path || !instance || !endpoint || !tags) return malformed();
    return Report{Found{*path, *instance, *endpoint, *tags}};
}

Result<Report> parse_lost(const Words& words) {
    if (words.size() != 4) return malformed();
    const auto path = parse_path(words[1], words[2]);
    const auto instance = parse_instance_name(words[3]);
    if (!path || !instance) return malformed();
    return Report{Lost{*path, *instance}};
}

struct CommandLine {
    std::string operator()(const UseInterfaces& use) const {
        std::string line = "interfaces";
        for (const auto& name : use.names) line += ' ' + name;
        return line + '\n';
    }
    std::string operator()(const Announcement& announcement) const {
        return "announce " + instance_name(announcement.instance) + ' ' + announcement.host_label +
               ' ' + std::to_string(announcement.port) + ' ' + tags_text(announcement.tags) + '\n';
    }
    std::string operator()(const Audience& audience) const {
        if (!audience.interfaces) return "show everywhere\n";
        std::string line = "show on";
        for (const auto& name : *audience.interfaces) line += ' ' + name;
        return line + '\n';
    }
    std::string operator()(const Look& look) const {
        return look.is_on ? "look on\n" : "look off\n";
    }
};

struct ReportLine {
    std::string operator()(const Hello&) const { return "hello 1\n"; }
    std::string operator()(StackState state) const {
        return "state " + std::string{state_words[static_cast<std::size_t>(state)]} + '\n';
    }
    std::string operator()(const Found& found) const {
        return "found " + path_words(found.path) + instance_name(found.instance) + ' ' +
               found.endpoint.text() + ' ' + tags_text(found.tags) + '\n';
    }
    std::string operator()(const Lost& lost) const {
        return "lost " + path_words(lost.path) + instance_name(lost.instance) + '\n';
    }
};

}  // namespace

std::string to_line(const Command& command) { return std::visit(CommandLine{}, command); }

std::string to_line(const Report& report) { return std::visit(ReportLine{}, report); }

Result<Command> parse_command(std::string_view line) {
    const auto words = split(line);
    if (!words) return malformed();
    if (words->front() == "interfaces") return parse_interfaces(*words);
    if (words->front() == "announce") return parse_announce(*words);
    if (words->front() == "show") return parse_show(*words);
    if (words->front() == "look") return parse_look(*words);
    return malformed();
}

Result<Report> parse_report(std::string_view line) {
    const auto words = split(line);
    if (!words) return malformed();
    if (line == "hello 1") return Report{Hello{}};
    if (words->front() == "found") return parse_found(*words);
    if (words->front() == "lost") return parse_lost(*words);
    if (words->front() != "state" || words->size() != 2) return malformed();
    const auto* const word = std::ranges::find(state_words, words->at(1));
    if (word == state_words.end()) return malformed();
    return Report{static_cast<StackState>(word - state_words.begin())};
}

Result<void> LineSplitter::add(std::string_view bytes) {
    pending_ += bytes;
    const auto last_end = pending_.rfind('\n');
    const auto open = last_end == std::string::npos ? 0 : last_end + 1;
    if (pending_.size() - open > limits::helper_line_bytes_max)
        return Error{ErrorKind::too_large, "helper's line above its bound"};
    return {};
}

std::optional<std::string> LineSplitter::take_line() {
    const auto end = pending_.find('\n');
    if (end == std::string::npos) return std::nullopt;
    auto line = pending_.substr(0, end);
    pending_.erase(0, end + 1);
    return line;
}

}  // namespace earshot::discovery
