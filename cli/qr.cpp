#include "cli/qr.hpp"

#include <qrencode.h>

#include <memory>

namespace earshot::cli {
namespace {

constexpr int quiet_zone = 4;  // ISO/IEC 18004: so many light modules all around.

/// By its own colours, so that it reads on dark terminals and on light ones.
constexpr std::string_view line_start = "\x1b[38;5;16;48;5;231m";
constexpr std::string_view line_end = "\x1b[0m\n";

class Code {
public:
    explicit Code(const std::string& text)
        : code_(QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_L, QR_MODE_8, 1), QRcode_free) {}

    explicit operator bool() const { return code_ != nullptr; }
    int width() const { return code_->width; }
    bool is_dark(int x, int y) const {
        const bool is_inside = x >= 0 && y >= 0 && x < width() && y < width();
        return is_inside && (code_->data[y * width() + x] & 1) != 0;
    }

private:
    std::unique_ptr<QRcode, decltype(&QRcode_free)> code_;
};

}  // namespace

std::string in_capitals(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

std::vector<std::string> qr_rows(std::string_view text) {
    const Code code{std::string{text}};
    if (!code) return {};
    std::vector<std::string> rows;
    for (int y = -quiet_zone; y < code.width() + quiet_zone; y += 2) {
        auto& row = rows.emplace_back();
        for (int x = -quiet_zone; x < code.width() + quiet_zone; ++x) {
            const bool upper = code.is_dark(x, y);
            const bool lower = code.is_dark(x, y + 1);
            row += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
        }
    }
    return rows;
}

std::string qr_picture(std::string_view text) {
    std::string picture;
    for (const auto& row : qr_rows(text)) {
        picture += line_start;
        picture += row;
        picture += line_end;
    }
    return picture;
}

}  // namespace earshot::cli
