#include "client/markdown.hpp"

#include <md4c.h>

#include <algorithm>
#include <utility>

#include "client/links_in_text.hpp"
#include "core/base/visible.hpp"

namespace earshot::client {
namespace {

constexpr std::size_t depth_max = 16;  ///< Of quotes and lists; deeper ones look like this one.

bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// A line of nothing but one of these would be a rule or make the line above a heading.
bool is_line_of(std::string_view line, char mark) {
    return std::ranges::all_of(line, [&](char c) { return c == mark || c == ' '; }) &&
           line.find(mark) != std::string_view::npos;
}

/// CommonMark with backslashes before all that is no markup of ours. `unescaped` undoes it in code.
class Escaping {
public:
    std::string of(std::string_view text) {
        while (!text.empty()) {
            const auto end = std::min(text.find('\n'), text.size());
            add_line(text.substr(0, end));
            if (end < text.size()) out_ += '\n';
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return std::move(out_);
    }

private:
    void add_line(std::string_view line) {
        auto start = std::min(line.find_first_not_of(' '), line.size());
        out_.append(start, ' ');
        line.remove_prefix(start);
        while (line.starts_with('>')) {  // Inside a quote the same holds.
            const auto next = std::min(line.find_first_not_of(' ', 1), line.size());
            out_ += line.substr(0, next);
            line.remove_prefix(next);
        }
        const bool is_rule = is_line_of(line, '-') || is_line_of(line, '=') ||
                             is_line_of(line, '*') || is_line_of(line, '_');
        const bool is_definition = line.starts_with('[') && line.find("]:") != line.npos;
        if (is_rule || is_definition || line.starts_with('#')) out_ += '\\';
        const auto links = links_in(line);
        auto link = links.begin();  // The first that does not end before i.
        std::size_t stars_end = 0;
        bool are_stars_text = false;
        const auto padded = padded_number(line);
        for (std::size_t i = 0; i < line.size(); ++i) {
            const char c = line[i];
            while (link != links.end() && i >= link->first + link->bytes) ++link;
            const bool is_in_link = link != links.end() && i >= link->first;
            if (c == '*' && i >= stars_end) {
                stars_end = std::min(line.find_first_not_of('*', i), line.size());
                are_stars_text = is_inside_word(line, i, stars_end);
            }
            if (c == '\\' || c == '&' || c == '<' || i == padded || (c == '*' && are_stars_text) ||
                (is_in_link && (c == '*' || c == '_' || c == '~')))
                out_ += '\\';
            out_ += c;
        }
    }

    /// Where the number of `007. x` ends: as a list it would become 7.
    static std::size_t padded_number(std::string_view line) {
        const auto end = line.find_first_not_of("0123456789");
        const bool is_padded = end != line.npos && end > 1 && line.front() == '0';
        return is_padded && (line[end] == '.' || line[end] == ')') ? end : line.npos;
    }

    /// `2*3*4` is arithmetic.
    static bool is_inside_word(std::string_view line, std::size_t first, std::size_t end) {
        return first > 0 && is_word(line[first - 1]) && end < line.size() && is_word(line[end]);
    }

    std::string out_;
};

std::string unescaped(std::string_view code) {
    std::string out;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (code[i] == '\\' && i + 1 < code.size()) ++i;
        out += code[i];
    }
    return out;
}

std::string text_of(const MD_ATTRIBUTE& attribute) { return {attribute.text, attribute.size}; }

/// What md4c calls back, one document long.
class Builder {
public:
    std::vector<Block> blocks() && {
        std::erase_if(blocks_, [](const Block& block) { return block.spans.empty(); });
        return std::move(blocks_);
    }

    void enter_block(MD_BLOCKTYPE type, void* detail) {
        switch (type) {
            case MD_BLOCK_QUOTE: ++quotes_; break;
            case MD_BLOCK_UL: lists_.push_back({}); break;
            case MD_BLOCK_OL: {
                const auto& list = *static_cast<MD_BLOCK_OL_DETAIL*>(detail);
                lists_.push_back({list.mark_delimiter, list.start});
                break;
            }
            case MD_BLOCK_LI: begin_item(); break;
            case MD_BLOCK_CODE: {
                begin_block(Block::Kind::code);
                blocks_.back().language =
                    unescaped(text_of(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->lang));
                break;
            }
            case MD_BLOCK_P: begin_block(Block::Kind::paragraph); break;
            default: break;
        }
    }

    void leave_block(MD_BLOCKTYPE type) {
        if (type == MD_BLOCK_QUOTE) --quotes_;
        if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) lists_.pop_back();
        if (type == MD_BLOCK_CODE) drop_last_line_end();
        // Text of a tight item comes without a paragraph; what follows is another block.
        if (type != MD_BLOCK_DOC) is_open_ = false;
    }

    void enter_span(MD_SPANTYPE type, void* detail) { change_span(type, detail, true); }
    void leave_span(MD_SPANTYPE type) { change_span(type, nullptr, false); }

    void text(MD_TEXTTYPE type, std::string_view text) {
        if (!is_open_) begin_block(Block::Kind::paragraph);
        const bool is_code = blocks_.back().kind == Block::Kind::code || codes_ > 0;
        std::string shown;
        switch (type) {
            case MD_TEXT_BR:
            case MD_TEXT_SOFTBR: shown = "\n"; break;
            case MD_TEXT_NULLCHAR: shown = "\uFFFD"; break;
            default: shown = is_code ? unescaped(text) : std::string{text};
        }
        add(std::move(shown));
    }

private:
    struct List {
        char delimiter = '\0';  ///< Of numbers; none: bullets.
        unsigned number = 0;
    };

    void begin_item() {
        auto& list = lists_.back();
        marker_ = list.delimiter == '\0' ? "•" : std::to_string(list.number++) + list.delimiter;
        is_open_ = false;
    }

    void begin_block(Block::Kind kind) {
        Block block;
        block.kind = kind;
        block.quote_depth = static_cast<unsigned>(std::min<std::size_t>(quotes_, depth_max));
        block.list_depth = static_cast<unsigned>(std::min(lists_.size(), depth_max));
        block.marker = std::exchange(marker_, {});
        blocks_.push_back(std::move(block));
        is_open_ = true;
    }

    void add(std::string text) {
        auto& spans = blocks_.back().spans;
        Span span{std::move(text), bolds_ > 0, italics_ > 0, strikes_ > 0, codes_ > 0, target_};
        if (!spans.empty()) {
            auto last = spans.back();
            last.text = span.text;
            if (last == span) {
                spans.back().text += span.text;
                return;
            }
        }
        spans.push_back(std::move(span));
    }

    void drop_last_line_end() {
        auto& spans = blocks_.back().spans;
        if (!spans.empty() && spans.back().text.ends_with('\n')) spans.back().text.pop_back();
        if (spans.empty()) spans.emplace_back();
    }

    void change_span(MD_SPANTYPE type, void* detail, bool is_on) {
        const int change = is_on ? 1 : -1;
        switch (type) {
            case MD_SPAN_STRONG: bolds_ += change; break;
            case MD_SPAN_EM: italics_ += change; break;
            case MD_SPAN_DEL: strikes_ += change; break;
            case MD_SPAN_CODE: codes_ += change; break;
            case MD_SPAN_A:
                change_link(is_on ? text_of(static_cast<MD_SPAN_A_DETAIL*>(detail)->href) : "");
                break;
            case MD_SPAN_IMG:
                change_link(is_on ? text_of(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src) : "");
                break;
            default: break;
        }
    }

    void change_link(const std::string& target) {
        if (target.empty() && !unopened_.empty()) {
            // What may not be opened is shown.
            if (!is_open_) begin_block(Block::Kind::paragraph);
            add(" (" + std::exchange(unopened_, {}) + ")");
        }
        target_ = may_open(target) ? target : "";
        if (target_.empty()) unopened_ = target;
    }

    std::vector<Block> blocks_;
    std::vector<List> lists_;
    std::size_t quotes_ = 0;
    std::string marker_;    ///< For the block that begins next.
    std::string unopened_;  ///< Target of the link at hand, where it is not offered.
    std::string target_;
    int bolds_ = 0;  ///< How many of each are open.
    int italics_ = 0;
    int strikes_ = 0;
    int codes_ = 0;
    bool is_open_ = false;
};

Builder& builder(void* user) { return *static_cast<Builder*>(user); }

constexpr MD_PARSER parser{
    .abi_version = 0,
    .flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_STRIKETHROUGH,
    .enter_block =
        [](MD_BLOCKTYPE type, void* detail, void* user) {
            builder(user).enter_block(type, detail);
            return 0;
        },
    .leave_block =
        [](MD_BLOCKTYPE type, void* /*detail*/, void* user) {
            builder(user).leave_block(type);
            return 0;
        },
    .enter_span =
        [](MD_SPANTYPE type, void* detail, void* user) {
            builder(user).enter_span(type, detail);
            return 0;
        },
    .leave_span =
        [](MD_SPANTYPE type, void* /*detail*/, void* user) {
            builder(user).leave_span(type);
            return 0;
        },
    .text =
        [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* user) {
            builder(user).text(type, {text, size});
            return 0;
        },
    .debug_log = nullptr,
    .syntax = nullptr,
};

/// Addresses in plain text become links of their own.
std::vector<Span> with_links(std::vector<Span> spans) {
    std::vector<Span> out;
    for (auto& span : spans) {
        const auto links =
            span.code || !span.target.empty() ? std::vector<TextLink>{} : links_in(span.text);
        std::size_t done = 0;
        const auto piece = [&](std::size_t first, std::size_t end, std::string target) {
            if (first == end) return;
            auto part = span;
            part.text = span.text.substr(first, end - first);
            part.target = std::move(target);
            out.push_back(std::move(part));
        };
        for (const auto& link : links) {
            piece(done, link.first, {});
            piece(link.first, link.first + link.bytes, link.target);
            done = link.first + link.bytes;
        }
        if (links.empty())
            out.push_back(std::move(span));
        else
            piece(done, span.text.size(), {});
    }
    return out;
}

}  // namespace

std::vector<Block> blocks_of(std::string_view text) {
    const auto source = Escaping{}.of(visible_lines(text));
    Builder build;
    md_parse(source.data(), static_cast<MD_SIZE>(source.size()), &parser, &build);
    auto blocks = std::move(build).blocks();
    for (auto& block : blocks)
        if (block.kind == Block::Kind::paragraph) block.spans = with_links(std::move(block.spans));
    return blocks;
}

bool is_misleading(const Span& span) {
    if (span.target.empty()) return false;
    const auto links = links_in(span.text);
    return std::ranges::any_of(links,
                               [&](const TextLink& link) { return link.target != span.target; });
}

}  // namespace earshot::client
