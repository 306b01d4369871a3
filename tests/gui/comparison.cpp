#include "tests/gui/comparison.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <unordered_map>
#include <vector>

namespace earshot::gui {
namespace {

// Plain areas are of exact colours; what lies between two of them is an edge, and is not looked at
// closely.
constexpr qsizetype exact_colors = 40;
constexpr std::size_t mean_colors = 56;
constexpr int far_off = 48;  // Of 255, in one channel.
constexpr int off = 2;       // Less than any two colours of the design that touch.

int distance(QRgb a, QRgb b) {
    return std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)),
                     std::abs(qBlue(a) - qBlue(b))});
}

/// Whether the pixel and its eight neighbours are of one colour.
bool is_plain(const QImage& picture, int x, int y) {
    if (x == 0 || y == 0 || x == picture.width() - 1 || y == picture.height() - 1) return false;
    const auto middle = picture.pixel(x, y);
    for (int beside = -1; beside <= 1; ++beside)
        for (int above = -1; above <= 1; ++above)
            if (picture.pixel(x + beside, y + above) != middle) return false;
    return true;
}

}  // namespace

Difference difference(const QImage& seen, const QImage& wanted) {
    if (seen.isNull() || seen.size() != wanted.size()) return {1, 1};
    const auto a = seen.convertToFormat(QImage::Format_RGB32);
    const auto b = wanted.convertToFormat(QImage::Format_RGB32);
    qsizetype far = 0;
    qsizetype plain = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const int apart = distance(a.pixel(x, y), b.pixel(x, y));
            if (apart > far_off) ++far;
            if (apart > off && is_plain(a, x, y) && is_plain(b, x, y)) ++plain;
        }
    const auto all = static_cast<double>(a.width()) * a.height();
    return {static_cast<double>(far) / all, static_cast<double>(plain) / all};
}

QImage stored_form(const QImage& grabbed) {
    return grabbed.convertToFormat(QImage::Format_RGB32)
        .scaled(grabbed.size() / 2, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

QImage in_few_colors(const QImage& picture) {
    struct Bucket {
        int pixels = 0;
        std::array<int, 3> sum{};
    };
    std::unordered_map<QRgb, int> counted;
    std::vector<Bucket> buckets(std::size_t{16} * 16 * 16);
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) {
            const auto c = picture.pixel(x, y);
            if (is_plain(picture, x, y)) {
                ++counted[c];
                continue;
            }
            const int bucket = qRed(c) / 16 * 256 + qGreen(c) / 16 * 16 + qBlue(c) / 16;
            auto& [pixels, sum] = buckets[static_cast<std::size_t>(bucket)];
            ++pixels;
            sum = {sum[0] + qRed(c), sum[1] + qGreen(c), sum[2] + qBlue(c)};
        }
    std::vector<std::pair<int, QRgb>> plain;
    for (const auto& [color, pixels] : counted) plain.emplace_back(pixels, color);
    std::ranges::sort(plain, std::greater{});
    QList<QRgb> colors;
    for (const auto& each : plain)
        if (colors.size() < exact_colors) colors.append(each.second);
    std::ranges::sort(buckets, std::greater{}, &Bucket::pixels);
    for (std::size_t i = 0; i < mean_colors && buckets[i].pixels > 0; ++i) {
        const auto& [pixels, sum] = buckets[i];
        colors.append(qRgb(sum[0] / pixels, sum[1] / pixels, sum[2] / pixels));
    }
    return picture.convertToFormat(QImage::Format_Indexed8, colors,
                                   Qt::ThresholdDither | Qt::AvoidDither);
}

}  // namespace earshot::gui
