#include "cli/render.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <cwchar>

namespace earshot::cli {
namespace {

constexpr std::size_t short_id_bytes = 8;

void append_formatted(std::string& out, const char* format, unsigned value) {
    char text[16];
    const auto size = std::snprintf(text, sizeof text, format, value);
    out.append(text, static_cast<std::size_t>(size));
}

std::tm local_time(std::int64_t milliseconds) {
    const auto seconds = static_cast<std::time_t>(milliseconds / 1000);
    std::tm fields{};
    // A stranger's clock may say a year that does not fit: then all fields stay zero.
    if (!localtime_r(&seconds, &fields)) fields.tm_mday = 1;
    return fields;
}

std::string formatted(const std::tm& fields, const char* format) {
    char text[64];
    return {text, std::strftime(text, sizeof text, format, &fields)};
}

}  // namespace

std::string visible_json(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    for_each_code_point(json, [&](std::string_view piece, const std::optional<CodePoint>& next) {
        if (!next) {
            out += "\\ufffd";
        } else if (next->value < 0x20 || is_showable(next->value) || is_joiner(next->value)) {
            out += piece;  // Below 0x20 only the white space between values is left in JSON text.
        } else if (next->value > 0xFFFF) {
            const auto offset = static_cast<unsigned>(next->value - 0x10000);
            append_formatted(out, "\\u%04x", 0xD800 + (offset >> 10));
            append_formatted(out, "\\u%04x", 0xDC00 + (offset & 0x3FF));
        } else {
            append_formatted(out, "\\u%04x", static_cast<unsigned>(next->value));
        }
    });
    return out;
}

std::size_t width_of(std::string_view text) {
    std::size_t width = 0;
    bool is_style = false;  // Text is visible, so an escape character begins a style of ours.
    for_each_code_point(text, [&](std::string_view, const std::optional<CodePoint>& next) {
        if (next && next->value == 0x1B) is_style = true;
        if (is_style) {
            is_style = !next || next->value != 'm';
            return;
        }
        // In a locale without UTF-8 nothing is known about the others: one column each.
        const int columns = next ? ::wcwidth(static_cast<wchar_t>(next->value)) : 1;
        width += columns < 0 ? 1 : static_cast<std::size_t>(columns);
    });
    return width;
}

std::string shortened(std::string_view text, std::size_t columns) {
    if (width_of(text) <= columns) return std::string{text};
    std::string out;
    std::size_t width = 1;
    for_each_code_point(text, [&](std::string_view piece, const std::optional<CodePoint>&) {
        width += width_of(piece);
        if (width <= columns) out += piece;
    });
    return out + "…";
}

std::string table(const std::vector<std::vector<std::string>>& rows, std::size_t indentation) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        // What nothing follows may be as long as it likes.
        for (std::size_t i = 0; i + 1 < row.size(); ++i)
            widths[i] = std::max(widths[i], width_of(row[i]));
    }
    std::string out;
    for (const auto& row : rows) {
        std::string line(indentation, ' ');
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size()) line.append(widths[i] - width_of(row[i]) + 2, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    }
    return out;
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
    std::string all;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0) all += between;
        all += visible(texts[i]);
    }
    return all;
}

std::string clock_text(std::int64_t milliseconds, WallTime now) {
    const auto then = local_time(milliseconds);
    const auto today = local_time(now.time_since_epoch().count());
    const bool same_day = then.tm_year == today.tm_year && then.tm_yday == today.tm_yday;
    return formatted(then, same_day ? "%H:%M" : "%Y-%m-%d %H:%M");
}

std::string day_text(std::int64_t milliseconds) {
    return formatted(local_time(milliseconds), "%A %Y-%m-%d");
}

std::string span_text(std::int64_t milliseconds) {
    const auto seconds = std::max<std::int64_t>(0, milliseconds / 1000);
    if (seconds < 60) return std::to_string(seconds) + " s";
    if (seconds < 3600) return std::to_string(seconds / 60) + " min";
    if (seconds < 2 * 86400) return std::to_string(seconds / 3600) + " h";
    return std::to_string(seconds / 86400) + " days";
}

std::vector<std::string> short_ids(const std::vector<std::string>& ids) {
    auto sorted = ids;
    std::ranges::sort(sorted);
    const auto shared = [](std::string_view a, std::string_view b) {
        return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    };
    std::vector<std::string> beginnings;
    for (const auto& id : ids) {
        std::size_t size = short_id_bytes;
        const auto range = std::equal_range(sorted.begin(), sorted.end(), id);
        if (range.first != sorted.begin())
            size = std::max(size, shared(*(range.first - 1), id) + 1);
        if (range.second != sorted.end()) size = std::max(size, shared(*range.second, id) + 1);
        beginnings.push_back(id.substr(0, size));
    }
    return beginnings;
}

}  // namespace earshot::cli
