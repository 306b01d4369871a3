#include "tui/message_lines.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "client/markdown.hpp"
#include "core/base/visible.hpp"
#include "tui/clusters.hpp"
#include "tui/say.hpp"

namespace earshot::tui {
namespace {

constexpr int body_indentation = 2;
constexpr int state_width = 3;
constexpr int least_width = 10;

/// A line through the whole width with words in its middle.
Line ruled(std::string_view words, const Style& style, const Scene& scene, int width) {
    const auto text = ' ' + shortened(words, std::max(1, width - 6), scene.signs.ellipsis) + ' ';
    const int rest = std::max(0, width - width_of(text));
    std::string line;
    for (int i = 0; i < rest / 2; ++i) line += scene.signs.line;
    line += text;
    for (int i = rest / 2; i < rest; ++i) line += scene.signs.line;
    return {{line, style}};
}

Style style_of(const client::Span& span, const Scene& scene) {
    Style style = span.target.empty() ? scene.theme.text : scene.theme.accent;
    if (span.code) style = scene.theme.code;
    style.bold = style.bold || span.bold;
    style.italic = span.italic;
    style.struck = span.struck;
    style.underline = !span.target.empty();
    return style;
}

/// Where a link leads is written beside it, unless it is its own text.
bool is_target_hidden(const client::Span& span) {
    if (span.target.empty() || span.target == span.text) return false;
    auto share = "smb:" + span.text;
    std::ranges::replace(share, '\\', '/');
    return span.target != "http://" + span.text && span.target != "mailto:" + span.text &&
           span.target != share;
}

std::vector<Piece> pieces_of(const client::Block& block, const Scene& scene) {
    std::vector<Piece> pieces;
    const auto& spans = block.spans;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        pieces.push_back({spans[i].text, style_of(spans[i], scene)});
        const bool ends_link = i + 1 == spans.size() || spans[i + 1].target != spans[i].target;
        if (ends_link && is_target_hidden(spans[i]))
            pieces.push_back({" <" + visible(spans[i].target) + ">", scene.theme.dim});
    }
    return pieces;
}

std::string repeated(std::string_view text, unsigned count) {
    std::string out;
    for (unsigned i = 0; i < count; ++i) out += text;
    return out;
}

/// What stands before the first line of a block, and before the others.
struct Prefix {
    Line first;
    Line others;
    int width;
};

Prefix prefix_of(const client::Block& block, const Scene& scene) {
    Line quote;
    if (block.quote_depth > 0)
        quote.push_back(
            {repeated(std::string{scene.signs.quote} + ' ', block.quote_depth), scene.theme.dim});
    const unsigned levels = block.list_depth > 0 ? block.list_depth - 1 : 0;
    const std::string indentation(std::size_t{levels} * 2, ' ');
    const auto marker = block.marker == "•" ? std::string{scene.signs.bullet} : block.marker;
    Prefix prefix{quote, quote, 0};
    if (block.list_depth > 0) {
        const auto mark = indentation + (marker.empty() ? " " : marker) + ' ';
        prefix.first.push_back({mark, scene.theme.accent});
        prefix.others.push_back({std::string(static_cast<std::size_t>(width_of(mark)), ' '), {}});
    }
    prefix.width = width_of(prefix.first);
    return prefix;
}

Line joined(Line prefix, Line line) {
    std::ranges::move(line, std::back_inserter(prefix));
    return prefix;
}

/// Line by line as it was typed, on its own background, with a bar at its side.
void add_code(std::vector<Line>& lines, const client::Block& block, const Scene& scene, int width) {
    const auto prefix = prefix_of(block, scene);
    const auto bar = std::string{scene.signs.code} + ' ';
    const int room = std::max(least_width, width - prefix.width - width_of(bar));
    std::string text;
    for (const auto& span : block.spans) text += span.text;
    if (!block.language.empty()) {
        auto label = scene.theme.dim;
        label.background = scene.theme.code.background;
        lines.push_back(
            joined(prefix.others, filled({{bar, scene.theme.accent}, {block.language, label}},
                                         room + width_of(bar), scene.theme.code)));
    }
    for (const auto& row : wrapped({{text, scene.theme.code}}, room)) {
        Line line{{bar, over(scene.theme.accent, scene.theme.code)}};
        line = filled(joined(std::move(line), row), room + width_of(bar), scene.theme.code);
        lines.push_back(joined(prefix.others, std::move(line)));
    }
}

void add_paragraph(std::vector<Line>& lines, const client::Block& block, const Scene& scene,
                   int width) {
    const auto prefix = prefix_of(block, scene);
    const int room = std::max(least_width, width - prefix.width);
    bool is_first = true;
    for (auto& row : wrapped(pieces_of(block, scene), room)) {
        lines.push_back(joined(is_first ? prefix.first : prefix.others, std::move(row)));
        is_first = false;
    }
}

bool is_plain(const client::Block& block) {
    return block.kind == client::Block::Kind::paragraph && block.list_depth == 0;
}

Style state_style(client::MessageState state, const Scene& scene) {
    switch (state) {
        case client::MessageState::failed: return scene.theme.danger;
        case client::MessageState::read: return scene.theme.accent;
        default: return scene.theme.dim;
    }
}

}  // namespace

std::vector<Line> body_lines(std::string_view text, const Scene& scene, int width) {
    std::vector<Line> lines;
    const client::Block* above = nullptr;
    const auto blocks = client::blocks_of(text);
    for (const auto& block : blocks) {
        // What was a free line stays one.
        if (above && is_plain(*above) && is_plain(block) && above->quote_depth == block.quote_depth)
            lines.emplace_back();
        if (block.kind == client::Block::Kind::code)
            add_code(lines, block, scene, width);
        else
            add_paragraph(lines, block, scene, width);
        above = &block;
    }
    if (lines.empty()) lines.emplace_back();
    return lines;
}

std::string delivery_words(const client::Message& message, std::string_view peer_name,
                           const Texts& texts) {
    switch (message.state) {
        case client::MessageState::queued: return texts(Say::state_queued, {peer_name});
        case client::MessageState::carried:
            return message.carriers > 0 ? texts.count(Say::state_carried_by, message.carriers)
                                        : std::string{texts(Say::state_carried)};
        case client::MessageState::delivered: return texts(Say::state_delivered, {peer_name});
        case client::MessageState::read: return std::string{texts(Say::state_read)};
        case client::MessageState::canceled: return std::string{texts(Say::state_canceled)};
        case client::MessageState::failed:
            if (message.reason == "refused") return std::string{texts(Say::state_refused)};
            if (message.reason == "unsupported") return std::string{texts(Say::state_unsupported)};
            return std::string{texts(Say::state_failed)};
        case client::MessageState::received:
        case client::MessageState::unknown: break;
    }
    return {};
}

std::vector<Line> lines_of(const client::Message& message, const MessageLook& look,
                           const Scene& scene, int width) {
    std::vector<Line> lines;
    const auto& theme = scene.theme;
    if (look.look.starts_day)
        lines.push_back(ruled(scene.texts.day(message.time, scene.now), theme.dim, scene, width));
    if (look.look.starts_unread)
        lines.push_back(ruled(scene.texts(Say::unread_line), theme.attention, scene, width));
    if (look.look.missing > 0) {
        const auto words =
            scene.texts.count(Say::missing_line, look.look.missing, visible(message.author_name));
        // Whole, in a narrow terminal, too: it is a warning.
        for (const auto& line : wrapped({{words, theme.dim}}, std::max(least_width, width - 6)))
            lines.push_back(ruled(text_of(line), theme.dim, scene, width));
    }
    if (look.look.starts_group) {
        if (lines.empty() && !look.is_alone) lines.emplace_back();
        const auto name =
            message.own ? std::string{scene.texts(Say::you)} : visible(message.author_name);
        auto style = message.own ? theme.accent : theme.name(message.author);
        style.bold = true;
        Line header{{shortened(name, std::max(4, width - 8), scene.signs.ellipsis), style},
                    {"  " + scene.texts.clock(message.time), theme.dim}};
        lines.push_back(std::move(header));
    }
    const auto heading = lines.size();
    const int room = std::max(least_width, width - body_indentation - state_width);
    for (auto& line : body_lines(message.text, scene, room))
        lines.push_back(
            joined({{std::string(std::size_t{body_indentation}, ' '), {}}}, std::move(line)));
    const auto sign = scene.signs.state(message.state);
    if (message.own && !sign.empty() && look.delivery.empty()) {
        auto& last = lines.back();
        const int gap = width - width_of(last) - width_of(sign);
        if (gap > 0) {
            last.push_back({std::string(static_cast<std::size_t>(gap), ' '), {}});
            last.push_back({std::string{sign}, state_style(message.state, scene)});
        }
    }
    if (!look.delivery.empty()) {
        const auto style = state_style(message.state, scene);
        auto words = sign.empty() ? look.delivery : std::string{sign} + ' ' + look.delivery;
        for (auto& line : wrapped({{std::move(words), style}}, room))
            lines.push_back(
                joined({{std::string(std::size_t{body_indentation}, ' '), {}}}, std::move(line)));
    }
    if (look.is_selected)
        for (auto line = lines.begin() + static_cast<std::ptrdiff_t>(heading); line != lines.end();
             ++line)
            line->front() = {std::string{scene.signs.quote} + ' ', theme.accent};
    return lines;
}

}  // namespace earshot::tui
