#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/search_store.hpp"

/// A piece of a message for a list of results: on one line, clean as a preview is, with the first
/// match near its beginning. Pure.
namespace earshot::control {

struct Snippet {
    std::string text;                       ///< At most limits::snippet_bytes_max bytes.
    std::vector<store::TextRange> matches;  ///< In `text`.
};

/// `matches` are ascending and without overlap; `text` is UTF-8.
Snippet snippet_of(std::string_view text, std::span<const store::TextRange> matches);

}  // namespace earshot::control
