#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The markup of messages: bold, italic, struck, code, quotes, lists, links. A message is kept as
/// it was typed, and little of that is lost in showing it: headings, rules, entities, escapes and
/// HTML are no markup here. CommonMark otherwise, by md4c: numbers of a list count up. All texts
/// that come out are visible (core/base/visible.hpp). Pure.
namespace earshot::client {

struct Span {
    std::string text;  ///< May hold line ends.
    bool bold = false;
    bool italic = false;
    bool struck = false;
    bool code = false;
    std::string target{};  ///< Of a link that may be opened; empty otherwise.
    friend bool operator==(const Span&, const Span&) = default;
};

struct Block {
    enum class Kind : std::uint8_t { paragraph, code };
    Kind kind = Kind::paragraph;
    unsigned quote_depth = 0;
    unsigned list_depth = 0;
    std::string marker{};    ///< "•" or "3." where a list item begins.
    std::string language{};  ///< Of code, as typed.
    std::vector<Span> spans{};
    friend bool operator==(const Block&, const Block&) = default;
};

std::vector<Block> blocks_of(std::string_view text);

/// Whether a link's text pretends to be another address than its target.
bool is_misleading(const Span& span);

}  // namespace earshot::client
