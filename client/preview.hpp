#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// The beginning of a message for one line of a list: white space folded, markup as typed, at most
/// `bytes_max` bytes of visible text, cut at a character. Pure.
namespace earshot::client {

std::string preview_of(std::string_view text, std::size_t bytes_max);

}  // namespace earshot::client
