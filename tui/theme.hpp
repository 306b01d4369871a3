#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "client/values.hpp"
#include "tui/style.hpp"

/// Colours and signs: "paper and petrol" as far as a terminal can show it. State is never told by
/// colour alone: each has a sign of its own.
namespace earshot::tui {

enum class Shade : std::uint8_t {
    unknown,  ///< Colours that can be read on both.
    light,
    dark,
};

struct Theme {
    Style text{};
    Style dim{};  ///< Times, hints.
    Style bold{};
    Style accent{};     ///< Ours, links, what acts.
    Style attention{};  ///< What the person should look at.
    Style danger{};
    Style selected{};
    Style bar{};  ///< Header and status line.
    Style bar_dim{};
    Style code{};
    Style online{};
    Style away{};
    Style busy{};
    Style offline{};
    Style badge{};  ///< Unread.
    Style badge_quiet{};
    Style match{};  ///< Found text.

    const Style& presence(client::Presence presence) const noexcept;
    /// Of somebody's name: one of a few hues, by their id.
    Style name(std::string_view person) const;

    Shade shade = Shade::unknown;
    bool has_color = true;
};

/// `has_color` false: bold, underline and inverse only.
Theme theme_of(Shade shade, bool has_color);

/// One sign each, as the terminal's character set allows.
struct Signs {
    std::string_view online, away, busy, offline;
    std::string_view queued, carried, delivered, read, failed;
    std::string_view verified, draft, muted, request;
    std::string_view line, column, quote, bullet, code, ellipsis, arrow, up, down, prompt, dot;
    bool is_ascii;

    std::string_view presence(client::Presence presence) const noexcept;
    std::string_view state(client::MessageState state) const noexcept;
};

Signs unicode_signs();
Signs ascii_signs();

/// `style` on what `under` is: its background, where it has none of its own, and its weight.
Style over(Style style, const Style& under);

}  // namespace earshot::tui
