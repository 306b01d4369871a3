#include "tui/pages.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "cli/qr.hpp"
#include "client/read.hpp"
#include "core/base/visible.hpp"
#include "tui/clusters.hpp"
#include "tui/keys.hpp"
#include "tui/message_lines.hpp"
#include "tui/say.hpp"

namespace earshot::tui {
namespace {

constexpr int key_column = 24;

std::string title_of(Context context, const Texts& texts) {
    switch (context) {
        case Context::anywhere: return std::string{texts(Say::keys_anywhere)};
        case Context::writing: return std::string{texts(Say::keys_writing)};
        case Context::message: return std::string{texts(Say::keys_message)};
        case Context::list: return std::string{texts(Say::keys_list)};
        case Context::panel: break;
    }
    return {};
}

/// All keys that say the same, on one line.
void add_keys(std::vector<Line>& lines, Context context, bool can_search, const Scene& scene,
              int width) {
    std::vector<Say> said;
    for (const auto& binding : bindings()) {
        if (binding.context != context || std::ranges::find(said, binding.help) != said.end())
            continue;
        if (binding.action == Action::find && !can_search) continue;
        said.push_back(binding.help);
        std::string keys;
        std::vector<std::string> names;
        for (const auto& other : bindings()) {
            if (other.context != context || other.help != binding.help) continue;
            names.push_back(name_of(other.key));
        }
        if (binding.help == Say::help_nth) names = {"Alt-1 .. Alt-9"};
        for (const auto& name : names) keys += (keys.empty() ? "" : "  ") + name;
        const auto left = wrapped({{keys, scene.theme.accent}}, key_column - 2);
        const auto right = wrapped({{std::string{scene.texts(binding.help)}, scene.theme.text}},
                                   std::max(10, width - key_column));
        for (std::size_t row = 0; row < std::max(left.size(), right.size()); ++row) {
            auto line = filled(row < left.size() ? left[row] : Line{}, key_column, {});
            if (row < right.size()) std::ranges::copy(right[row], std::back_inserter(line));
            lines.push_back(std::move(line));
        }
    }
}

void add_text(std::vector<Line>& lines, std::string_view text, const Style& style, int width) {
    for (auto& line : wrapped({{std::string{text}, style}}, width))
        lines.push_back(std::move(line));
}

/// Dark on light, in the middle; none where the terminal has no half blocks for it.
void add_qr(std::vector<Line>& lines, const std::string& text, const Scene& scene, int width) {
    if (scene.signs.is_ascii) return;
    Style style;
    style.foreground = rgb(0x000000);
    style.background = rgb(0xFFFFFF);
    const auto rows = cli::qr_rows(text);
    if (rows.empty() || width_of(rows.front()) > width) return;
    const int margin = (width - width_of(rows.front())) / 2;
    for (const auto& row : rows)
        lines.push_back({{std::string(static_cast<std::size_t>(margin), ' '), {}}, {row, style}});
}

/// "12345 67890 …" in rows of six groups.
std::vector<std::string> grouped(std::string_view number) {
    constexpr std::size_t digits = 5;
    constexpr std::size_t groups = 4;
    std::vector<std::string> rows;
    for (std::size_t at = 0; at < number.size(); at += digits * groups) {
        std::string row;
        for (std::size_t group = 0; group < groups; ++group) {
            const auto part = number.substr(std::min(number.size(), at + group * digits), digits);
            if (!part.empty()) row += (row.empty() ? "" : "  ") + std::string{part};
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string device_words(const control::Object& device, const Scene& scene) {
    client::Message one;
    one.state = client::message_state_from(client::text_in(device, "state"));
    auto words = visible(client::text_in(device, "device").substr(0, 8)) + "  " +
                 delivery_words(one, scene.texts(Say::their_computer), scene.texts);
    if (const auto time = client::integer_in(device, "time"); time > 0)
        words += "  " + scene.texts.day(time, scene.now) + ", " + scene.texts.clock(time);
    return words;
}

/// From which computer of its author a message came, and how.
std::string source_words(const control::Object& source, const Texts& texts) {
    const auto device = visible(client::text_in(source, "device").substr(0, 8));
    const auto route = client::text_in(source, "route");
    if (route == "direct") return texts(Say::came_direct, {device});
    if (route == "relayed") return texts(Say::came_relayed, {device});
    if (route == "carried") return texts(Say::came_carried, {device});
    return device;
}

}  // namespace

std::unique_ptr<Page> help_page(const Texts& texts, bool can_search) {
    auto lines_of = [can_search](const Scene& scene, int width) {
        std::vector<Line> lines;
        for (const auto context :
             {Context::anywhere, Context::writing, Context::message, Context::list}) {
            if (!lines.empty()) lines.emplace_back();
            lines.push_back({{title_of(context, scene.texts), scene.theme.bold}});
            add_keys(lines, context, can_search, scene, width);
        }
        lines.emplace_back();
        lines.push_back({{std::string{scene.texts(Say::help_commands_title)}, scene.theme.bold}});
        add_text(lines, scene.texts(Say::help_commands), scene.theme.text, width);
        return lines;
    };
    return std::make_unique<Page>(std::string{texts(Say::help_title)}, std::move(lines_of));
}

std::unique_ptr<Page> verify_page(const control::Object& verification, const Texts& texts,
                                  std::function<void(const std::string& number)> confirm) {
    const auto* const object = control::find_object(verification, "person");
    const auto person = object ? client::person_from(*object) : std::nullopt;
    const auto name = person ? visible(person->name) : std::string{};
    const bool is_verified = person && person->verified;
    auto number = client::text_in(verification, "number");
    auto qr = client::text_in(verification, "qr");
    auto page = std::make_unique<Page>(
        texts(Say::verify_title, {name}),
        [name, number, qr, is_verified](const Scene& scene, int width) {
            std::vector<Line> lines;
            add_text(lines, scene.texts(Say::verify_words, {name}), scene.theme.text, width);
            lines.emplace_back();
            for (const auto& row : grouped(number)) {
                const int margin = std::max(0, (width - width_of(row)) / 2);
                lines.push_back({{std::string(static_cast<std::size_t>(margin), ' '), {}},
                                 {row, scene.theme.bold}});
            }
            lines.emplace_back();
            add_text(lines, scene.texts(is_verified ? Say::verify_done : Say::verify_keys, {name}),
                     is_verified ? scene.theme.accent : scene.theme.dim, width);
            add_qr(lines, qr, scene, width);
            return lines;
        });
    page->set_hint(std::string{texts(is_verified ? Say::hint_close : Say::verify_hint)});
    if (!is_verified)
        page->add_key(
            "y", [confirm = std::move(confirm), number = std::move(number)] { confirm(number); });
    return page;
}

std::unique_ptr<Page> card_page(const control::Object& card, const Texts& texts,
                                std::function<void(const std::string& text)> copy) {
    auto text = client::text_in(card, "card");
    auto page = std::make_unique<Page>(
        std::string{texts(Say::card_title)}, [text](const Scene& scene, int width) {
            std::vector<Line> lines;
            add_qr(lines, cli::in_capitals(text), scene, width);
            if (!lines.empty()) lines.emplace_back();
            add_text(lines, scene.texts(Say::card_words), scene.theme.text, width);
            lines.emplace_back();
            add_text(lines, visible(text), scene.theme.accent, width);
            return lines;
        });
    page->set_hint(std::string{texts(Say::card_hint)});
    page->add_key(
        "c", [copy = std::move(copy), text = std::move(text)] { copy(text); }, true);
    return page;
}

std::unique_ptr<Page> details_page(const client::Message& message, const control::Object* info,
                                   const std::string& peer_name, const Texts& texts) {
    std::vector<control::Object> list;
    std::string source;
    if (info) {
        for (const auto* device : client::objects_in(*info, "devices")) list.push_back(*device);
        if (const auto* const found = control::find_object(*info, "source"))
            source = source_words(*found, texts);
    }
    return std::make_unique<Page>(
        std::string{texts(Say::details_title)},
        [message, peer_name, list = std::move(list), source](const Scene& scene, int width) {
            const auto& theme = scene.theme;
            std::vector<Line> lines;
            const auto row = [&](Say what, const std::string& words) {
                if (words.empty()) return;
                const auto label = padded(scene.texts(what), 14, scene.signs.ellipsis);
                bool is_first = true;
                for (auto& line :
                     wrapped({{words, theme.text}}, std::max(10, width - width_of(label)))) {
                    line.insert(line.begin(), {is_first ? label : std::string(14, ' '), theme.dim});
                    lines.push_back(std::move(line));
                    is_first = false;
                }
            };
            row(Say::details_author,
                message.own ? std::string{scene.texts(Say::you)} : visible(message.author_name));
            row(Say::details_time,
                scene.texts.day(message.time, scene.now) + ", " + scene.texts.clock(message.time));
            row(Say::details_state, delivery_words(message, peer_name, scene.texts));
            row(Say::details_source, source);
            for (const auto& device : list) row(Say::details_device, device_words(device, scene));
            row(Say::details_id, visible(message.id));
            return lines;
        });
}

std::unique_ptr<Page> verb_page(std::string title, const Ansi& output, const Texts& texts) {
    auto page = std::make_unique<Page>(std::move(title), [&output](const Scene&, int width) {
        std::vector<Line> lines;
        for (const auto& line : output.lines()) {
            // QR codes and tables may not be broken; long sentences have to be.
            if (width_of(line) <= width) {
                lines.push_back(line);
                continue;
            }
            for (auto& part : wrapped(line, width)) lines.push_back(std::move(part));
        }
        if (lines.size() > 1 && lines.back().empty()) lines.pop_back();
        return lines;
    });
    page->set_hint(std::string{texts(Say::hint_close)});
    return page;
}

}  // namespace earshot::tui
