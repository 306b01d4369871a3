#include "tui/theme.hpp"

#include <array>

namespace earshot::tui {
namespace {

struct Palette {
    std::uint32_t dim, accent, attention, danger, online, away, busy, offline, bar, selected, code;
    std::array<std::uint32_t, 6> names;
};

constexpr Palette light{
    .dim = 0x5F6569,
    .accent = 0x176B7C,
    .attention = 0xA5500F,
    .danger = 0xB3362B,
    .online = 0x2B8A57,
    .away = 0xA87308,
    .busy = 0xB8443A,
    .offline = 0x7B8185,
    .bar = 0xECEAE6,
    .selected = 0xDBEBEE,
    .code = 0xF3F2EF,
    .names = {0x8A3F5C, 0x7A4A1E, 0x4C6A1F, 0x2F5FA0, 0x6A4AA0, 0x9A4323},
};

constexpr Palette dark{
    .dim = 0x939DA3,
    .accent = 0x67BFCF,
    .attention = 0xF0A36B,
    .danger = 0xF08A80,
    .online = 0x58C48A,
    .away = 0xE0B04F,
    .busy = 0xE9776C,
    .offline = 0x7A848A,
    .bar = 0x20262A,
    .selected = 0x1D3A42,
    .code = 0x1F2528,
    .names = {0xE0A0B8, 0xD9B287, 0xAFCB84, 0x94B7E8, 0xBDA6E6, 0xE8A88C},
};

/// In the middle: at least 4 to 1 against black and against white.
constexpr Palette middle{
    .dim = 0x7A7F82,
    .accent = 0x22879B,
    .attention = 0xBF6A26,
    .danger = 0xD0574B,
    .online = 0x2F8F5B,
    .away = 0xA5790F,
    .busy = 0xD0574B,
    .offline = 0x7B8185,
    .bar = 0,
    .selected = 0,
    .code = 0,
    .names = {0xB85C83, 0xA8713A, 0x6C8A2F, 0x4E7FC4, 0x8A6AC4, 0xC0653F},
};

const Palette& palette_of(Shade shade) {
    switch (shade) {
        case Shade::light: return light;
        case Shade::dark: return dark;
        case Shade::unknown: break;
    }
    return middle;
}

Style ink(std::uint32_t color, bool bold = false) {
    Style style;
    style.foreground = rgb(color);
    style.bold = bold;
    return style;
}

Theme plain() {
    Theme theme;
    theme.has_color = false;
    theme.bold.bold = true;
    theme.accent.bold = true;
    theme.attention.bold = true;
    theme.danger.bold = true;
    theme.selected.inverse = true;
    theme.bar.inverse = true;
    theme.bar_dim.inverse = true;
    theme.online.bold = true;
    theme.badge.inverse = true;
    theme.match.underline = true;
    return theme;
}

}  // namespace

Theme theme_of(Shade shade, bool has_color) {
    if (!has_color) return plain();
    const auto& colors = palette_of(shade);
    Theme theme;
    theme.shade = shade;
    theme.bold.bold = true;
    theme.dim = ink(colors.dim);
    theme.accent = ink(colors.accent);
    theme.attention = ink(colors.attention);
    theme.danger = ink(colors.danger);
    theme.online = ink(colors.online);
    theme.away = ink(colors.away);
    theme.busy = ink(colors.busy);
    theme.offline = ink(colors.offline);
    theme.badge = ink(colors.accent, true);
    theme.badge.inverse = true;
    theme.badge_quiet = ink(colors.dim);
    theme.match = ink(colors.attention, true);
    theme.match.underline = true;
    theme.bar_dim = theme.dim;
    if (shade == Shade::unknown) {
        // Without knowing what is behind, no background of ours fits.
        theme.selected.bold = true;
        return theme;
    }
    theme.code.background = rgb(colors.code);
    theme.selected.background = rgb(colors.selected);
    theme.bar.background = rgb(colors.bar);
    theme.bar_dim.background = rgb(colors.bar);
    return theme;
}

const Style& Theme::presence(client::Presence presence) const noexcept {
    switch (presence) {
        case client::Presence::online: return online;
        case client::Presence::away: return away;
        case client::Presence::busy: return busy;
        case client::Presence::offline:
        case client::Presence::unknown: break;
    }
    return offline;
}

Style Theme::name(std::string_view person) const {
    if (!has_color) return bold;
    std::uint32_t hash = 2166136261;  // FNV-1a
    for (const char c : person) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
    const auto& names = palette_of(shade).names;
    return ink(names[hash % names.size()], true);
}

Signs unicode_signs() {
    return {.online = "●",
            .away = "☾",
            .busy = "⊖",
            .offline = "○",
            .queued = "◌",
            .carried = "◍",
            .delivered = "✓",
            .read = "✓✓",
            .failed = "✗",
            .verified = "✓",
            .draft = "✎",
            .muted = "∅",
            .request = "?",
            .line = "─",
            .column = "│",
            .quote = "▌",
            .bullet = "•",
            .code = "▏",
            .ellipsis = "…",
            .arrow = "→",
            .up = "↑",
            .down = "↓",
            .prompt = "›",
            .dot = "·",
            .is_ascii = false};
}

Signs ascii_signs() {
    return {.online = "*",
            .away = "(",
            .busy = "-",
            .offline = "o",
            .queued = ".",
            .carried = "~",
            .delivered = "v",
            .read = "vv",
            .failed = "!",
            .verified = "+",
            .draft = "&",
            .muted = "#",
            .request = "?",
            .line = "-",
            .column = "|",
            .quote = ">",
            .bullet = "*",
            .code = "|",
            .ellipsis = "..",
            .arrow = "->",
            .up = "^",
            .down = "v",
            .prompt = ">",
            .dot = "-",
            .is_ascii = true};
}

std::string_view Signs::presence(client::Presence presence) const noexcept {
    switch (presence) {
        case client::Presence::online: return online;
        case client::Presence::away: return away;
        case client::Presence::busy: return busy;
        case client::Presence::offline:
        case client::Presence::unknown: break;
    }
    return offline;
}

std::string_view Signs::state(client::MessageState state) const noexcept {
    switch (state) {
        case client::MessageState::queued: return queued;
        case client::MessageState::carried: return carried;
        case client::MessageState::delivered: return delivered;
        case client::MessageState::read: return read;
        case client::MessageState::failed: return failed;
        case client::MessageState::canceled:
        case client::MessageState::received:
        case client::MessageState::unknown: break;
    }
    return "";
}

Style over(Style style, const Style& under) {
    if (!style.background.is_set) style.background = under.background;
    style.inverse = style.inverse || under.inverse;
    style.bold = style.bold || under.bold;
    return style;
}

}  // namespace earshot::tui
