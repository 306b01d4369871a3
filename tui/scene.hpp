#pragma once

#include <cstdint>

#include "client/look.hpp"
#include "tui/texts.hpp"
#include "tui/theme.hpp"

/// What every view needs to draw itself; lives for one picture.
namespace earshot::tui {

struct Scene {
    const Theme& theme;
    const Signs& signs;
    const Texts& texts;
    std::int64_t now;  ///< Milliseconds UTC.
    client::DayOf day_of = client::local_day;
};

}  // namespace earshot::tui
