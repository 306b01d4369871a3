#pragma once

#include <string>
#include <string_view>

/// A QR code in a terminal.
namespace earshot::cli {

/// Two modules a character cell, upper and lower half, dark on light with the quiet zone that
/// readers need. Empty when `text` does not fit.
std::string qr_picture(std::string_view text);

}  // namespace earshot::cli
