#pragma once

#include <QString>
#include <string_view>

/// What stands for somebody who has no picture: initials, and a hue that comes from the key. Pure.
namespace earshot::gui {

/// One or two letters of the name; "?" where it has none.
QString initials_of(const QString& name);

inline constexpr int hues = 8;

/// 0 to 7, the same on every computer.
int hue_of(std::string_view person_id);

}  // namespace earshot::gui
