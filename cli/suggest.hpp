#pragma once

#include <optional>
#include <span>
#include <string_view>

/// Did you mean: the nearest known word to a mistyped one.
namespace earshot::cli {

/// Nothing when no word is near enough to be meant: at most a third of the letters differ, and a
/// swap of neighbours counts once.
std::optional<std::string_view> nearest(std::string_view typed,
                                        std::span<const std::string_view> words);

}  // namespace earshot::cli
