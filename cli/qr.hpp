#pragma once

#include <string>
#include <string_view>
#include <vector>

/// A QR code in a terminal.
namespace earshot::cli {

/// Codes of capitals and digits alone are the smallest.
std::string in_capitals(std::string text);

/// The rows of its picture, two modules a character cell, upper and lower half, in blocks that are
/// dark on light; with the quiet zone that readers need. None when `text` does not fit.
std::vector<std::string> qr_rows(std::string_view text);

/// The same as one text for a terminal, with colours. Empty when `text` does not fit.
std::string qr_picture(std::string_view text);

}  // namespace earshot::cli
